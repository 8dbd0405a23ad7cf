package io.muster.directory.entra;

import io.muster.directory.entra.EntraProperties.Connection;
import io.muster.directory.entra.EntraProperties.Retiring;
import io.muster.people.EmployeeId;
import io.muster.people.Worker;
import io.muster.remote.RemoteFailure.Refused;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who is who in one tenant: by employee number, whose index lags, and by login, which is current.
 */
final class EntraPeople {
  private final String name;
  private final Connection connection;
  private final String number;
  private final EntraApi api;

  EntraPeople(String name, Connection connection, EntraApi api) {
    this.name = name;
    this.connection = connection;
    this.number = connection.attributes().employeeNumber();
    this.api = api;
  }

  /** The one who bears the number; former accounts count only where there is no other. */
  Optional<EntraUser> bearing(EmployeeId employee) {
    return onlyOne(employee, withNumber(employee).values());
  }

  /** Who signs in with this login. */
  Optional<EntraUser> holding(String login) {
    return api.userNamed(login).filter(user -> user.login().equalsIgnoreCase(login));
  }

  /** The worker's own user, found by number and by address, because the number is searched late. */
  Optional<EntraUser> of(Worker worker) {
    var mine = withNumber(worker.id());
    var atAddress = holding(worker.workEmail());
    atAddress
        .filter(user -> user.bears(worker.id(), number))
        .ifPresent(user -> mine.put(user.id(), user));
    var found = onlyOne(worker.id(), mine.values());
    var other = atAddress.filter(user -> !user.bears(worker.id(), number));
    if (other.isPresent() && found.filter(user -> !user.deleted()).isEmpty()) {
      throw addressTaken(worker, other.get());
    }
    return found;
  }

  /** The id of the one who bears the number and is not deleted. */
  Optional<String> idOf(EmployeeId employee) {
    return onlyOne(employee, indexed(employee).values())
        .filter(user -> !user.deleted())
        .map(EntraUser::id);
  }

  /** Whom mail to this address reaches. */
  Optional<EntraUser> reachedAt(String address) {
    var reached = new LinkedHashMap<String, EntraUser>();
    var filter =
        "mail eq %s or proxyAddresses/any(p:p eq %s)"
            .formatted(EntraCalls.quoted(address), EntraCalls.quoted("smtp:" + address));
    for (var id : api.search(filter, true)) {
      api.user(id)
          .filter(user -> user.reachedAt(address))
          .ifPresent(user -> reached.put(user.id(), user));
    }
    if (reached.size() > 1) {
      throw new Refused(
          "Accounts %s in Entra (%s) all have one mail address. Leave it on one of them."
              .formatted(reached.keySet(), name));
    }
    return reached.values().stream().findFirst();
  }

  /**
   * Looks whether somebody else is reached at the worker's address, whatever they sign in with.
   *
   * @throws Refused if so
   */
  void demandFree(Worker worker) {
    reachedAt(worker.workEmail())
        .ifPresent(
            holder -> {
              throw addressTaken(worker, holder);
            });
  }

  /**
   * Looks whether the login is free for this user.
   *
   * @throws Refused if somebody else has it
   */
  void demandLogin(EntraUser user, String login) {
    holding(login)
        .filter(other -> !other.id().equals(user.id()))
        .ifPresent(
            other -> {
              throw new Refused(
                  "Account %s in Entra (%s) has the login that account %s is to get. Give it another one, or have HR give another address; then try again."
                      .formatted(other.id(), name, user.id()));
            });
  }

  /** Those who bear the number now, looked for in the bin only where there is no other. */
  private Map<String, EntraUser> withNumber(EmployeeId employee) {
    var found = indexed(employee);
    if (found.isEmpty()) {
      api.searchBin(filter(employee)).stream()
          .filter(user -> user.bears(employee, number))
          .forEach(user -> found.put(user.id(), user));
    }
    return found;
  }

  /** The index may still show somebody who was put into the bin, where the number is not shown. */
  private Map<String, EntraUser> indexed(EmployeeId employee) {
    var found = new LinkedHashMap<String, EntraUser>();
    for (var id : api.search(filter(employee), UserProperty.needsIndex(number))) {
      api.user(id)
          .or(() -> api.binned(id))
          .filter(user -> user.deleted() || user.bears(employee, number))
          .ifPresent(user -> found.put(user.id(), user));
    }
    return found;
  }

  private String filter(EmployeeId employee) {
    return filter(number, employee);
  }

  /** Who bears the employee's number in this property. */
  static String filter(String number, EmployeeId employee) {
    return number + " eq " + EntraCalls.quoted(employee.value());
  }

  private Optional<EntraUser> onlyOne(EmployeeId employee, Collection<EntraUser> found) {
    var inUse = found.stream().filter(user -> !former(user)).toList();
    var candidates = inUse.isEmpty() ? new ArrayList<>(found) : List.copyOf(inUse);
    if (candidates.size() > 1) {
      throw new Refused(
          "Accounts %s in Entra (%s) all bear the employee number %s. Leave it on one of them."
              .formatted(candidates.stream().map(EntraUser::id).toList(), name, employee));
    }
    return candidates.stream().findFirst();
  }

  private boolean former(EntraUser user) {
    return user.deleted() || (connection.retiring() == Retiring.DISABLE && !user.enabled());
  }

  private Refused addressTaken(Worker worker, EntraUser holder) {
    return new Refused(
        "Account %s in Entra (%s) holds the address of employee %s%s and bears %s. If it is theirs, write the number on it as %s; if not, have HR give another address."
            .formatted(
                holder.id(),
                name,
                worker.id(),
                holder.login().equalsIgnoreCase(worker.workEmail()) ? "" : " as an alias",
                holder.attribute(number).map("the number %s"::formatted).orElse("no number"),
                number));
  }
}
