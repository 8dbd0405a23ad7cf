/** A stand-in for Hexnode UEM, with its limits and its unpleasant habits. */
@org.jspecify.annotations.NullMarked
package io.muster.simulator.hexnode;
