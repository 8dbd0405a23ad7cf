/**
 * Whether the systems around Muster are as they have to be, before and while people depend on it.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"people", "remote"})
@org.jspecify.annotations.NullMarked
package io.muster.preflight;
