package io.muster.safety;

import io.muster.remote.RemoteFailure.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is said to people of orders that may still be carried out. */
final class OrderWords {
  private OrderWords() {}

  /**
   * What would forbid this order now, and what can be done; empty if nothing would.
   *
   * @param claim how the device is known to be the leaver's now
   * @param held whether the leaver is under legal hold now
   */
  static Optional<String> forbidden(WipePlan plan, DeviceFacts live, Claim claim, boolean held) {
    var changed = new ArrayList<String>();
    if (held) {
      changed.add("a legal hold was placed");
    }
    if (live.owner() == null && plan.facts().owner() != null) {
      changed.add("it belongs to nobody now");
    } else if (claim == Claim.NOT_THEIRS) {
      changed.add("its owner is somebody else now" + named(live));
    }
    if (!Objects.equals(plan.facts().enrolledAt(), live.enrolledAt())) {
      changed.add("it was enrolled anew");
    }
    if (!plan.facts().serial().equals(live.serial())) {
      changed.add("its serial number is another");
    }
    if (plan.facts().ownership() != live.ownership()) {
      changed.add("its ownership is another (%s)".formatted(live.ownership()));
    }
    if (live.shared() == Known.YES && plan.facts().shared() != Known.YES) {
      changed.add("several people use it now");
    }
    return changed.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "The wipe of device %s was sent and may still be carried out, but it would not be sent now: %s. %s"
                .formatted(live.device(), String.join("; ", changed), remedy(plan)));
  }

  /**
   * What is said where a wipe was carried out and the device, in that enrolment or a later one, is
   * somebody else's now. Nobody can tell whether it was handed over before or after; empty if it
   * was not.
   */
  static Optional<String> carriedOut(WipePlan plan, DeviceFacts live, Claim claim) {
    return live.owner() != null
            && claim == Claim.NOT_THEIRS
            && (plan.facts().sameLife(live) || live.enrolledAfter(plan.facts()))
        ? Optional.of(
            "The wipe of device %s was carried out, and its owner is somebody else now%s. Ask them whether they had it already when it was erased."
                .formatted(live.device(), named(live)))
        : Optional.empty();
  }

  private static String named(DeviceFacts live) {
    return live.owner() == null ? "" : " (user %s)".formatted(live.owner());
  }

  private static String remedy(WipePlan plan) {
    var back =
        plan.facts().owner() == null
            ? "keep it unassigned"
            : "give it back to the leaver's user (%s)".formatted(plan.facts().owner());
    return "Device management is not known to cancel an order: %s there, mark the device, and call whoever holds it before it is switched on."
        .formatted(back);
  }

  /** The refusal to end a case with these orders. */
  static Refused mayStillFire(List<WipeOrder> pending) {
    return new Refused(
        "The case cannot end, because a wipe that was ordered may still be carried out: %s. It can end once the wipe is seen carried out or failed, or a person answers for a device that has left device management."
            .formatted(
                pending.stream()
                    .map(
                        order ->
                            "device %s, ordered at %s".formatted(order.device(), order.calledAt()))
                    .collect(Collectors.joining("; "))));
  }
}
