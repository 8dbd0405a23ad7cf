package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.LifecycleVariables.DEVICE;
import static io.muster.lifecycle.offboarding.Offboarding.WIPED;
import static io.muster.lifecycle.offboarding.Offboarding.WIPE_CHECKS;
import static io.muster.lifecycle.offboarding.Offboarding.WIPE_KIND;
import static io.muster.lifecycle.offboarding.Offboarding.WIPE_SENT_AT;

import io.muster.devices.DeviceFleet;
import io.muster.devices.Progress;
import io.muster.ledger.Ledger;
import io.muster.process.Step;
import io.muster.remote.Lane;
import io.muster.remote.RemoteFailure;
import io.muster.safety.DeviceId;
import io.muster.safety.WipeKind;
import java.time.Instant;
import java.util.Locale;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Looks at the device for the end of the wipe. */
@Component
class CheckWipe extends Step {
  private final DeviceFleet fleet;
  private final Ledger ledger;

  CheckWipe(DeviceFleet fleet, Ledger ledger) {
    this.fleet = fleet;
    this.ledger = ledger;
  }

  @Override
  protected Lane lane() {
    return Lane.VERIFICATION;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var device = DeviceId.of(DEVICE.in(execution));
    var kind = WipeKind.valueOf(WIPE_KIND.in(execution).toUpperCase(Locale.ROOT));
    var progress = fleet.wipeProgress(device, kind, Instant.parse(WIPE_SENT_AT.in(execution)));
    if (progress == Progress.FAILED) {
      throw new RemoteFailure.Refused(
          "The fleet says that wiping device %s failed. Look at the device, then plan again."
              .formatted(device));
    }
    var wiped = progress == Progress.DONE;
    WIPED.set(execution, wiped);
    WIPE_CHECKS.set(execution, WIPE_CHECKS.find(execution).orElse(0) + 1);
    if (wiped) {
      ledger.saw(
          kind == WipeKind.COMPLETE ? "device.wipe" : "device.disenroll",
          device.toString(),
          true,
          "seen wiped");
    }
  }
}
