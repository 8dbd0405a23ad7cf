/** What a SIEM wants to know, as OCSF events, a line of JSON each. */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {
      "people",
      "process",
      "lifecycle",
      "ledger",
      "safety",
      "guard",
      "doors",
      "remote"
    })
@org.jspecify.annotations.NullMarked
package io.muster.siem;
