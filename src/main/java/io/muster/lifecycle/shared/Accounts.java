package io.muster.lifecycle.shared;

import io.muster.directory.Account;
import io.muster.directory.AccountAt;
import io.muster.directory.AccountId;
import io.muster.directory.Directories;
import io.muster.directory.Directory;
import io.muster.directory.KnownAccounts;
import io.muster.people.EmployeeId;
import io.muster.people.Worker;
import io.muster.people.Workforce;
import io.muster.process.ProcessVariable;
import io.muster.remote.RemoteFailure;
import io.muster.remote.RemoteFailure.Misconfigured;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.RemoteFailure.Unavailable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * A person's accounts, whichever connections they are behind.
 *
 * <p>An account we saw before is read, one call; any other connection is asked for the employee
 * number, one search, and for a leaver every one. Each connection has limits of its own, so a
 * leaver costs each of them as much as if it were the only one.
 */
@Component
public class Accounts {
  private final Directories directories;
  private final KnownAccounts known;
  private final Workforce workforce;
  private final Managers managers;

  Accounts(Directories directories, KnownAccounts known, Workforce workforce, Managers managers) {
    this.directories = directories;
    this.known = known;
    this.workforce = workforce;
    this.managers = managers;
  }

  /**
   * Looks behind every connection; one that fails does not hide what the others have. That there is
   * an account we knew does not prove that there is no other, so each is searched all the same.
   */
  public Sweep lookFor(EmployeeId employee) {
    var found = new ArrayList<Found>();
    var unnumbered = new ArrayList<Found>();
    var unclear = new TreeMap<String, RemoteFailure>();
    for (var directory : directories.all()) {
      var here = new ArrayList<Account>();
      var asked = new HashMap<String, Optional<Account>>();
      AccountsByLogin byLogin = login -> asked.computeIfAbsent(login, directory::findByLogin);
      try {
        var account = find(employee, directory, byLogin);
        account.ifPresent(here::add);
        account
            .filter(it -> !it.barred())
            .flatMap(it -> directory.find(employee).filter(other -> !other.id().equals(it.id())))
            .ifPresent(here::add);
        unnumbered(employee, here, byLogin)
            .forEach(it -> unnumbered.add(new Found(directory.connection(), it)));
      } catch (RemoteFailure failure) {
        unclear.put(directory.connection(), failure);
      }
      here.forEach(it -> found.add(new Found(directory.connection(), it)));
    }
    return new Sweep(found, unnumbered, unclear);
  }

  /** What can sign in with an address of the person's, and does not say whose it is. */
  private List<Account> unnumbered(
      EmployeeId employee, List<Account> found, AccountsByLogin byLogin) {
    return workforce.addressesOf(employee).stream()
        .filter(address -> found.stream().noneMatch(it -> it.login().equalsIgnoreCase(address)))
        .flatMap(address -> byLogin.find(address).stream())
        .filter(it -> it.employee() == null && !it.barred())
        .filter(it -> found.stream().noneMatch(other -> other.id().equals(it.id())))
        .distinct()
        .toList();
  }

  /** What the person's accounts are called; a connection that does not say adds nothing. */
  public Set<String> loginsOf(EmployeeId employee) {
    return lookFor(employee).found().stream()
        .map(found -> found.account().login())
        .filter(login -> !login.isBlank())
        .collect(Collectors.toSet());
  }

  /**
   * Whether somebody else's account that can sign in bears this login. A connection that does not
   * say is passed by.
   */
  public boolean isLoginOfAnother(EmployeeId employee, String login) {
    return directories.all().stream()
        .flatMap(directory -> bearing(login, directory).stream())
        .anyMatch(
            account ->
                !account.barred()
                    && account.employee() != null
                    && !account.employee().equals(employee));
  }

  private static Optional<Account> bearing(String login, Directory directory) {
    try {
      return directory.findByLogin(login);
    } catch (RemoteFailure silent) {
      return Optional.empty();
    }
  }

  /** Every connection, as a place where an account may still turn up: searches are often late. */
  public List<Place> everywhere() {
    return directories.all().stream()
        .map(directory -> new Place(directory.connection(), ""))
        .toList();
  }

  /**
   * Sees to it that the worker has one account in this directory, and none that is alive in
   * another.
   *
   * @throws Refused if one is alive in another, or another person holds the address
   */
  public Ensured ensureOnlyAccount(Worker worker, Directory here) {
    for (var other : directories.all()) {
      if (other != here) {
        find(worker.id(), other)
            .filter(account -> !account.barred())
            .ifPresent(
                account -> {
                  throw new Refused(
                      "Employee %s belongs in '%s' by connection-routing.dmn, but has the account %s in '%s', which can sign in. Disable it there, or have the table route the person to '%s'; then try again."
                          .formatted(
                              worker.id(),
                              here.connection(),
                              account.id(),
                              other.connection(),
                              other.connection()));
                });
      }
    }
    var account = here.ensureAccount(worker);
    known.saw(worker.id(), new AccountAt(here.connection(), account));
    workforce.sawLogin(worker.id(), worker.workEmail());
    return new Ensured(account, managers.link(worker, here, account).orElse(""));
  }

  /**
   * An account that is there.
   *
   * @param leftOpen what is made up for later, for people; empty if nothing
   */
  public record Ensured(AccountId account, String leftOpen) {}

