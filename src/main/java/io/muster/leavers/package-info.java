/**
 * How long it takes until a leaver is shut out: a clock per case, its API and its metrics.
 *
 * <p>A leaver is secured when every account, session, lock and isolation outcome is settled.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"people", "ledger"})
@org.jspecify.annotations.NullMarked
package io.muster.leavers;
