package io.muster.directory.vendor;

import static io.muster.directory.vendor.AccountActions.JOIN;
import static io.muster.directory.vendor.AccountActions.LEAVE;

import io.muster.ledger.Ledger;
import io.muster.remote.RemoteFailure;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.RemoteFailure.Unavailable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Puts people into groups and takes them out, where the directory's rules do not. */
final class GroupMemberships {
  private final VendorConnection connection;
  private final VendorGroups groups;
  private final Ledger ledger;

  GroupMemberships(VendorConnection connection, VendorGroups groups, Ledger ledger) {
    this.connection = connection;
    this.groups = groups;
    this.ledger = ledger;
  }

  void ensure(String account, Set<String> wanted, Set<String> unwanted) {
    var found = groups.of(account);
    if (found.isEmpty() && !wanted.isEmpty()) {
      throw new Refused(
          "Account %s in %s was deleted and cannot be put into %s. Try again: a new one is made."
              .formatted(account, connection, new TreeSet<>(wanted)));
    }
    var in = found.orElse(List.of());
    var joining = joining(wanted, in);
    var leaving =
        in.stream()
            .filter(group -> unwanted.contains(group.name()) && !wanted.contains(group.name()))
            .map(VendorGroup::id)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    var joined = new LinkedHashSet<String>();
    var left = new LinkedHashSet<String>();
    try {
      for (var group : joining) {
        perform(JOIN, target(account, group), () -> groups.join(group, account));
        joined.add(group);
      }
      for (var group : leaving) {
        perform(LEAVE, target(account, group), () -> groups.leave(group, account));
        left.add(group);
      }
    } catch (RemoteFailure failed) {
      lookDespite(failed, account, joined, left);
      throw failed;
    }
    if (!joining.isEmpty() || !leaving.isEmpty()) {
      look(account, joining, leaving);
    }
  }

  /** What was done before something failed is not looked at by the next try, which finds it so. */
  private void lookDespite(
      RemoteFailure failed, String account, Set<String> joined, Set<String> left) {
    try {
      if (!joined.isEmpty() || !left.isEmpty()) {
        look(account, joined, left);
      }
    } catch (RemoteFailure unseen) {
      failed.addSuppressed(unseen);
    }
  }

  /** All groups are looked up before the first is changed. */
  private Set<String> joining(Set<String> wanted, List<VendorGroup> in) {
    var joining = new LinkedHashSet<String>();
    for (var name : new TreeSet<>(wanted)) {
      if (!groups.looksUpWhatHolds()
          && in.stream().filter(group -> group.name().equals(name)).count() == 1) {
        continue;
      }
      var id = theOnly(name);
      if (in.stream().noneMatch(group -> group.id().equals(id))) {
        joining.add(id);
      }
    }
    return joining;
  }

  private String theOnly(String name) {
    var found = groups.named(name);
    if (found.size() != 1) {
      throw new Refused(
          found.isEmpty()
              ? "There is no group '%s' in %s. Make it, or mend the table that names it."
                  .formatted(name, connection)
              : "There are several groups '%s' in %s. Leave the name to one of them."
                  .formatted(name, connection));
    }
    if (!found.get(0).takesMembers()) {
      throw new Refused(
          "The group '%s' in %s is kept by a rule or on premises and takes nobody by hand. Make it an assigned group, or set %s.groups to rule."
              .formatted(name, connection, connection.settings()));
    }
    return found.get(0).id();
  }

  private void look(String account, Set<String> joining, Set<String> leaving) {
    var changed = new LinkedHashSet<>(joining);
    changed.addAll(leaving);
    var in = groups.current(account, changed);
    joining.forEach(group -> saw(JOIN, target(account, group), in.contains(group), true));
    leaving.forEach(group -> saw(LEAVE, target(account, group), in.contains(group), false));
    if (!in.equals(joining)) {
      throw Unavailable.answerLost(
          "%s took the change of the groups of account %s, but does not show it.%s"
              .formatted(connection, account, groups.hint()),
          null);
    }
  }

  private void perform(String action, String target, Runnable call) {
    ledger.perform(connection.name(), action, target, call);
  }

  private void saw(String action, String target, boolean there, boolean wanted) {
    ledger.saw(action, target, there == wanted, there ? "a member" : "no member");
  }

  private static String target(String account, String group) {
    return account + "/" + group;
  }
}