  /**
   * Does the same with every one of these accounts; one that fails does not keep the others
   * waiting. Where the account was not to be found before, it is looked for again.
   *
   * @return the places as they are known now
   * @throws RemoteFailure once the others are done; if several failed, the one that may pass by
   *     itself, so that it is tried again before anybody is asked
   */
  public List<Place> inEach(
      EmployeeId employee, List<Place> places, BiConsumer<Directory, AccountId> wish) {
    var failures = new ArrayList<RemoteFailure>();
    var now = new ArrayList<Place>();
    for (var place : places) {
      var current = place;
      try {
        var directory = directories.named(place.connection());
        var account = place.id().or(() -> find(employee, directory).map(Account::id)).orElse(null);
        current = new Place(place.connection(), account == null ? "" : account.value());
        if (account != null) {
          wish.accept(directory, account);
        }
      } catch (RemoteFailure failure) {
        failures.add(failure);
      }
      now.add(current);
    }
    if (!failures.isEmpty()) {
      throw together(failures);
    }
    return now;
  }

  private Optional<Account> find(EmployeeId employee, Directory directory) {
    return find(employee, directory, directory::findByLogin);
  }

  private Optional<Account> find(
      EmployeeId employee, Directory directory, AccountsByLogin byLogin) {
    var seen =
        known.of(employee).stream()
            .filter(place -> place.connection().equals(directory.connection()))
            .flatMap(place -> directory.read(place.account()).stream())
            .filter(found -> found.employee() == null || found.employee().equals(employee))
            .toList();
    // what is barred already does not prove that there is no other
    var account =
        seen.stream()
            .filter(found -> !found.barred())
            .findFirst()
            .or(() -> directory.find(employee))
            .or(() -> atAddress(employee, byLogin))
            .or(() -> seen.stream().findFirst());
    account.ifPresent(
        found -> {
          known.saw(employee, new AccountAt(directory.connection(), found.id()));
          workforce.sawLogin(employee, found.login());
        });
    return account;
  }

  /** An account so new that a search by number does not show it yet is found by its address. */
  private Optional<Account> atAddress(EmployeeId employee, AccountsByLogin byLogin) {
    return workforce
        .find(employee)
        .flatMap(worker -> byLogin.find(worker.workEmail()))
        .filter(found -> employee.equals(found.employee()));
  }

  /** One failure that says all. */
  public static RemoteFailure together(Collection<RemoteFailure> failures) {
    if (failures.size() == 1) {
      return failures.iterator().next();
    }
    var all =
        failures.stream()
            .map(RemoteFailure::getMessage)
            .map(String::valueOf)
            .collect(Collectors.joining(" "));
    var first = failures.iterator().next();
    var pauses = failures.stream().flatMap(failure -> pause(failure).stream()).toList();
    if (pauses.size() == failures.size()) {
      var turnedAway = Unavailable.turnedAway(all, first, Collections.min(pauses));
      return failures.stream()
          .map(Unavailable.class::cast)
          .flatMap(failure -> failure.longestWait().stream())
          .min(Comparator.naturalOrder())
          .map(turnedAway::noLongerThan)
          .orElse(turnedAway);
    }
    if (failures.stream().allMatch(Accounts::isNotUnderstood)) {
      return Unavailable.notUnderstood(all);
    }
    if (failures.stream().anyMatch(Unavailable.class::isInstance)) {
      return Unavailable.answerLost(all, first);
    }
    return failures.stream().anyMatch(Misconfigured.class::isInstance)
        ? new Misconfigured(all, first)
        : new Refused(all, first);
  }

  private static boolean isNotUnderstood(RemoteFailure failure) {
    return failure instanceof Unavailable unavailable && !unavailable.isUnderstood();
  }

  private static Optional<Instant> pause(RemoteFailure failure) {
    return failure instanceof Unavailable unavailable && unavailable.surelyNotSent()
        ? unavailable.notBefore()
        : Optional.empty();
  }

  /** Finds accounts by login, each asked for once. */
  private interface AccountsByLogin {
    Optional<Account> find(String login);
  }

  /**
   * An account as it was seen.
   *
   * @param connection where
   */
  public record Found(String connection, Account account) {}

  /**
   * What a look everywhere brought.
   *
   * @param found the accounts, by connection
   * @param unnumbered accounts that can sign in with an address of the person's and bear no
   *     employee number; whose they are is for a person to say
   * @param unclear the connections that did not say, with what they said instead
   */
  public record Sweep(
      List<Found> found, List<Found> unnumbered, Map<String, RemoteFailure> unclear) {
    /**
     * What connections refuse to say however often they are asked; a person has to see to it.
     *
     * @throws RemoteFailure if a later look may tell
     */
    public List<String> refusals() {
      if (!unclear.values().stream().allMatch(Refused.class::isInstance)) {
        throw together(unclear.values());
      }
      return unclear.values().stream().map(RemoteFailure::getMessage).map(String::valueOf).toList();
    }

    /** Every place where something has to be done. */
    public List<Place> places() {
      var places = new ArrayList<Place>();
      found.forEach(it -> places.add(new Place(it.connection(), it.account().id().value())));
      Stream.concat(unclear.keySet().stream(), unnumbered.stream().map(Found::connection))
          .distinct()
          .forEach(connection -> places.add(new Place(connection, "")));
      return places;
    }
  }

  /**
   * Where a person has, or may have, an account.
   *
   * @param connection the configured name of the directory
   * @param account its id there, or empty text where that is still to be found out
   */
  public record Place(String connection, String account) {
    /** Where the person has, or may have, accounts that something is being done about. */
    public static final ProcessVariable<List<Place>> ALL =
        ProcessVariable.rows("accounts", Place::read, Place::written);

    /** Reads one row of a process variable. */
    public static Place read(Map<?, ?> row) {
      return new Place(String.valueOf(row.get("connection")), String.valueOf(row.get("account")));
    }

    /** One row of a process variable. */
    public Map<String, Object> written() {
      return Map.of("connection", connection, "account", account);
    }

    /** The id there, if it is known. */
    public Optional<AccountId> id() {
      return account.isEmpty() ? Optional.empty() : Optional.of(new AccountId(account));
    }
  }
}
