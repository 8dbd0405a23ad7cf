package io.muster.directory.entra;

import com.microsoft.graph.models.Group;
import io.muster.directory.DirectoryGroup.KeptBy;
import io.muster.ledger.Ledger;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.RemoteFailure.Unavailable;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Puts people into groups and takes them out, where the tenant's rules do not. */
final class EntraMemberships {
  private static final String JOIN = "group.join";
  private static final String LEAVE = "group.leave";

  private final String name;
  private final EntraApi api;
  private final EntraGroups groups;
  private final Ledger ledger;

  EntraMemberships(String name, EntraApi api, EntraGroups groups, Ledger ledger) {
    this.name = name;
    this.api = api;
    this.groups = groups;
    this.ledger = ledger;
  }

  void ensure(String user, Set<String> wanted, Set<String> unwanted) {
    if (!wanted.isEmpty() && api.user(user).isEmpty()) {
      throw new Refused(
          "Account %s in Entra (%s) was deleted and cannot be put into %s. Try again: a new one is made."
              .formatted(user, name, new TreeSet<>(wanted)));
    }
    var found = api.memberships(user).groups();
    var in = found.stream().map(EntraMemberships::id).collect(Collectors.toSet());
    var joining = new LinkedHashSet<String>();
    for (var group : new TreeSet<>(wanted)) {
      var id = theOnly(group);
      if (!in.contains(id)) {
        joining.add(id);
      }
    }
    var leaving = new LinkedHashSet<String>();
    for (var group : found) {
      var called = String.valueOf(group.getDisplayName());
      if (unwanted.contains(called) && !wanted.contains(called)) {
        leaving.add(id(group));
      }
    }
    joining.forEach(
        group -> ledger.perform(name, JOIN, user + "/" + group, () -> api.join(group, user)));
    leaving.forEach(
        group -> ledger.perform(name, LEAVE, user + "/" + group, () -> api.leave(group, user)));
    if (!joining.isEmpty() || !leaving.isEmpty()) {
      look(user, joining, leaving);
    }
  }

  private void look(String user, Set<String> joining, Set<String> leaving) {
    var in =
        api.memberships(user).groups().stream()
            .map(EntraMemberships::id)
            .collect(Collectors.toSet());
    joining.forEach(group -> saw(JOIN, user, group, in, true));
    leaving.forEach(group -> saw(LEAVE, user, group, in, false));
    if (!in.containsAll(joining) || leaving.stream().anyMatch(in::contains)) {
      throw Unavailable.answerLost(
          "Entra (%s) took the change of the groups of account %s, but does not show it. A membership through another group is taken away there."
              .formatted(name, user),
          null);
    }
  }

  private void saw(String action, String user, String group, Set<String> in, boolean wanted) {
    var there = in.contains(group);
    ledger.saw(action, user + "/" + group, there == wanted, there ? "a member" : "no member");
  }

  private String theOnly(String group) {
    var found = groups.named(group);
    if (found.size() != 1) {
      throw new Refused(
          found.isEmpty()
              ? "There is no group '%s' in Entra (%s). Make it, or mend the table that names it."
                  .formatted(group, name)
              : "There are several groups '%s' in Entra (%s). Leave the name to one of them."
                  .formatted(group, name));
    }
    if (EntraGroups.keptBy(found.get(0)) != KeptBy.HAND) {
      throw new Refused(
          "The group '%s' in Entra (%s) is kept by a rule or on premises and takes nobody by hand. Make it an assigned group, or set %s%2$s.groups to rule."
              .formatted(group, name, EntraProperties.PREFIX));
    }
    return id(found.get(0));
  }

  private static String id(Group group) {
    return Optional.ofNullable(group.getId()).orElse("");
  }
}
