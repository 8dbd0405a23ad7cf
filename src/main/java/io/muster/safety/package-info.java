/** The gate in front of everything that destroys: plans, approvals and warrants. */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {"people", "remote", "ledger", "guard"})
@org.jspecify.annotations.NullMarked
package io.muster.safety;
