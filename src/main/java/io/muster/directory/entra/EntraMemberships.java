package io.muster.directory.entra;

import com.microsoft.graph.models.Group;
import io.muster.directory.AccountId;
import io.muster.directory.entra.EntraProperties.GroupsKeptBy;
import io.muster.directory.vendor.VendorGroup;
import io.muster.directory.vendor.VendorGroups;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who is in which group of one tenant, through other groups too. */
final class EntraMemberships implements VendorGroups {
  private final GroupsKeptBy keptBy;
  private final EntraApi api;
  private final EntraGroups groups;

  EntraMemberships(GroupsKeptBy keptBy, EntraApi api, EntraGroups groups) {
    this.keptBy = keptBy;
    this.api = api;
    this.groups = groups;
  }

  @Override
  public boolean keptByMuster() {
    return keptBy == GroupsKeptBy.MUSTER;
  }

  @Override
  public Optional<List<VendorGroup>> of(String account) {
    return api.memberships(account).map(memberships -> ours(memberships.groups()));
  }

  @Override
  public List<VendorGroup> named(String name) {
    return ours(groups.named(name));
  }

  private static List<VendorGroup> ours(List<Group> groups) {
    return groups.stream()
        .map(
            group ->
                new VendorGroup(
                    Optional.ofNullable(group.getId()).orElse(""),
                    Optional.ofNullable(group.getDisplayName()).orElse(""),
                    EntraGroups.keptBy(group)))
        .toList();
  }

  @Override
  public void join(String group, String account) {
    api.join(group, account);
  }

  @Override
  public void leave(String group, String account) {
    api.leave(group, account);
  }

  @Override
  public String hint() {
    return " A membership through another group is taken away there.";
  }

  @Override
  public String whyNotIn(AccountId account, Set<String> names) {
    return api.user(account.value())
        .map(user -> new EntraRules(groups, keptBy).whyNotIn(user, names))
        .orElseGet(
            () -> "account %s is deleted, and such accounts are in no group".formatted(account));
  }
}
