/**
 * HR systems that say what is the case rather than what happened: snapshots of workers, and what
 * differs from the last one.
 */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {"people", "intake", "lifecycle", "remote", "preflight"})
@org.jspecify.annotations.NullMarked
package io.muster.sources;
