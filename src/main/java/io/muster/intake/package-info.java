/** Every way an HR event can come in, ending at one inbox. */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"people", "lifecycle"})
@org.jspecify.annotations.NullMarked
package io.muster.intake;
