package io.muster.lifecycle.offboarding;

import io.muster.devices.FleetUserId;
import io.muster.remote.RemoteFailure;
import io.muster.safety.Claim;
import io.muster.safety.DeviceFacts;
import io.muster.safety.Known;
import io.muster.safety.WipeKind;
import io.muster.safety.WipePlan;
import io.muster.safety.WipePlan.OnSilence;
import java.util.ArrayList;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A wipe plan between the words of the decision table, of the code, and of the approver. */
final class PlanWords {
  private PlanWords() {}

  /** The word that tables use for a value of the code. */
  static String word(Enum<?> value) {
    var parts = value.name().toLowerCase(Locale.ROOT).split("_", -1);
    var word = new StringBuilder(parts[0]);
    for (int part = 1; part < parts.length; part++) {
      word.append(Character.toUpperCase(parts[part].charAt(0))).append(parts[part].substring(1));
    }
    return word.toString();
  }

  static WipeKind kind(String word) {
    return switch (word) {
      case "corporate" -> WipeKind.CORPORATE;
      case "complete" -> WipeKind.COMPLETE;
      default -> throw unknown("what is erased", word, "none, corporate or complete");
    };
  }

  static WipePlan.Approval approval(String word) {
    return switch (word) {
      case "none" -> WipePlan.Approval.NONE;
      case "one" -> WipePlan.Approval.ONE_PERSON;
      case "two" -> WipePlan.Approval.TWO_PEOPLE;
      default -> throw unknown("approval", word, "none, one or two");
    };
  }

  static OnSilence onSilence(String word) {
    return switch (word) {
      case "keepLocked" -> OnSilence.KEEP_LOCKED;
      case "escalate" -> OnSilence.ESCALATE;
      case "wipe" -> OnSilence.WIPE;
      default -> throw unknown("silence", word, "keepLocked, escalate or wipe");
    };
  }

  private static RemoteFailure.Misconfigured unknown(String about, String word, String allowed) {
    return new RemoteFailure.Misconfigured(
        "The decision table says '%s' about %s; it may say %s. Correct the table, then look again."
            .formatted(word, about, allowed));
  }

  /** Whose the device is, for whoever decides. */
  static String owner(Claim claim, @Nullable FleetUserId owner) {
    var user = owner == null ? "nobody" : "Hexnode user " + owner.value();
    return switch (claim) {
      case THEIRS -> "this person (%s)".formatted(user);
      case ONE_OF_SEVERAL ->
          "perhaps this person (%s): one of several Hexnode users with the address, or one with a former address; compare before you agree"
              .formatted(user);
      case WAS_THEIRS ->
          "nobody now; it was this person's when the case began, with the same serial number and enrolment";
      case NAMED ->
          "nobody; only a person said that it is this person's, with this serial number and enrolment";
      case NOT_THEIRS -> "NOT this person, but %s".formatted(user);
    };
  }

  /** What makes wiping this device riskier than others, for whoever decides. */
  static String cautions(DeviceFacts facts, boolean reassigned) {
    var cautions = new ArrayList<String>();
    if (facts.shared() == Known.YES) {
      cautions.add("several people use it, or it is a kiosk");
    }
    if (reassigned) {
      cautions.add("it changed hands lately");
    }
    if (facts.recoveryKey() == Known.NO) {
      cautions.add("no recovery key of its disk is kept");
    }
    return cautions.isEmpty() ? "none known" : String.join("; ", cautions);
  }

  static String erased(WipeKind kind) {
    return switch (kind) {
      case CORPORATE ->
          "Only what the company put on the device: policies, accounts, apps and the work profile. Private data stays. The device leaves management, and its lock-down with it.";
      case COMPLETE ->
          "Everything on the device, for good: company and private data, apps and settings. It cannot be stopped once begun.";
    };
  }

  static String silence(OnSilence onSilence) {
    return switch (onSilence) {
      case KEEP_LOCKED -> "Nothing is erased; the device stays locked and isolated.";
      case ESCALATE -> "Nothing is erased yet; the administrators are asked.";
      case WIPE -> "The device is wiped as if you had agreed.";
    };
  }
}
