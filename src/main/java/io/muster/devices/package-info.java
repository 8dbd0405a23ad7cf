/** The company's managed devices, their users and policies. */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {"people", "remote", "ledger", "safety", "preflight"})
@org.jspecify.annotations.NullMarked
package io.muster.devices;
