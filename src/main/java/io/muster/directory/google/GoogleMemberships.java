package io.muster.directory.google;

import com.google.api.services.directory.model.Group;
import io.muster.directory.AccountId;
import io.muster.ledger.Ledger;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.RemoteFailure.Unavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Puts people into groups and takes them out, where no dynamic group does. */
final class GoogleMemberships {
  private static final String JOIN = "group.join";
  private static final String LEAVE = "group.leave";

  private final String connection;
  private final GroupApi api;
  private final Ledger ledger;

  GoogleMemberships(String connection, GroupApi api, Ledger ledger) {
    this.connection = connection;
    this.api = api;
    this.ledger = ledger;
  }

  void ensure(AccountId account, Set<String> wanted, Set<String> unwanted) {
    var user = account.value();
    var found = api.groupsOf(user);
    if (found.isEmpty() && !wanted.isEmpty()) {
      throw new Refused(
          "Account %s in Google (%s) was deleted and cannot be put into %s. Try again: a new one is made."
              .formatted(account, connection, new TreeSet<>(wanted)));
    }
    var in = found.orElse(List.of());
    // all groups are looked up before the first is changed
    var joining = new ArrayList<String>();
    for (var name : new TreeSet<>(wanted)) {
      if (in.stream().noneMatch(group -> name.equals(group.getName()))) {
        joining.add(theOnly(name));
      }
    }
    joining.forEach(group -> change(JOIN, group, user, true));
    in.stream()
        .filter(group -> unwanted.contains(nameOf(group)) && !wanted.contains(nameOf(group)))
        .forEach(group -> change(LEAVE, String.valueOf(group.getId()), user, false));
  }

  private void change(String action, String group, String user, boolean wanted) {
    var target = user + "/" + group;
    ledger.perform(
        connection,
        action,
        target,
        () -> {
          if (wanted) {
            api.join(group, user);
          } else {
            api.leave(group, user);
          }
        });
    // the list of somebody's groups lags behind, this does not
    var in = api.isMember(group, user);
    ledger.saw(action, target, in == wanted, in ? "a member" : "no member");
    if (in != wanted) {
      throw Unavailable.answerLost(
          "Google (%s) took %s for %s, but does not show it.".formatted(connection, action, target),
          null);
    }
  }

  private String theOnly(String name) {
    var groups = api.groupsNamed(name);
    if (groups.size() != 1) {
      throw new Refused(
          groups.isEmpty()
              ? "There is no group '%s' in Google (%s). Make it, or mend the table that names it."
                  .formatted(name, connection)
              : "There are several groups '%s' in Google (%s). Leave the name to one of them."
                  .formatted(name, connection));
    }
    return String.valueOf(groups.get(0).getId());
  }

  private static String nameOf(Group group) {
    return String.valueOf(group.getName());
  }
}
