/**
 * How Muster talks to systems that are not its own: failures, secrets, and calls paid from a
 * budget.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {})
@org.jspecify.annotations.NullMarked
package io.muster.remote;
