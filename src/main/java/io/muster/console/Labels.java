package io.muster.console;

import io.muster.deployment.TableTrial.Harm;
import io.muster.intake.Inbox.Fate;
import io.muster.ledger.Outcome;
import io.muster.preflight.Finding.Severity;
import io.muster.process.CaseAction;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What pages call the things that code has other names for. */
@Component("labels")
class Labels {
  private static final Set<Outcome.Kind> OF_DEVICES =
      EnumSet.of(
          Outcome.Kind.LOCK, Outcome.Kind.ISOLATION, Outcome.Kind.DISENROL, Outcome.Kind.WIPE);
  private static final Set<Outcome.Kind> SECURING =
      EnumSet.of(
          Outcome.Kind.ACCOUNT, Outcome.Kind.SESSIONS, Outcome.Kind.LOCK, Outcome.Kind.ISOLATION);
  private static final Map<String, String> KINDS =
      Map.of(
          "worker.hired", "Hired",
          "worker.changed", "Changed",
          "worker.terminated", "Terminated",
          "worker.hireRescinded", "Hire rescinded",
          "worker.changeRescinded", "Change rescinded",
          "worker.terminationRescinded", "Termination rescinded",
          "worker.leaveStarted", "Leave begins",
          "worker.leaveEnded", "Leave ends");

  /** An HR event by its type. */
  public String event(@Nullable String kind) {
    return kind == null ? "Not known" : KINDS.getOrDefault(kind, kind);
  }

  /** What became of an event. */
  public String fate(Fate fate) {
    return switch (fate) {
      case STARTED -> "started a case";
      case JOINED -> "joined a case";
      case SUPERSEDED -> "superseded";
      case NOTED -> "noted";
      case REFUSED -> "refused";
      case HELD -> "held for a person";
    };
  }

  /** What would become of an event. */
  public String expected(Fate fate) {
    return switch (fate) {
      case STARTED -> "would start a case";
      case JOINED -> "would join a case";
      case SUPERSEDED -> "would change nothing, a newer event is known";
      case NOTED -> "would be noted only";
      case REFUSED -> "would be refused";
      case HELD -> "would wait for a person";
    };
  }

  /** What has to come true. */
  public String outcome(Outcome.Kind kind) {
    return switch (kind) {
      case ACCOUNT -> "Account disabled";
      case SESSIONS -> "Sessions ended";
      case LOCK -> "Device locked";
      case ISOLATION -> "Device isolated";
      case GROUPS -> "Groups removed";
      case DISENROL -> "Device disenrolled";
      case WIPE -> "Device wiped";
    };
  }

  /** Whether it is about a device, and not for everybody to see. */
  public boolean isOfDevices(Outcome.Kind kind) {
    return OF_DEVICES.contains(kind);
  }

  /** Whether a leaver is secured by it, and it may be shown to whoever sees devices or does not. */
  public boolean secures(Outcome.Kind kind, boolean seesDevices) {
    return SECURING.contains(kind) && (seesDevices || !isOfDevices(kind));
  }

  /** What somebody did to a case. */
  public String action(CaseAction.Kind kind) {
    return switch (kind) {
      case RETRIED -> "Tried again";
      case HANDED_OVER -> "Handed over";
      case WENT_BACK -> "Went back";
      case STARTED -> "Started";
      case CANCELLED -> "Cancelled";
    };
  }

  /** What another answer of a table would come to. */
  public String harm(Harm harm) {
    return switch (harm) {
      case EASIER -> "A wipe would be easier";
      case UNANSWERED -> "No rule would fit any more";
      case OTHER -> "Another answer";
      case STRICTER -> "A wipe would be harder";
    };
  }

  /** How far it has come. */
  public String state(Outcome.State state) {
    return switch (state) {
      case REQUESTED -> "requested";
      case ACCEPTED -> "accepted";
      case OBSERVED -> "observed";
      case CONTRADICTED -> "contradicted";
      case NOT_OBSERVABLE -> "not observable";
      case CLOSED -> "closed by a person";
    };
  }

  /** Whether it is good, bad, or neither yet. */
  public String tone(Outcome.State state) {
    return switch (state) {
      case OBSERVED -> "good";
      case CONTRADICTED -> "bad";
      case REQUESTED, ACCEPTED -> "open";
      case NOT_OBSERVABLE, CLOSED -> "plain";
    };
  }

  /** Whether what the doctor found is good, bad, or neither. */
  public String found(Severity severity) {
    return switch (severity) {
      case BLOCKS -> "bad";
      case WARNS -> "open";
      case UNKNOWN -> "plain";
      case GOOD -> "good";
    };
  }

  /** Such as {@code Not erased} for {@code NOT_ERASED}. */
  public String plain(@Nullable Object constant) {
    if (constant == null) {
      return "–";
    }
    var text = constant.toString().replace('_', ' ').toLowerCase(Locale.ROOT);
    return text.isEmpty() ? "–" : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  /** The kinds of HR events, for a list to choose from. */
  public List<String> kinds() {
    return KINDS.keySet().stream().sorted().toList();
  }
}
