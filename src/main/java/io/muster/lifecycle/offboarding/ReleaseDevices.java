package io.muster.lifecycle.offboarding;

import io.muster.devices.DeviceFleet;
import io.muster.process.Step;
import io.muster.safety.WipeSafety;
import java.util.HashSet;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Lets the devices of whoever stays into the company's networks again. */
@Component
class ReleaseDevices extends Step {
  private final DeviceFleet fleet;
  private final WipeSafety safety;
  private final NotSecured notSecured;
  private final OrderWatch watch;

  ReleaseDevices(DeviceFleet fleet, WipeSafety safety, NotSecured notSecured, OrderWatch watch) {
    this.fleet = fleet;
    this.safety = safety;
    this.notSecured = notSecured;
    this.watch = watch;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var caseId = Step.caseId(execution);
    safety.demandReturnAllowed(caseId);
    safety.withdraw(caseId, "the leaving was taken back");
    notSecured.over(execution);
    watch.lookAt(caseId);
    var devices = new HashSet<>(safety.devicesOf(caseId));
    devices.addAll(LeaverVariables.devices(execution));
    // what is being wiped stays isolated until it is set up anew
    devices.removeAll(safety.orderedBy(caseId));
    fleet.ensureReleased(devices);
  }
}
