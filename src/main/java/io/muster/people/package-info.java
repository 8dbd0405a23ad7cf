/** The words everything else speaks in: who works here, and what changed about it. */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {})
@org.jspecify.annotations.NullMarked
package io.muster.people;
