package io.muster.lifecycle.offboarding;

import io.muster.devices.FleetUserId;
import io.muster.remote.RemoteFailure;
import io.muster.safety.WipeKind;
import io.muster.safety.WipePlan.OnSilence;
import org.jspecify.annotations.Nullable;

/** A wipe plan between the words of the decision table, of the code, and of the approver. */
final class PlanWords {
  private PlanWords() {}

  static OnSilence onSilence(String word) {
    return switch (word) {
      case "keepLocked" -> OnSilence.KEEP_LOCKED;
      case "escalate" -> OnSilence.ESCALATE;
      case "wipe" -> OnSilence.WIPE;
      default ->
          throw new RemoteFailure.Misconfigured(
              "The decision table says '%s' about silence; it may say keepLocked, escalate or wipe."
                  .formatted(word));
    };
  }

  static String owner(@Nullable FleetUserId owner, @Nullable FleetUserId leaver) {
    if (owner == null) {
      return "nobody";
    }
    return (owner.equals(leaver)
            ? "this person (Hexnode user %s)"
            : "NOT this person, but Hexnode user %s")
        .formatted(owner.value());
  }

  static String erased(WipeKind kind) {
    return switch (kind) {
      case CORPORATE ->
          "Only what the company put on the device: policies, accounts, apps and the work profile. Private data stays.";
      case COMPLETE ->
          "Everything on the device, for good: company and private data, apps and settings. It cannot be stopped once begun.";
    };
  }

  static String silence(OnSilence onSilence) {
    return switch (onSilence) {
      case KEEP_LOCKED -> "Nothing is erased; the device stays locked and cut off.";
      case ESCALATE -> "Nothing is erased yet; the administrators are asked.";
      case WIPE -> "The device is wiped as if you had agreed.";
    };
  }
}
