package io.muster.siem;

import io.muster.ledger.EffectRecorded;
import io.muster.ledger.EffectRecorded.Stage;
import io.muster.ledger.Entry;
import io.muster.siem.SecurityEvent.Attributes;
import io.muster.siem.SecurityEvent.EventType;
import io.muster.siem.SecurityEvent.Kind;
import io.muster.siem.SecurityEvent.Result;
import io.muster.siem.SecurityEvent.Severity;
import io.muster.siem.SecurityEvent.Status;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Says in OCSF what was asked of another system, how it answered, and what was seen. */
final class EffectEvents {
  private static final Kind CREATE = EventType.ACCOUNT_CHANGE.activity(1, "Create");
  private static final Kind ENABLE = EventType.ACCOUNT_CHANGE.activity(2, "Enable");
  private static final Kind DISABLE = EventType.ACCOUNT_CHANGE.activity(5, "Disable");
  private static final Kind LOGOFF = EventType.AUTHENTICATION.activity(2, "Logoff");
  private static final Kind ADD_USER = EventType.GROUP_MANAGEMENT.activity(3, "Add User");
  private static final Kind REMOVE_USER = EventType.GROUP_MANAGEMENT.activity(4, "Remove User");
  private static final Map<String, Kind> KNOWN =
      Map.ofEntries(
          Map.entry("account.create", CREATE),
          Map.entry("account.activate", ENABLE),
          Map.entry("account.unsuspend", ENABLE),
          Map.entry("account.restore", ENABLE),
          Map.entry("account.undelete", ENABLE),
          Map.entry("account.suspend", DISABLE),
          Map.entry("sessions.end", LOGOFF),
          Map.entry("group.join", ADD_USER),
          Map.entry("group.leave", REMOVE_USER));

  /** What takes something from somebody for good. */
  private static final Set<String> DESTRUCTIVE = Set.of("device.wipe", "device.disenroll");

  private EffectEvents() {}

  /** Empty for what is only wanted so far. */
  static Optional<SecurityEvent> of(EffectRecorded effect) {
    var entry = effect.entry();
    var seen = effect.stage() == Stage.SEEN;
    var time = seen ? entry.seenAt() : entry.answeredAt();
    if (effect.stage() == Stage.INTENDED || time == null) {
      return Optional.empty();
    }
    return Optional.of(event(entry, seen, time));
  }

  private static SecurityEvent event(Entry entry, boolean seen, Instant time) {
    var status = seen ? seen(entry) : answered(entry);
    return new SecurityEvent(
        kind(entry.action()),
        new Result(status, severity(entry, status)),
        time,
        "%s %s".formatted(entry.action(), seen ? "was looked for" : "was asked for"),
        target(entry)
            .besides(
                Map.of(
                    "connection", entry.connection(),
                    "effect", entry.id(),
                    "case", entry.onBehalfOf().id(),
                    "process", entry.onBehalfOf().process(),
                    "step", entry.onBehalfOf().step(),
                    "employee", entry.onBehalfOf().employee().value()))
            .made());
  }

  private static Kind kind(String action) {
    var known = KNOWN.get(action);
    if (known != null) {
      return known;
    }
    return action.startsWith("account.")
        ? EventType.ACCOUNT_CHANGE.other(action)
        : EventType.ENTITY_MANAGEMENT.other(action);
  }

  private static Attributes target(Entry entry) {
    var attributes = new Attributes().by("muster");
    return switch (kind(entry.action()).type()) {
      case ACCOUNT_CHANGE -> attributes.userId(entry.target());
      case AUTHENTICATION -> attributes.userId(entry.target()).service(entry.connection());
      case GROUP_MANAGEMENT -> {
        // kept as account/group
        var at = entry.target().indexOf('/');
        yield attributes
            .userId(at < 0 ? entry.target() : entry.target().substring(0, at))
            .group(entry.target().substring(at + 1));
      }
      case ENTITY_MANAGEMENT ->
          attributes.entity(entry.action().replaceFirst("\\..*", ""), entry.target());
    };
  }

  private static Severity severity(Entry entry, Status status) {
    if (DESTRUCTIVE.contains(entry.action())) {
      return Severity.MEDIUM;
    }
    return status == Status.FAILURE ? Severity.LOW : Severity.INFORMATIONAL;
  }

  private static Status seen(Entry entry) {
    return entry.asWished() == null ? Status.UNKNOWN : Status.of(entry.asWished());
  }

  private static Status answered(Entry entry) {
    return switch (entry.answer()) {
      case ACCEPTED -> Status.ACCEPTED;
      case REFUSED, NOT_SENT -> Status.FAILURE;
      case LOST, NONE -> Status.UNKNOWN;
    };
  }
}
