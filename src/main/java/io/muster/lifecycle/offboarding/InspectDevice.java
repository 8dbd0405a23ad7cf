package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.LifecycleVariables.DEVICE;
import static io.muster.lifecycle.LifecycleVariables.IMMEDIATE;
import static io.muster.lifecycle.offboarding.Offboarding.CLAIM;
import static io.muster.lifecycle.offboarding.Offboarding.DEVICE_FACTS;
import static io.muster.lifecycle.offboarding.Offboarding.DEVICE_MODEL;
import static io.muster.lifecycle.offboarding.Offboarding.DEVICE_NAME;
import static io.muster.lifecycle.offboarding.Offboarding.ENROLLED_AT;
import static io.muster.lifecycle.offboarding.Offboarding.LAST_SEEN;
import static io.muster.lifecycle.offboarding.Offboarding.LEGAL_HOLD;
import static io.muster.lifecycle.offboarding.Offboarding.OTHER_NUMBERS;
import static io.muster.lifecycle.offboarding.Offboarding.OWNER;
import static io.muster.lifecycle.offboarding.Offboarding.OWNERSHIP;
import static io.muster.lifecycle.offboarding.Offboarding.OWNER_SHOWN;
import static io.muster.lifecycle.offboarding.Offboarding.PLATFORM;
import static io.muster.lifecycle.offboarding.Offboarding.REASON;
import static io.muster.lifecycle.offboarding.Offboarding.REASSIGNED;
import static io.muster.lifecycle.offboarding.Offboarding.RECOVERY_KEY;
import static io.muster.lifecycle.offboarding.Offboarding.SERIAL;
import static io.muster.lifecycle.offboarding.Offboarding.SHARED;
import static io.muster.lifecycle.offboarding.Offboarding.WIPED;
import static io.muster.lifecycle.offboarding.Offboarding.WIPE_CHECKS;

import io.muster.devices.Device;
import io.muster.devices.DeviceFleet;
import io.muster.ledger.Outcome;
import io.muster.lifecycle.shared.Moments;
import io.muster.process.Step;
import io.muster.remote.CallPriority;
import io.muster.remote.RemoteFailure;
import io.muster.safety.Claim;
import io.muster.safety.DeviceId;
import io.muster.safety.LeaverSnapshot;
import io.muster.safety.Leaving;
import io.muster.safety.WipeSafety;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Looks at one device as it is now, for the decision table and for whoever is asked. */
@Component
class InspectDevice extends Step {
  private static final String LEFT =
      "it left device management without an order of ours and is out of reach, so nobody can see that it is locked and isolated; call whoever has it and get it back";

  private final DeviceFleet fleet;
  private final WipeSafety safety;
  private final OtherNumbers otherNumbers;
  private final LeaverOutcomes outcomes;
  private final Reach reach;
  private final NotSecured notSecured;
  private final Moments moments;

  InspectDevice(
      DeviceFleet fleet,
      WipeSafety safety,
      OtherNumbers otherNumbers,
      LeaverOutcomes outcomes,
      Reach reach,
      NotSecured notSecured,
      Moments moments) {
    this.fleet = fleet;
    this.safety = safety;
    this.otherNumbers = otherNumbers;
    this.outcomes = outcomes;
    this.reach = reach;
    this.notSecured = notSecured;
    this.moments = moments;
  }

  @Override
  protected CallPriority lane() {
    return CallPriority.WIPE;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var id = DeviceId.of(DEVICE.in(execution));
    var device = fleet.read(id).filter(Device::enrolled).orElseThrow(() -> gone(execution, id));
    var facts = device.facts();
    var claim = safety.claim(Step.caseId(execution), facts);
    if (claim != Claim.NOT_THEIRS) {
      // a device may have been enrolled anew since it was written down
      safety.freeze(
          new LeaverSnapshot(
              Step.caseId(execution), EMPLOYEE.in(execution), Map.of(), List.of(facts)));
    }
    var reassigned = safety.reassignedLately(facts).isPresent();
    DEVICE_NAME.set(execution, device.name());
    DEVICE_MODEL.set(execution, device.model());
    SERIAL.set(execution, device.serial());
    PLATFORM.set(execution, PlanWords.word(device.platform()));
    OWNERSHIP.set(execution, PlanWords.word(device.ownership()));
    OWNER.set(execution, device.owner() == null ? "" : device.owner().value());
    OWNER_SHOWN.set(execution, PlanWords.owner(claim, device.owner()));
    CLAIM.set(execution, PlanWords.word(claim));
    SHARED.set(execution, PlanWords.word(facts.shared()));
    RECOVERY_KEY.set(execution, PlanWords.word(facts.recoveryKey()));
    REASSIGNED.set(execution, reassigned);
    DEVICE_FACTS.set(execution, PlanWords.cautions(facts, reassigned));
    OTHER_NUMBERS.set(execution, otherNumbers.of(EMPLOYEE.in(execution)));
    ENROLLED_AT.set(execution, text(device.enrolledAt()));
    LAST_SEEN.set(execution, moments.shown(device.lastSeen()));
    LEGAL_HOLD.set(execution, safety.held(EMPLOYEE.in(execution)));
    safety.leaving(Step.caseId(execution)).ifPresent(leaving -> asHrSaysNow(execution, leaving));
    if (claim == Claim.NOT_THEIRS) {
      notTheirs(execution, device);
    }
    WIPED.set(execution, false);
    WIPE_CHECKS.set(execution, 0);
  }

  /**
   * Nobody looks after a device any more that was seen shut and then left device management: unless
   * it was personal, a person has to get it back or say why not.
   */
  private RemoteFailure.Refused gone(DelegateExecution execution, DeviceId id) {
    var caseId = Step.caseId(execution);
    if (reach.isLost(Set.of(caseId), outcomes.all(execution), id)
        && outcomes.undone(execution, id.toString(), LEFT)) {
      notSecured.tell(execution, "device %s: %s".formatted(id, LEFT));
    }
    return new RemoteFailure.Refused("Device %s is no longer managed.".formatted(id));
  }

  /** HR may have said more since this process was called, and the table decides by it. */
  private static void asHrSaysNow(DelegateExecution execution, Leaving leaving) {
    REASON.set(execution, leaving.reason());
    IMMEDIATE.set(execution, leaving.immediate());
  }

  /** Somebody may sit before a locked device: the case does not end before a person has said so. */
  private void notTheirs(DelegateExecution execution, Device device) {
    var number = device.id().toString();
    var why =
        device.owner() == null
            ? "it cannot be shown to be the leaver's; nothing of it is erased, and it is locked"
            : "it belongs to somebody else by now (Hexnode user %s); nothing of it is erased, and it is locked"
                .formatted(device.owner());
    var kind =
        outcomes.find(execution, Outcome.Kind.DISENROL, number).isPresent()
            ? Outcome.Kind.DISENROL
            : Outcome.Kind.WIPE;
    outcomes.say(execution, kind, number, Outcome.State.CONTRADICTED, why);
  }

  private static String text(@Nullable Instant instant) {
    return instant == null ? "" : instant.toString();
  }
}
