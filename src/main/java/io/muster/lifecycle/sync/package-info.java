/** Directory sync: the selected groups of each directory, mirrored in the device fleet. */
@org.jspecify.annotations.NullMarked
package io.muster.lifecycle.sync;
