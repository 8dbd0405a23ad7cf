/** The company's accounts, wherever they live. */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {"people", "remote", "ledger", "preflight"})
@org.jspecify.annotations.NullMarked
package io.muster.directory;
