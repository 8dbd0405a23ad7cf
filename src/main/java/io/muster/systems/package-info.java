/**
 * Steps that every diagram may use: call another system of the house, and wait for its call back.
 */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {"people", "remote", "ledger", "process", "directory"})
@org.jspecify.annotations.NullMarked
package io.muster.systems;
