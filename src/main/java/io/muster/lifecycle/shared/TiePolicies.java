package io.muster.lifecycle.shared;

import io.muster.devices.DeviceFleet;
import io.muster.process.Step;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Ties policies and catalogues to the groups, so that they follow their members. */
@Component
class TiePolicies extends Step {
  private final DeviceFleet fleet;

  TiePolicies(DeviceFleet fleet) {
    this.fleet = fleet;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var byGroup =
        Assignment.ALL.in(execution).stream()
            .collect(
                Collectors.groupingBy(
                    Assignment::group, Collectors.mapping(Assignment::policy, Collectors.toSet())));
    byGroup.forEach(fleet::ensurePoliciesOnGroup);
  }
}
