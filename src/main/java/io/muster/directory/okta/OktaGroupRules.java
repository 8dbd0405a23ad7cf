package io.muster.directory.okta;

import com.okta.sdk.resource.model.GroupRule;
import com.okta.sdk.resource.model.GroupRuleAction;
import com.okta.sdk.resource.model.GroupRuleConditions;
import com.okta.sdk.resource.model.GroupRuleExpression;
import com.okta.sdk.resource.model.GroupRuleGroupAssignment;
import com.okta.sdk.resource.model.GroupRulePeopleCondition;
import com.okta.sdk.resource.model.GroupRuleStatus;
import com.okta.sdk.resource.model.GroupRuleUserCondition;
import io.muster.directory.AccountId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Says for people what keeps an account out of a group. */
final class OktaGroupRules {
  private final OktaApi api;

  OktaGroupRules(OktaApi api) {
    this.api = api;
  }

  String whyNotIn(AccountId account, Set<String> groups) {
    var rules = api.rules();
    return new TreeSet<>(groups)
        .stream()
            .map(group -> group + ": " + reason(account, group, rules))
            .collect(Collectors.joining("; "));
  }

  private String reason(AccountId account, String name, List<GroupRule> rules) {
    var groups = api.groupsNamed(name);
    if (groups.isEmpty()) {
      return "there is no group of that name";
    }
    var filling =
        rules.stream()
            .filter(rule -> groups.stream().anyMatch(group -> fills(rule, group.getId())))
            .toList();
    if (filling.isEmpty()) {
      return "no group rule puts anybody there";
    }
    return filling.stream().map(rule -> reason(account, rule)).collect(Collectors.joining(", "));
  }

  private static String reason(AccountId account, GroupRule rule) {
    var name = "the rule '" + rule.getName() + "' ";
    var status = rule.getStatus();
    if (status == GroupRuleStatus.INACTIVE) {
      return name + "is switched off";
    }
    if (status == GroupRuleStatus.INVALID) {
      return name + "is broken; a group or attribute it names is gone";
    }
    if (leavesOut(rule, account.value())) {
      return name + "leaves this account out by name";
    }
    return name
        + "is still being evaluated, or does not fit"
        + expression(rule).map(" ("::concat).map(text -> text + ")").orElse("");
  }

  static boolean fills(GroupRule rule, String group) {
    return Optional.ofNullable(rule.getActions())
        .map(GroupRuleAction::getAssignUserToGroups)
        .map(GroupRuleGroupAssignment::getGroupIds)
        .filter(ids -> ids.contains(group))
        .isPresent();
  }

  private static boolean leavesOut(GroupRule rule, String user) {
    return Optional.ofNullable(rule.getConditions())
        .map(GroupRuleConditions::getPeople)
        .map(GroupRulePeopleCondition::getUsers)
        .map(GroupRuleUserCondition::getExclude)
        .filter(ids -> ids.contains(user))
        .isPresent();
  }

  static Optional<String> expression(GroupRule rule) {
    return Optional.ofNullable(rule.getConditions())
        .map(GroupRuleConditions::getExpression)
        .map(GroupRuleExpression::getValue);
  }
}
