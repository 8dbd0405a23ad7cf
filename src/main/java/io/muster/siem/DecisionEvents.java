package io.muster.siem;

import io.muster.guard.Loosenings.Change;
import io.muster.people.HoldChanged;
import io.muster.process.AnswerGiven;
import io.muster.safety.WipeRecorded;
import io.muster.siem.SecurityEvent.Attributes;
import io.muster.siem.SecurityEvent.EventType;
import io.muster.siem.SecurityEvent.Kind;
import io.muster.siem.SecurityEvent.Result;
import io.muster.siem.SecurityEvent.Severity;
import io.muster.siem.SecurityEvent.Status;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says in OCSF what people decided. What they wrote stays in the evidence. */
final class DecisionEvents {
  private static final Kind CREATE = EventType.ENTITY_MANAGEMENT.activity(1, "Create");
  private static final Kind DELETE = EventType.ENTITY_MANAGEMENT.activity(4, "Delete");

  private DecisionEvents() {}

  static SecurityEvent of(AnswerGiven answer) {
    return new SecurityEvent(
        EventType.ENTITY_MANAGEMENT.other("Answer"),
        new Result(Status.SUCCESS, Severity.INFORMATIONAL),
        answer.at(),
        "a task was answered",
        new Attributes()
            .entity("task", answer.task())
            .by(answer.by())
            .from(answer.address())
            .besides(Map.of("case", answer.caseId()))
            .made());
  }

  static SecurityEvent of(HoldChanged hold) {
    return new SecurityEvent(
        hold.placed() ? CREATE : DELETE,
        new Result(Status.SUCCESS, hold.placed() ? Severity.LOW : Severity.MEDIUM),
        hold.at(),
        hold.placed() ? "a legal hold was placed" : "a legal hold was lifted",
        new Attributes().entity("legal hold", hold.employee().value()).by(hold.by()).made());
  }

  static SecurityEvent of(WipeRecorded wipe) {
    var what = wipe.what().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return new SecurityEvent(
        EventType.ENTITY_MANAGEMENT.other("Wipe: " + what),
        new Result(status(wipe.what()), Severity.MEDIUM),
        wipe.at(),
        "wipe of a device: " + what,
        new Attributes()
            .entity("device", String.valueOf(wipe.plan().facts().device().value()))
            .by(wipe.by())
            .besides(
                Map.of(
                    "case", wipe.plan().caseId(),
                    "employee", wipe.plan().employee().value(),
                    "plan", wipe.planId(),
                    "wipe", wipe.plan().kind().name()))
            .made());
  }

  private static Status status(WipeRecorded.What what) {
    return switch (what) {
      case SEEN_NOT_DONE -> Status.FAILURE;
      case SEEN_PENDING -> Status.UNKNOWN;
      case PLANNED, APPROVED, DECLINED, APPROVED_BY_TIMEOUT, WARRANT_ISSUED, WITHDRAWN, SEEN_DONE ->
          Status.SUCCESS;
    };
  }

  /** A step of a change that makes wipes easier: handed in, agreed to, live or refused. */
  static SecurityEvent of(Change change, String step, @Nullable String by, Instant at) {
    return new SecurityEvent(
        EventType.ENTITY_MANAGEMENT.other("Change: " + step),
        new Result(Status.SUCCESS, Severity.HIGH),
        at,
        "a change that makes wipes easier: " + step,
        new Attributes()
            .entity(change.kind().name().toLowerCase(Locale.ROOT), change.name())
            .by(by)
            .besides(Map.of("change", change.number(), "digest", change.content()))
            .made());
  }

  /** Wipes were stopped or go on. */
  static SecurityEvent stop(String what, @Nullable String by, Instant at) {
    return new SecurityEvent(
        EventType.ENTITY_MANAGEMENT.other("Wipes: " + what),
        new Result(Status.SUCCESS, Severity.HIGH),
        at,
        "wipes: " + what,
        new Attributes().entity("setting", "wipes").by(by).made());
  }
}
