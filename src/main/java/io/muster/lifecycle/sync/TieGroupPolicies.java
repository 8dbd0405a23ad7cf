package io.muster.lifecycle.sync;

import io.muster.devices.DeviceFleet;
import io.muster.lifecycle.sync.Groups.Untied;
import io.muster.remote.RemoteFailure.Refused;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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
      tie(connection, decisions, group);
      groups.tied(connection, group);
    }
    return untied.size() > AT_ONCE;
  }

  private void tie(String connection, DecisionService decisions, Untied group) {
    var policies = policies(decisions, group.name());
    try {
      if (!policies.isEmpty()) {
        fleet.ensurePoliciesOnGroup(group.name(), policies);
      }
      leftOver(decisions, group, policies)
          .ifPresent(problem -> groups.problem(connection, group.id(), problem));
    } catch (Refused refused) {
      groups.problem(
          connection, group.id(), DirectorySync.cut(String.valueOf(refused.getMessage())));
    }
  }

  /**
   * What the group was given under another name. That stays: a name that somebody changes in the
   * directory is no reason to take Wi-Fi and restrictions from every device of a group.
   */
  private static Optional<String> leftOver(
      DecisionService decisions, Untied group, Set<String> policies) {
    var old = group.tiedAs();
    if (old == null || old.equals(group.name())) {
      return Optional.empty();
    }
    var left = new TreeSet<>(policies(decisions, old));
    left.removeAll(policies);
    return left.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "was '%s' and keeps the policies of that name: %s. Name the group in policy-assignment.dmn if it is to have them, or take them off it in the fleet"
                .formatted(old, String.join(", ", left)));
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
