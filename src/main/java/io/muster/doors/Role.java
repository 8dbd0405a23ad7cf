package io.muster.doors;

import java.util.Locale;

/** What a person may be here; each role is a group of the engine. */
enum Role {
  /** Sends HR events and starts processes; sees nothing else. */
  HR("Human resources"),
  /** Answers wipe approvals in Tasklist. */
  APPROVER("Approvers of wipes"),
  /** Repairs steps: tasks, incidents, retries. */
  OPERATOR("IT operators"),
  /** Edits and deploys processes. */
  PROCESSOWNER("Process owners"),
  /** Reads everything, changes nothing. */
  AUDITOR("Auditors"),
  /** Everything. */
  ADMINISTRATOR("Administrators");

  private final String title;

  Role(String title) {
    this.title = title;
  }

  /** The engine's id of the group, the one diagrams name. */
  String group() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What Spring Security calls the role. */
  String authority() {
    return "ROLE_" + name();
  }

  /** What people call the group. */
  String title() {
    return title;
  }
}
