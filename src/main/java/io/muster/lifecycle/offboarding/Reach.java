package io.muster.lifecycle.offboarding;

import io.muster.devices.Device;
import io.muster.devices.DeviceFleet;
import io.muster.ledger.Outcome;
import io.muster.ledger.Outcome.Kind;
import io.muster.ledger.Outcome.State;
import io.muster.process.Step;
import io.muster.safety.Claim;
import io.muster.safety.DeviceId;
import io.muster.safety.WipeSafety;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Whether a device of the leaver's can still be kept shut, and by right. */
@Component
class Reach {
  private static final Set<Kind> ERASES = Set.of(Kind.WIPE, Kind.DISENROL);

  private final DeviceFleet fleet;
  private final WipeSafety safety;

  Reach(DeviceFleet fleet, WipeSafety safety) {
    this.fleet = fleet;
    this.safety = safety;
  }

  /**
   * The devices that may be shut. At first these are all, as the snapshot was taken a moment ago;
   * what is shut again later may have been handed to somebody else meanwhile.
   */
  Set<DeviceId> byRight(DelegateExecution execution, Set<DeviceId> devices) {
    if (!execution.getCurrentActivityId().endsWith("_again")) {
      return devices;
    }
    var cases = Set.of(Step.caseId(execution));
    return devices.stream()
        .filter(device -> fleet.read(device).filter(live -> isAnothers(cases, live)).isEmpty())
        .collect(Collectors.toSet());
  }

  /** True if the device was seen erased. */
  static boolean isErased(Collection<Outcome> outcomes, DeviceId device) {
    return outcomes.stream()
        .anyMatch(
            one ->
                ERASES.contains(one.kind())
                    && one.target().equals(device.toString())
                    && one.state() == State.OBSERVED);
  }

  /**
   * True if a device that has left device management left it without an order of ours and may hold
   * the company's data: whatever was not known to be personal, and was not seen erased.
   */
  boolean isLost(Set<String> cases, Collection<Outcome> outcomes, DeviceId device) {
    return !isErased(outcomes, device)
        && cases.stream().noneMatch(one -> safety.wasPersonal(one, device));
  }

  /**
   * True if the device is somebody else's now: nothing is done to it any more. What belongs to
   * nobody harms nobody.
   */
  boolean isAnothers(Set<String> cases, Device live) {
    return live.owner() != null
        && cases.stream().allMatch(one -> safety.claim(one, live.facts()) == Claim.NOT_THEIRS);
  }
}
