/** What people see: task filters, the story in the log, and the pages an operator reads. */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {
      "people",
      "ledger",
      "intake",
      "process",
      "lifecycle",
      "directory",
      "remote"
    })
@org.jspecify.annotations.NullMarked
package io.muster.console;
