/**
 * Tells people where they are what waits for them: mail, Slack and Teams, and a digest of the day.
 *
 * <p>What is to be told is found by looking, kept in a table, and sent from there; so nothing that
 * happens to a mail server is felt by a case.
 */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {
      "people",
      "process",
      "lifecycle",
      "safety",
      "guard",
      "leavers",
      "sources",
      "directory",
      "remote"
    })
@org.jspecify.annotations.NullMarked
package io.muster.notices;
