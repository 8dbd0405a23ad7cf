package io.muster.deployment;

import io.muster.process.GuardedDeed.Guard;

/**
 * A way on which a guard is missing.
 *
 * @param trail the way
 * @param missing the guard
 * @param isCircle true if a process calls itself on it
 */
record Breach(Trail trail, Guard missing, boolean isCircle) {}
