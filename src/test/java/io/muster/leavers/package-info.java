/** Tests of how long it takes until a leaver is shut out. */
@org.jspecify.annotations.NullMarked
package io.muster.leavers;
