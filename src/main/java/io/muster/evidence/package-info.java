/** What happened, in a form that an auditor can check without us: chained, signed, packed. */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {
      "people",
      "ledger",
      "process",
      "intake",
      "safety",
      "leavers",
      "lifecycle",
      "remote"
    })
@org.jspecify.annotations.NullMarked
package io.muster.evidence;
