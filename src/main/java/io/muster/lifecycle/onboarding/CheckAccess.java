package io.muster.lifecycle.onboarding;

import static io.muster.lifecycle.onboarding.Onboarding.ACCESS_SEEN;
import static io.muster.lifecycle.onboarding.Onboarding.COMPUTER;

import io.muster.devices.DeviceFleet;
import io.muster.ledger.Ledger;
import io.muster.process.Step;
import io.muster.remote.CallPriority;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Looks whether the login window has come to the machine. */
@Component
class CheckAccess extends Step {
  private final DeviceFleet fleet;
  private final Ledger ledger;

  CheckAccess(DeviceFleet fleet, Ledger ledger) {
    this.fleet = fleet;
    this.ledger = ledger;
  }

  @Override
  protected CallPriority lane() {
    return CallPriority.VERIFICATION;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var computer = COMPUTER.in(execution);
    var seen = fleet.accessSeenOn(computer.id());
    ACCESS_SEEN.set(execution, seen);
    if (seen) {
      ledger.saw("policy.tieToDevice", computer.id().toString(), true, "Access is on the device");
    }
  }
}
