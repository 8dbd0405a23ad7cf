package io.muster.directory.okta;

import com.okta.sdk.resource.model.Group;
import com.okta.sdk.resource.model.GroupType;
import io.muster.directory.AccountId;
import io.muster.ledger.Ledger;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.RemoteFailure.Unavailable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Puts people into groups and takes them out, where the org's rules do not. */
final class OktaMemberships {
  private static final String JOIN = "group.join";
  private static final String LEAVE = "group.leave";

  private final String connection;
  private final OktaApi api;
  private final Ledger ledger;

  OktaMemberships(String connection, OktaApi api, Ledger ledger) {
    this.connection = connection;
    this.api = api;
    this.ledger = ledger;
  }

  void ensure(AccountId account, Set<String> wanted, Set<String> unwanted) {
    var found = api.groupsOf(account.value());
    if (found.isEmpty() && !wanted.isEmpty()) {
      throw new Refused(
          "Account %s in Okta (%s) was deleted and cannot be put into %s. Try again: a new one is made."
              .formatted(account, connection, new TreeSet<>(wanted)));
    }
    var in = ids(found.orElse(List.of()));
    var joining = new HashSet<String>();
    for (var name : new TreeSet<>(wanted)) {
      var group = theOnly(name);
      if (!in.contains(group)) {
        joining.add(group);
      }
    }
    var leaving = new HashSet<String>();
    for (var group : found.orElse(List.of())) {
      if (isNamed(group, unwanted) && !isNamed(group, wanted)) {
        leaving.add(group.getId());
      }
    }
    var user = account.value();
    joining.forEach(
        group -> ledger.perform(connection, JOIN, user + "/" + group, () -> api.join(group, user)));
    leaving.forEach(
        group ->
            ledger.perform(connection, LEAVE, user + "/" + group, () -> api.leave(group, user)));
    if (!joining.isEmpty() || !leaving.isEmpty()) {
      look(user, joining, leaving);
    }
  }

  private void look(String user, Set<String> joining, Set<String> leaving) {
    var in = ids(api.groupsOf(user).orElse(List.of()));
    joining.forEach(group -> saw(JOIN, user, group, in, true));
    leaving.forEach(group -> saw(LEAVE, user, group, in, false));
    if (!in.containsAll(joining) || leaving.stream().anyMatch(in::contains)) {
      throw Unavailable.answerLost(
          "Okta (%s) took the change of the groups of account %s, but does not show it."
              .formatted(connection, user),
          null);
    }
  }

  private void saw(String action, String user, String group, Set<String> in, boolean wanted) {
    var there = in.contains(group);
    ledger.saw(action, user + "/" + group, there == wanted, there ? "a member" : "no member");
  }

  private String theOnly(String name) {
    var groups = api.groupsNamed(name);
    if (groups.size() != 1) {
      throw new Refused(
          groups.isEmpty()
              ? "There is no group '%s' in Okta (%s). Make it, or mend the table that names it."
                  .formatted(name, connection)
              : "There are several groups '%s' in Okta (%s). Leave the name to one of them."
                  .formatted(name, connection));
    }
    return groups.get(0).getId();
  }

  private static Set<String> ids(List<Group> groups) {
    return groups.stream().map(Group::getId).collect(Collectors.toSet());
  }

  private static boolean isNamed(Group group, Set<String> names) {
    return group.getType() != GroupType.BUILT_IN
        && group.getProfile() != null
        && names.contains(String.valueOf(group.getProfile().getName()));
  }
}
