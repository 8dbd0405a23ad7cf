package io.muster.directory.google;

import com.google.api.services.directory.model.Group;
import io.muster.directory.AccountId;
import io.muster.directory.DirectoryGroup.KeptBy;
import io.muster.directory.google.GoogleProperties.GroupsKeptBy;
import io.muster.directory.vendor.VendorGroup;
import io.muster.directory.vendor.VendorGroups;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Who is in which group of one Google connection. */
final class GoogleMemberships implements VendorGroups {
  private final GroupsKeptBy keptBy;
  private final UserApi users;
  private final GroupApi groups;
  private final GroupRuleQueries rules;

  GoogleMemberships(GroupsKeptBy keptBy, UserApi users, GroupApi groups, GroupRuleQueries rules) {
    this.keptBy = keptBy;
    this.users = users;
    this.groups = groups;
    this.rules = rules;
  }

  @Override
  public boolean keptByMuster() {
    return keptBy == GroupsKeptBy.MUSTER;
  }

  @Override
  public Optional<List<VendorGroup>> of(String account) {
    return groups.groupsOf(account).map(GoogleMemberships::ours);
  }

  @Override
  public List<VendorGroup> named(String name) {
    return ours(groups.groupsNamed(name));
  }

  /** Which group is dynamic costs a call of its own; Google refuses those who join it by hand. */
  private static List<VendorGroup> ours(List<Group> groups) {
    return groups.stream()
        .map(
            group ->
                new VendorGroup(
                    String.valueOf(group.getId()),
                    Optional.ofNullable(group.getName()).orElse(""),
                    KeptBy.HAND))
        .toList();
  }

  /** The search by name may lag, and knows the groups of one domain alone. */
  @Override
  public boolean looksUpWhatHolds() {
    return false;
  }

  @Override
  public void join(String group, String account) {
    groups.join(group, account);
  }

  @Override
  public void leave(String group, String account) {
    groups.leave(group, account);
  }

  /** The list of somebody's groups lags behind, this does not. */
  @Override
  public Set<String> current(String account, Set<String> asked) {
    return asked.stream()
        .filter(group -> groups.isMember(group, account))
        .collect(Collectors.toSet());
  }

  @Override
  public String whyNotIn(AccountId account, Set<String> names) {
    return users.user(account.value()).isEmpty()
        ? "account %s is gone from Google".formatted(account)
        : rules.whyNotIn(account, names);
  }
}
