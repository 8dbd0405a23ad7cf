/** What we asked for, what was answered, and what we saw with our own eyes. */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"people", "remote"})
@org.jspecify.annotations.NullMarked
package io.muster.ledger;
