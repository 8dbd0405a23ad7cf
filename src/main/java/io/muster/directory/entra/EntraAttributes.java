package io.muster.directory.entra;

import com.microsoft.graph.models.User;
import io.muster.directory.entra.EntraProperties.Attributes;
import io.muster.ledger.Ledger;
import io.muster.people.EmployeeId;
import io.muster.people.Worker;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.RemoteFailure.Unavailable;
import java.util.Optional;
import java.util.TreeSet;

/** Writes what HR says onto users, and sees that it stays there. */
final class EntraAttributes {
  private static final String UPDATE = "account.update";
  private static final String MANAGER = "account.manager";
  private static final String RENAME = "account.rename";

  private final String name;
  private final Attributes names;
  private final EntraApi api;
  private final EntraPeople people;
  private final Ledger ledger;
  private final ProtectedUsers users;

  EntraAttributes(String name, Attributes names, EntraApi api, EntraPeople people, Ledger ledger) {
    this.name = name;
    this.names = names;
    this.api = api;
    this.people = people;
    this.ledger = ledger;
    this.users = new ProtectedUsers(name, api, ledger);
  }

  /**
   * Looks whether the worker can be written down at all.
   *
   * @throws Refused if not
   */
  void check(Worker worker) {
    if (names.employeeNumber().equals(UserProperty.EMPLOYEE_ID)
        && worker.id().value().length() > UserProperty.LONGEST_EMPLOYEE_ID) {
      throw new Refused(
          "The number of employee %s is longer than the %d characters that Entra's employeeId takes. Set %s%s.attributes.employee-number to an extension attribute."
              .formatted(
                  worker.id(), UserProperty.LONGEST_EMPLOYEE_ID, EntraProperties.PREFIX, name));
    }
  }

  /**
   * Looks whether all that would have to be written is ours to write, before any of it is.
   *
   * @throws Refused if it has to be changed elsewhere
   */
  void demandOurs(EntraUser user, Worker worker) {
    if (!user.synced() && !user.homeElsewhere()) {
      return;
    }
    var wanted = new TreeSet<>(UserOf.changes(user, worker, names).keySet());
    if (!user.enabled()) {
      wanted.add("accountEnabled");
    }
    if (isManagerDifferent(user, worker)) {
      wanted.add("manager");
    }
    if (wanted.isEmpty()) {
      return;
    }
    if (user.synced()) {
      throw new Refused(
          "Account %s in Entra (%s) is a copy of one on premises and does not say what HR says of %s. Change that in the Active Directory it comes from and try again once it is synchronised."
              .formatted(user.id(), name, wanted));
    }
    throw new Refused(
        "Account %s in Entra (%s) is a guest, who signs in at another tenant, and does not say what HR says of %s. Convert it to an internal user in the Entra admin center, or take the employee number off it so that another is made; then try again."
            .formatted(user.id(), name, wanted));
  }

  /** A manager without an account here is none that could be written. */
  private boolean isManagerDifferent(EntraUser user, Worker worker) {
    var wanted = worker.manager();
    if (wanted == null) {
      return user.manager().isPresent();
    }
    return !user.managerNumber(names.employeeNumber()).equals(Optional.of(wanted.value()))
        && people.idOf(wanted).filter(id -> !user.manager().equals(Optional.of(id))).isPresent();
  }

  /** Writes what is different, and only that; the answer is the user as seen afterwards. */
  EntraUser write(EntraUser found, Worker worker) {
    var user = attributes(found, worker);
    return manager(user, worker);
  }

  private EntraUser attributes(EntraUser found, Worker worker) {
    var user = found;
    var changes = UserOf.changes(user, worker, names);
    if (changes.isEmpty()) {
      ledger.saw(UPDATE, user.id(), true, "as HR says");
      return user;
    }
    var patch = UserOf.changed(user, changes);
    users.perform(UPDATE, user.id(), () -> api.update(found.id(), patch));
    user = again(UPDATE, user.id());
    var left = UserOf.changes(user, worker, names).keySet();
    ledger.saw(
        UPDATE,
        user.id(),
        left.isEmpty(),
        left.isEmpty() ? "as HR says" : "not as HR says: " + left);
    if (!left.isEmpty()) {
      throw Unavailable.answerLost(
          "Entra (%s) took the change of account %s but does not show %s yet. If that stays so, see who else writes it."
              .formatted(name, user.id(), left),
          null);
    }
    return user;
  }

  private EntraUser manager(EntraUser user, Worker worker) {
    var wanted = worker.manager();
    if (wanted == null) {
      return user.manager().isEmpty() ? user : cleared(user);
    }
    manager(user, wanted);
    return user;
  }

  /**
   * Links the manager. A former one is taken away although the new one has no account here: it
   * would go on approving what is not theirs.
   *
   * @return false if the manager has no account here
   */
  boolean manager(EntraUser user, EmployeeId wanted) {
    if (user.managerNumber(names.employeeNumber()).equals(Optional.of(wanted.value()))) {
      return true;
    }
    var manager = people.idOf(wanted);
    if (manager.isEmpty()) {
      if (user.manager().isPresent() && !user.synced()) {
        cleared(user);
      }
      return false;
    }
    if (!manager.equals(user.manager())) {
      led(user, manager.get());
    }
    return true;
  }

  /** Gives the user another login; Entra goes on delivering mail to the addresses there are. */
  void rename(EntraUser user, String login) {
    if (user.synced()) {
      throw new Refused(
          "Account %s in Entra (%s) is a copy of one on premises. Change its login in the Active Directory it comes from and try again once it is synchronised."
              .formatted(user.id(), name));
    }
    var patch = new User();
    patch.setUserPrincipalName(login);
    users.perform(RENAME, user.id(), () -> api.update(user.id(), patch));
    var seen = again(RENAME, user.id());
    var done = seen.login().equalsIgnoreCase(login);
    ledger.saw(RENAME, user.id(), done, done ? "signs in as HR says" : "still the former login");
    if (!done) {
      throw Unavailable.answerLost(
          "Entra (%s) took the new login of account %s but does not show it yet."
              .formatted(name, user.id()),
          null);
    }
  }

  private EntraUser led(EntraUser user, String manager) {
    users.perform(MANAGER, user.id(), () -> api.setManager(user.id(), manager));
    return managed(user.id(), Optional.of(manager));
  }

  private EntraUser cleared(EntraUser user) {
    users.perform(MANAGER, user.id(), () -> api.clearManager(user.id()));
    return managed(user.id(), Optional.empty());
  }

  private EntraUser managed(String id, Optional<String> manager) {
    var user = again(MANAGER, id);
    var done = user.manager().equals(manager);
    ledger.saw(
        MANAGER, id, done, user.manager().map("managed by "::concat).orElse("without manager"));
    if (!done) {
      throw Unavailable.answerLost(
          "Entra (%s) took the manager of account %s but does not show it yet.".formatted(name, id),
          null);
    }
    return user;
  }

  private EntraUser again(String action, String id) {
    return api.user(id)
        .orElseThrow(
            () -> {
              ledger.saw(action, id, false, "the account is gone");
              return Unavailable.answerLost(
                  "Entra (%s) took %s for account %s, but it is gone.".formatted(name, action, id),
                  null);
            });
  }
}
