/** A ticket desk of the house: what a diagram calls, and what calls back. */
@org.jspecify.annotations.NullMarked
package io.muster.simulator.tickets;
