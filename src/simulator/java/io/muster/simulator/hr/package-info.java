/** An HR system in miniature: it says what happened, signed. */
@org.jspecify.annotations.NullMarked
package io.muster.simulator.hr;
