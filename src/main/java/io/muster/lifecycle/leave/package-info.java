/** Leave: from the first day away to a person who can sign in again. */
@org.jspecify.annotations.NullMarked
package io.muster.lifecycle.leave;
