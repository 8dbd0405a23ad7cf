package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.LifecycleVariables.DEVICE;
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
import static io.muster.lifecycle.offboarding.Offboarding.SERIAL;
import static io.muster.lifecycle.offboarding.Offboarding.WIPE_CHECKS;

import io.muster.devices.Device;
import io.muster.devices.DeviceFleet;
import io.muster.lifecycle.shared.Moments;
import io.muster.lifecycle.shared.Person;
import io.muster.process.Step;
import io.muster.remote.Lane;
import io.muster.remote.RemoteFailure;
import io.muster.safety.DeviceId;
import io.muster.safety.WipeSafety;
import java.time.Instant;
import java.util.Locale;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Looks at one device as it is now, for the decision table and for whoever is asked. */
@Component
class InspectDevice extends Step {
  private final DeviceFleet fleet;
  private final WipeSafety safety;
  private final Person person;
  private final OtherNumbers otherNumbers;
  private final Moments moments;

  InspectDevice(
      DeviceFleet fleet,
      WipeSafety safety,
      Person person,
      OtherNumbers otherNumbers,
      Moments moments) {
    this.fleet = fleet;
    this.safety = safety;
    this.person = person;
    this.otherNumbers = otherNumbers;
    this.moments = moments;
  }

  @Override
  protected Lane lane() {
    return Lane.WIPE;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var id = DeviceId.of(DEVICE.in(execution));
    var device =
        fleet
            .read(id)
            .filter(Device::enrolled)
            .orElseThrow(
                () -> new RemoteFailure.Refused("Device %s is no longer enrolled.".formatted(id)));
    DEVICE_NAME.set(execution, device.name());
    DEVICE_MODEL.set(execution, device.model());
    SERIAL.set(execution, device.serial());
    PLATFORM.set(execution, device.platform().name().toLowerCase(Locale.ROOT));
    OWNERSHIP.set(execution, device.ownership().name().toLowerCase(Locale.ROOT));
    OWNER.set(execution, device.owner() == null ? "" : device.owner().value());
    OWNER_SHOWN.set(
        execution, PlanWords.owner(device.owner(), person.fleetUser(execution).orElse(null)));
    OTHER_NUMBERS.set(execution, otherNumbers.of(EMPLOYEE.in(execution)));
    ENROLLED_AT.set(execution, text(device.enrolledAt()));
    LAST_SEEN.set(execution, moments.shown(device.lastSeen()));
    LEGAL_HOLD.set(execution, safety.held(EMPLOYEE.in(execution)));
    WIPE_CHECKS.set(execution, 0);
  }

  private static String text(@Nullable Instant instant) {
    return instant == null ? "" : instant.toString();
  }
}
