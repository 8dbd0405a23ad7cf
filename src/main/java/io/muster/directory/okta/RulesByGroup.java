package io.muster.directory.okta;

import com.okta.sdk.resource.model.GroupRule;
import com.okta.sdk.resource.model.GroupRuleAction;
import com.okta.sdk.resource.model.GroupRuleGroupAssignment;
import com.okta.sdk.resource.model.GroupRuleStatus;
import io.muster.directory.GroupId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Which rules fill which group. Okta tells only the rules, all of them; they are read once for the
 * many groups that are looked at in a row, and again after some seconds.
 */
final class RulesByGroup {
  private static final Duration FRESH = Duration.ofSeconds(5);

  private final OktaApi api;
  private final Clock clock;
  private Map<String, String> words = Map.of();
  private Instant readAt = Instant.MIN;

  RulesByGroup(OktaApi api, Clock clock) {
    this.api = api;
    this.clock = clock;
  }

  /** The rules that fill the group in words; empty if there is none. */
  Optional<String> of(GroupId group) {
    return Optional.ofNullable(fresh().get(group.value()));
  }

  /** Every group that a rule fills. */
  Stream<GroupId> groups() {
    return fresh().keySet().stream().map(GroupId::new);
  }

  private synchronized Map<String, String> fresh() {
    var now = clock.instant();
    if (readAt.isBefore(now.minus(FRESH)) || readAt.isAfter(now)) {
      var read = new TreeMap<String, String>();
      for (var rule : api.rules()) {
        filled(rule)
            .forEach(
                group -> read.merge(group, inWords(rule), (one, other) -> one + ", or " + other));
      }
      words = Map.copyOf(read);
      readAt = now;
    }
    return words;
  }

  private static Stream<String> filled(GroupRule rule) {
    return Optional.ofNullable(rule.getActions())
        .map(GroupRuleAction::getAssignUserToGroups)
        .map(GroupRuleGroupAssignment::getGroupIds)
        .stream()
        .flatMap(java.util.List::stream);
  }

  private static String inWords(GroupRule rule) {
    var status = rule.getStatus();
    var state =
        status == GroupRuleStatus.INACTIVE
            ? ", which is switched off"
            : status == GroupRuleStatus.INVALID
                ? ", which is broken; a group or attribute it names is gone"
                : "";
    return OktaGroupRules.expression(rule).orElse("no expression")
        + " (rule '"
        + rule.getName()
        + "'"
        + state
        + ")";
  }
}
