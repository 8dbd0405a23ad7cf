/** Every way an HR event can come in, ending at one inbox. */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {"people", "process", "lifecycle", "remote", "preflight"})
@org.jspecify.annotations.NullMarked
package io.muster.intake;
