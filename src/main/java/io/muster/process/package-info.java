/** The engine kit: what a step is, what a variable is, and what a diagram may reach. */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {"people", "remote", "ledger", "node"})
@org.jspecify.annotations.NullMarked
package io.muster.process;
