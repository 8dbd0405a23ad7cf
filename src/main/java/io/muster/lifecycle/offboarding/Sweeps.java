package io.muster.lifecycle.offboarding;

import io.muster.devices.FleetUserId;
import io.muster.lifecycle.LifecycleVariables;
import io.muster.lifecycle.WaitProperties;
import io.muster.people.EmployeeId;
import io.muster.process.OwnStart;
import io.muster.safety.Leaving;
import io.muster.safety.WipeSafety;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.stereotype.Component;

/** Starts the looks at somebody who was offboarded, and says when each is due. */
@Component
class Sweeps {
  static final String KEY = "residueSweep";

  private final WipeSafety safety;
  private final WaitProperties waits;
  private final RuntimeService engine;

  Sweeps(WipeSafety safety, WaitProperties waits, RuntimeService engine) {
    this.safety = safety;
    this.waits = waits;
    this.engine = engine;
  }

  /** Starts them, as a case of its own: the person may come back meanwhile. */
  void start(String offboarding, EmployeeId employee, List<FleetUserId> users) {
    var sweep =
        OwnStart.of(
            () ->
                engine.startProcessInstanceByKey(
                    KEY,
                    "%s/sweep/%s".formatted(employee, offboarding),
                    Map.of(
                        LifecycleVariables.EMPLOYEE.name(),
                        employee.value(),
                        Offboarding.OFFBOARDING_CASE.name(),
                        offboarding,
                        Offboarding.DEVICE_USERS.name(),
                        Offboarding.DEVICE_USERS.encoded(
                            users.stream().map(FleetUserId::value).toList()),
                        Offboarding.SWEEPS.name(),
                        0,
                        LifecycleVariables.IMMEDIATE.name(),
                        true,
                        Offboarding.REASON.name(),
                        safety.leaving(offboarding).map(Leaving::reason).orElse("UNKNOWN"),
                        Offboarding.NEXT_LOOK.name(),
                        until(0).toString())));
    safety.beginSweep(sweep.getId(), offboarding);
  }

  /** How long to wait for the look of this number, counted from the one before. */
  Duration until(int number) {
    var looks = waits.sweeps();
    return number == 0 ? looks.get(0) : looks.get(number).minus(looks.get(number - 1));
  }

  /** True if there is no look of this number. */
  boolean isOver(int number) {
    return number >= waits.sweeps().size();
  }
}
