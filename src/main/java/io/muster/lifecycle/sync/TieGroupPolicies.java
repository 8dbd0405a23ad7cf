package io.muster.lifecycle.sync;

import io.muster.devices.DeviceFleet;
import io.muster.remote.RemoteFailure.Refused;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.camunda.bpm.engine.DecisionService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.variable.Variables;
import org.springframework.stereotype.Component;

/**
 * Ties what the table {@code policyAssignment} gives to the mirrored groups that are new or bear a
 * new name.
 */
@Component
class TieGroupPolicies extends SyncStep {
  private static final int AT_ONCE = 5;

  private final DeviceFleet fleet;
  private final Groups groups;

  TieGroupPolicies(DeviceFleet fleet, Groups groups) {
    this.fleet = fleet;
    this.groups = groups;
  }

  @Override
  protected boolean part(String connection, DelegateExecution execution) {
    var decisions = execution.getProcessEngineServices().getDecisionService();
    var untied = groups.toTie(connection);
    for (var group : untied.stream().limit(AT_ONCE).toList()) {
      try {
        var policies = policies(decisions, group);
        if (!policies.isEmpty()) {
          fleet.ensurePoliciesOnGroup(group, policies);
        }
      } catch (Refused refused) {
        groups.problem(connection, group, DirectorySync.cut(String.valueOf(refused.getMessage())));
      }
      groups.tied(connection, group);
    }
    return untied.size() > AT_ONCE;
  }

  private static Set<String> policies(DecisionService decisions, String group) {
    var policies = new HashSet<String>();
    decisions
        .evaluateDecisionTableByKey("policyAssignment")
        .variables(Variables.createVariables().putValue("groups", List.of(group)))
        .evaluate()
        .getResultList()
        .forEach(
            row -> {
              if (group.equals(row.get("group"))) {
                policies.add(String.valueOf(row.get("policy")));
              }
            });
    return policies;
  }
}
