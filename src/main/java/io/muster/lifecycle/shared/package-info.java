/** Steps that more than one process uses. */
@org.jspecify.annotations.NullMarked
package io.muster.lifecycle.shared;
