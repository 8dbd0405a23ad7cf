/** The processes that take people in and let them out. */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {
      "people",
      "remote",
      "ledger",
      "process",
      "directory",
      "devices",
      "safety",
      "guard",
      "leavers",
      "preflight"
    })
@org.jspecify.annotations.NullMarked
package io.muster.lifecycle;
