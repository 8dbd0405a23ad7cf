package io.muster.directory.google;

import com.google.api.services.cloudidentity.v1.model.DynamicGroupMetadata;
import com.google.api.services.cloudidentity.v1.model.DynamicGroupQuery;
import com.google.api.services.cloudidentity.v1.model.DynamicGroupStatus;
import com.google.api.services.directory.model.Group;
import io.muster.directory.AccountId;
import io.muster.directory.google.GoogleProperties.GroupsKeptBy;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The queries behind dynamic groups, and what keeps an account out of a group. */
final class GroupRuleQueries {
  private final GoogleCalls calls;
  private final GroupApi groups;
  private final GroupsKeptBy kept;

  GroupRuleQueries(GoogleCalls calls, GroupApi groups, GroupsKeptBy kept) {
    this.calls = calls;
    this.groups = groups;
    this.kept = kept;
  }

  /**
   * The rule of one group.
   *
   * @param query in Google's words, or null if it was not shown
   * @param status Google's, or null
   */
  record Rule(@Nullable String query, @Nullable String status) {
    /** For people. */
    String words() {
      return (query == null ? "a rule that is not shown" : query)
          + (broken() ? " (broken; Google cannot read it)" : "");
    }

    boolean settled() {
      return !"UPDATING_MEMBERSHIPS".equals(status);
    }

    boolean broken() {
      return "INVALID_QUERY".equals(status);
    }
  }

  /** The rule of the group; empty if it has none, or rules are none of this connection's. */
  Optional<Rule> of(Group group) {
    if (kept != GroupsKeptBy.RULE || group.getEmail() == null) {
      return Optional.empty();
    }
    return calls
        .find(
            "look-up of group " + group.getId(),
            Scope.RULES,
            clients -> clients.identity().groups().lookup().setGroupKeyId(group.getEmail()))
        .flatMap(found -> Optional.ofNullable(found.getName()))
        .flatMap(
            name ->
                calls.find(
                    "GET rule of group " + group.getId(),
                    Scope.RULES,
                    clients -> clients.identity().groups().get(name)))
        .flatMap(found -> Optional.ofNullable(found.getDynamicGroupMetadata()))
        .map(GroupRuleQueries::rule);
  }

  /** True if the customer has a dynamic group, and so could once have one. */
  boolean anyDynamic(String customer) {
    var query =
        "parent == 'customers/%s' && 'cloudidentity.googleapis.com/groups.dynamic' in labels"
            .formatted(customer);
    var found =
        calls.read(
            "search for dynamic groups",
            Scope.RULES,
            clients -> clients.identity().groups().search().setQuery(query).setPageSize(1));
    return found.getGroups() != null && !found.getGroups().isEmpty();
  }

  private static Rule rule(DynamicGroupMetadata found) {
    var queries = found.getQueries() == null ? List.<DynamicGroupQuery>of() : found.getQueries();
    return new Rule(
        queries.stream().map(DynamicGroupQuery::getQuery).findFirst().orElse(null),
        Optional.ofNullable(found.getStatus()).map(DynamicGroupStatus::getStatus).orElse(null));
  }

  String whyNotIn(AccountId account, Set<String> names) {
    return new TreeSet<>(names)
        .stream()
            .map(name -> name + ": " + reason(account, name))
            .collect(Collectors.joining("; "));
  }

  private String reason(AccountId account, String name) {
    if (kept == GroupsKeptBy.MUSTER) {
      return "Muster keeps the membership and has not put account %s there yet".formatted(account);
    }
    var found = groups.groupsNamed(name);
    if (found.isEmpty()) {
      return "there is no group of that name";
    }
    return found.stream().map(this::reason).collect(Collectors.joining(", "));
  }

  private String reason(Group group) {
    var rule = of(group);
    if (rule.isEmpty()) {
      return "the group is not dynamic, so somebody has to put people there; or set groups of this"
          + " connection to muster";
    }
    if (rule.get().broken()) {
      return "the rule is broken; Google cannot read it" + shown(rule.get());
    }
    return rule.get().settled()
        ? "the rule has not been evaluated since the last change, or does not fit"
            + shown(rule.get())
        : "the rule is still being evaluated" + shown(rule.get());
  }

  private static String shown(Rule rule) {
    return rule.query() == null ? "" : " (" + rule.query() + ")";
  }
}
