package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.LifecycleVariables.DEVICE;
import static io.muster.lifecycle.offboarding.Offboarding.OTHER_NUMBERS;
import static io.muster.lifecycle.offboarding.Offboarding.PLAN;
import static io.muster.lifecycle.offboarding.Offboarding.WARRANT;

import io.muster.devices.DeviceFleet;
import io.muster.process.Step;
import io.muster.remote.CallPriority;
import io.muster.remote.RemoteFailure;
import io.muster.safety.DeviceId;
import io.muster.safety.WipeSafety;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Issues the warrant for the approved plan, if the device is still as it was. */
@Component
class IssueWarrant extends Step {
  private final DeviceFleet fleet;
  private final WipeSafety safety;
  private final OtherNumbers otherNumbers;
  private final WipeStops stops;

  IssueWarrant(DeviceFleet fleet, WipeSafety safety, OtherNumbers otherNumbers, WipeStops stops) {
    this.fleet = fleet;
    this.safety = safety;
    this.otherNumbers = otherNumbers;
    this.stops = stops;
  }

  @Override
  protected CallPriority lane() {
    return CallPriority.WIPE;
  }

  @Override
  protected void run(DelegateExecution execution) {
    demandNothingNew(execution);
    stops.demandNone(execution);
    var id = DeviceId.of(DEVICE.in(execution));
    var live =
        fleet
            .read(id)
            .orElseThrow(
                () ->
                    new RemoteFailure.Refused(
                        "Device %s is not in the fleet any more.".formatted(id)));
    WARRANT.set(execution, safety.issue(PLAN.in(execution), live.facts()).id());
  }

  /** HR may have told of the other number only after the wipe was decided upon. */
  private void demandNothingNew(DelegateExecution execution) {
    var now = otherNumbers.of(EMPLOYEE.in(execution));
    if (!now.equals(OtherNumbers.NONE) && !OTHER_NUMBERS.find(execution).equals(Optional.of(now))) {
      throw new RemoteFailure.Refused(
          "Does the person stay under another number? HR says now: %s.".formatted(now));
    }
  }
}
