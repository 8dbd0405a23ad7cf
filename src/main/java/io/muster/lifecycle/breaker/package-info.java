/** Tells people that wipes wait, and asks two of them whether they may go on. */
@org.jspecify.annotations.NullMarked
package io.muster.lifecycle.breaker;
