/** What every device fleet promises, and the stand-in that keeps the same promises. */
@org.jspecify.annotations.NullMarked
package io.muster.devices;
