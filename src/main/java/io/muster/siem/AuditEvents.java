package io.muster.siem;

import io.muster.doors.AuditEntry;
import io.muster.siem.SecurityEvent.Attributes;
import io.muster.siem.SecurityEvent.EventType;
import io.muster.siem.SecurityEvent.Kind;
import io.muster.siem.SecurityEvent.Result;
import io.muster.siem.SecurityEvent.Severity;
import io.muster.siem.SecurityEvent.Status;
import java.time.Instant;

/** Says in OCSF what a line of the audit log says. */
final class AuditEvents {
  private static final int LOGON = 1;
  private static final int CREATE = 1;
  private static final int UPDATE = 3;
  private static final int DELETE = 4;
  private static final int DELETE_ACCOUNT = 6;
  private static final int ADD_USER = 3;
  private static final int REMOVE_USER = 4;
  private static final String HERE = "Muster";

  private AuditEvents() {}

  static SecurityEvent of(AuditEntry entry, Instant now) {
    return switch (entry.act()) {
      case AuditEntry.SIGN_IN ->
          event(
              entry,
              EventType.AUTHENTICATION.activity(LOGON, "Logon"),
              entry.accepted() ? Severity.INFORMATIONAL : Severity.LOW,
              now,
              new Attributes().user(entry.who()).service(HERE).detail(entry.what()));
      case "account" -> account(entry, EventType.ACCOUNT_CHANGE.other("Save"), now);
      case "account-unlocking" -> account(entry, EventType.ACCOUNT_CHANGE.other("Unlock"), now);
      case "account-deletion" ->
          account(entry, EventType.ACCOUNT_CHANGE.activity(DELETE_ACCOUNT, "Delete"), now);
      case "membership" ->
          membership(
              entry, EventType.GROUP_MANAGEMENT.activity(ADD_USER, "Add User"), " into ", now);
      case "membership-deletion" ->
          membership(
              entry,
              EventType.GROUP_MANAGEMENT.activity(REMOVE_USER, "Remove User"),
              " out of ",
              now);
      default -> entity(entry, now);
    };
  }

  private static SecurityEvent account(AuditEntry entry, Kind kind, Instant now) {
    return event(entry, kind, Severity.LOW, now, new Attributes().user(entry.what()));
  }

  /** Roles are groups, so this is what somebody may do from now on. */
  private static SecurityEvent membership(
      AuditEntry entry, Kind kind, String between, Instant now) {
    var at = entry.what().lastIndexOf(between);
    var account = at < 0 ? entry.what() : entry.what().substring(0, at);
    var group = at < 0 ? entry.what() : entry.what().substring(at + between.length());
    return event(entry, kind, Severity.MEDIUM, now, new Attributes().user(account).group(group));
  }

  /** Deployments, groups, grants, and whatever is audited later. */
  private static SecurityEvent entity(AuditEntry entry, Instant now) {
    var deletion = entry.act().endsWith("-deletion");
    var type = deletion ? entry.act().replace("-deletion", "") : entry.act();
    var kind =
        deletion
            ? EventType.ENTITY_MANAGEMENT.activity(DELETE, "Delete")
            : "deployment".equals(type)
                ? EventType.ENTITY_MANAGEMENT.activity(CREATE, "Create")
                : EventType.ENTITY_MANAGEMENT.activity(UPDATE, "Update");
    return event(entry, kind, Severity.MEDIUM, now, new Attributes().entity(type, entry.what()));
  }

  private static SecurityEvent event(
      AuditEntry entry, Kind kind, Severity severity, Instant now, Attributes attributes) {
    return new SecurityEvent(
        kind,
        new Result(Status.of(entry.accepted()), severity),
        now,
        "%s %s".formatted(entry.act(), entry.accepted() ? "accepted" : "refused"),
        attributes.by(entry.who()).from(entry.address()).made());
  }
}
