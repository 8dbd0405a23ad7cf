/** Puts process bundles into the engine, and refuses broken ones whatever door they come in by. */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {"process", "remote", "preflight", "guard", "people"})
@org.jspecify.annotations.NullMarked
package io.muster.deployment;
