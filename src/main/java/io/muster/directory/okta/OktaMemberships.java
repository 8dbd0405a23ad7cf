package io.muster.directory.okta;

import com.okta.sdk.resource.model.Group;
import com.okta.sdk.resource.model.GroupType;
import com.okta.sdk.resource.model.UserStatus;
import io.muster.directory.AccountId;
import io.muster.directory.DirectoryGroup.KeptBy;
import io.muster.directory.okta.OktaProperties.GroupsKeptBy;
import io.muster.directory.vendor.VendorGroup;
import io.muster.directory.vendor.VendorGroups;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Who is in which group of one org. */
final class OktaMemberships implements VendorGroups {
  private final GroupsKeptBy keptBy;
  private final OktaApi api;

  OktaMemberships(GroupsKeptBy keptBy, OktaApi api) {
    this.keptBy = keptBy;
    this.api = api;
  }

  @Override
  public boolean keptByMuster() {
    return keptBy == GroupsKeptBy.MUSTER;
  }

  @Override
  public Optional<List<VendorGroup>> of(String account) {
    return api.groupsOf(account).map(OktaMemberships::ours);
  }

  @Override
  public List<VendorGroup> named(String name) {
    return ours(api.groupsNamed(name));
  }

  private static List<VendorGroup> ours(List<Group> groups) {
    return groups.stream().map(OktaMemberships::ours).toList();
  }

  /** Which group a rule fills costs a call of its own; Okta refuses those who join it by hand. */
  private static VendorGroup ours(Group group) {
    var name =
        Optional.ofNullable(group.getProfile())
            .filter(any -> group.getType() != GroupType.BUILT_IN)
            .flatMap(profile -> Optional.ofNullable(profile.getName()));
    return new VendorGroup(group.getId(), name.orElse(""), KeptBy.HAND);
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
  public String whyNotIn(AccountId account, Set<String> groups) {
    var user = api.user(account.value());
    if (user.isEmpty()) {
      return "account %s is gone from Okta".formatted(account);
    }
    if (user.get().is(UserStatus.DEPROVISIONED)) {
      return "account %s is deactivated, and Okta keeps such accounts out of all groups"
          .formatted(account);
    }
    return keptByMuster()
        ? "Muster keeps the membership of %s and has not put account %s there yet"
            .formatted(new TreeSet<>(groups), account)
        : new OktaGroupRules(api).whyNotIn(account, groups);
  }
}
