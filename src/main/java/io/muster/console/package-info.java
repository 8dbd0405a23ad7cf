/** What people see: the console's pages, task filters, and what an operator reads as JSON. */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {
      "people",
      "ledger",
      "intake",
      "process",
      "lifecycle",
      "directory",
      "remote",
      "doors",
      "leavers",
      "devices",
      "safety",
      "sources",
      "deployment",
      "guard",
      "evidence",
      "preflight"
    })
@org.jspecify.annotations.NullMarked
package io.muster.console;
