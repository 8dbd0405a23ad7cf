/** What makes destruction easier waits here until enough people agreed and the time has passed. */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"people", "remote", "doors"})
@org.jspecify.annotations.NullMarked
package io.muster.guard;
