/** Transfer: from changed to a person whose groups, policies and catalogues fit again. */
@org.jspecify.annotations.NullMarked
package io.muster.lifecycle.transfer;
