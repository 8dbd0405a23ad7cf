/**
 * What every stand-in for a vendor is built from: a server, a journal, faults, a clock, limits.
 *
 * <p>Nothing here knows the service. A simulator that shared its types would share its mistakes.
 */
@org.jspecify.annotations.NullMarked
package io.muster.simulator;
