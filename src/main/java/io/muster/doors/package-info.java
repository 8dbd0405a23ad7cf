/** Who may come in: sign-in for every door, roles, and the first administrator. */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"remote", "process"})
@org.jspecify.annotations.NullMarked
package io.muster.doors;
