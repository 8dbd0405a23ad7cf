package io.muster.directory.entra;

import com.microsoft.graph.models.Group;
import io.muster.directory.Account;
import io.muster.directory.AccountId;
import io.muster.directory.Directory;
import io.muster.directory.entra.EntraProperties.Connection;
import io.muster.directory.entra.EntraProperties.GroupsKeptBy;
import io.muster.ledger.Entry;
import io.muster.ledger.Ledger;
import io.muster.people.EmployeeId;
import io.muster.people.LegalHolds;
import io.muster.people.Worker;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.RemoteFailure.Unavailable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One Entra tenant as a directory.
 *
 * <p>Every wish looks first, writes with an entry in the ledger, and looks again; only what was
 * seen is granted. Entra knows no suspension beside {@code accountEnabled}; an account is retired
 * when it is disabled for good or, where that is wanted, put into the bin, from which it comes back
 * for 30 days.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/resources/user">Graph's users</a>
 */
final class EntraDirectory implements Directory, AutoCloseable {
  static final String KIND = "Entra ID";

  private static final String CREATE = "account.create";
  private static final String ACTIVATE = "account.activate";
  private static final String RESTORE = "account.restore";
  private static final Duration SOON = Duration.ofSeconds(15);
  private static final Duration LONGEST_LAG = Duration.ofMinutes(15);

  private final String name;
  private final Connection connection;
  private final EntraClient client;
  private final EntraApi api;
  private final EntraGroups groups;
  private final EntraPeople people;
  private final EntraAttributes attributes;
  private final EntraLeaving leaving;
  private final EntraRoster roster;
  private final Ledger ledger;
  private final Clock clock;

  EntraDirectory(
      String name,
      Connection connection,
      EntraClient client,
      EntraCalls calls,
      LegalHolds holds,
      Ledger ledger,
      Clock clock) {
    this.name = name;
    this.connection = connection;
    this.client = client;
    this.api = new EntraApi(client.graph(), calls, connection);
    this.groups = new EntraGroups(client.graph(), calls);
    this.people = new EntraPeople(name, connection, api);
    this.attributes = new EntraAttributes(name, connection.attributes(), api, people, ledger);
    this.leaving = new EntraLeaving(name, connection, api, holds, ledger);
    this.roster =
        new EntraRoster(
            name,
            connection.attributes().employeeNumber(),
            api,
            groups,
            new EntraDeltas(client.graph(), calls, connection.graph()));
    this.ledger = ledger;
    this.clock = clock;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String connection() {
    return name;
  }

  @Override
  public EntraRoster roster() {
    return roster;
  }

  @Override
  public Optional<Account> find(EmployeeId employee) {
    return people.bearing(employee).map(this::account);
  }

  @Override
  public Optional<Account> findByLogin(String login) {
    return people.holding(login).map(this::account);
  }

  @Override
  public Optional<Account> findByMail(String address) {
    return people.reachedAt(address).map(this::account);
  }

  @Override
  public Optional<Account> read(AccountId account) {
    return seen(account.value()).map(this::account);
  }

  private Optional<EntraUser> seen(String id) {
    return api.user(id).or(() -> api.binned(id));
  }

  private Account account(EntraUser user) {
    return user.account(connection.attributes().employeeNumber());
  }

  // joining

  @Override
  public AccountId ensureAccount(Worker worker) {
    attributes.check(worker);
    var user = people.of(worker).orElseGet(() -> create(worker));
    attributes.demandOurs(user, worker);
    open(user.id(), worker, user);
    return new AccountId(user.id());
  }

  private EntraUser create(Worker worker) {
    if (!connection.takes(worker.workEmail())) {
      throw new Refused(
          "The address of employee %s has none of the domains %s of Entra (%s). Have HR give another address, or mend %s%3$s.domains."
              .formatted(worker.id(), connection.domains(), name, EntraProperties.PREFIX));
    }
    people.demandFree(worker);
    var target = worker.id().value();
    var before = ledger.latest(CREATE, target);
    try {
      var made = UserOf.created(worker, connection.attributes());
      var id = ledger.perform(name, CREATE, target, () -> api.create(made));
      return api.user(id).orElseThrow(() -> notShown(target, "account " + id));
    } catch (Refused refused) {
      // somebody may have been faster, and the address shows it
      return people
          .of(worker)
          .orElseThrow(() -> isOursButNotShown(before) ? notShown(target, "account") : refused);
    }
  }

  /** An earlier try of this case may have made it, and a replica not know it yet. */
  private boolean isOursButNotShown(Optional<Entry> before) {
    return before
        .filter(Entry::mayHaveHappened)
        .filter(it -> it.intendedAt().isAfter(clock.instant().minus(LONGEST_LAG)))
        .isPresent();
  }

  private Unavailable notShown(String target, String what) {
    ledger.saw(CREATE, target, false, "not shown yet");
    return Unavailable.turnedAway(
            "Entra (%s) has made the %s of employee %s but does not show it yet."
                .formatted(name, what, target),
            null,
            clock.instant().plus(SOON))
        .noLongerThan(LONGEST_LAG);
  }

  /** Writes what HR says and lets the person in, in the order in which each step takes effect. */
  private void open(String id, Worker worker, EntraUser found) {
    var user = found.deleted() ? restored(id) : found;
    user = attributes.write(user, worker);
    if (!user.enabled()) {
      user = change(ACTIVATE, id, () -> api.enable(id, true));
    }
    ledger.saw(ACTIVATE, id, user.enabled(), user.words());
    ledger.saw(CREATE, worker.id().value(), user.enabled(), id + " " + user.words());
    demandEnabled(user);
  }

  private EntraUser restored(String id) {
    var user = change(RESTORE, id, () -> api.restore(id));
    ledger.saw(RESTORE, id, true, user.words());
    return user;
  }

  private void demandEnabled(EntraUser user) {
    if (!user.enabled()) {
      throw Unavailable.answerLost(
          "Account %s in Entra (%s) is still %s.".formatted(user.id(), name, user.words()), null);
    }
  }

  private EntraUser change(String action, String id, Runnable call) {
    new ProtectedUsers(name, api, ledger).perform(action, id, call);
    return api.user(id)
        .orElseThrow(
            () -> {
              ledger.saw(action, id, false, "not shown");
              return Unavailable.turnedAway(
                      "Entra (%s) took %s for account %s, but does not show it yet."
                          .formatted(name, action, id),
                      null,
                      clock.instant().plus(SOON))
                  .noLongerThan(LONGEST_LAG);
            });
  }

  @Override
  public boolean ensureManager(AccountId account, EmployeeId manager) {
    return api.user(account.value()).map(user -> attributes.manager(user, manager)).orElse(false);
  }

  @Override
  public void ensureLogin(AccountId account, String login) {
    var user =
        api.user(account.value())
            .orElseThrow(
                () ->
                    new Refused(
                        "Account %s is gone from Entra (%s). Try again: a new one is made."
                            .formatted(account, name)));
    if (user.login().equalsIgnoreCase(login)) {
      return;
    }
    if (!connection.takes(login)) {
      throw new Refused(
          "The new address of account %s has none of the domains %s of Entra (%s). Have HR give another address, or mend %s%3$s.domains."
              .formatted(account, connection.domains(), name, EntraProperties.PREFIX));
    }
    people.demandLogin(user, login);
    attributes.rename(user, login);
  }

  @Override
  public void ensureActive(AccountId account) {
    var id = account.value();
    var user =
        seen(id)
            .orElseThrow(
                () ->
                    new Refused(
                        "Account %s in Entra (%s) was deleted for good. Have the hire sent again once this case has ended: a new one is made."
                            .formatted(id, name)));
    if (user.deleted()) {
      user = restored(id);
    }
    if (!user.enabled()) {
      user = change(ACTIVATE, id, () -> api.enable(id, true));
    }
    ledger.saw(ACTIVATE, id, user.enabled(), user.words());
    demandEnabled(user);
  }

  // groups

  @Override
  public Map<String, String> attributes() {
    var names = connection.attributes();
    return Map.of(
        "employeeId", names.employeeNumber(),
        "givenName", "givenName",
        "familyName", "surname",
        "workEmail", "userPrincipalName",
        "title", "jobTitle",
        "department", "department",
        "costCenter", names.costCenter(),
        "location", names.location(),
        "manager", "manager");
  }

  @Override
  public Set<String> groupsOf(AccountId account) {
    return api.memberships(account.value()).groups().stream()
        .map(Group::getDisplayName)
        .flatMap(it -> Optional.ofNullable(it).stream())
        .collect(Collectors.toSet());
  }

  @Override
  public String whyNotIn(AccountId account, Set<String> names) {
    return api.user(account.value())
        .map(user -> new EntraRules(groups, connection.groups()).whyNotIn(user, names))
        .orElseGet(
            () -> "account %s is deleted, and such accounts are in no group".formatted(account));
  }

  @Override
  public boolean keepsMembership() {
    return connection.groups() == GroupsKeptBy.MUSTER;
  }

  @Override
  public void ensureMembership(AccountId account, Set<String> wanted, Set<String> unwanted) {
    if (keepsMembership()) {
      new EntraMemberships(name, api, groups, ledger).ensure(account.value(), wanted, unwanted);
    }
  }

  // leaving

  @Override
  public void ensureSuspended(AccountId account) {
    leaving.ensureSuspended(account.value());
  }

  @Override
  public void ensureRetired(AccountId account) {
    leaving.ensureRetired(account.value());
  }

  @Override
  public void ensureSessionsEnded(AccountId account) {
    leaving.ensureSessionsEnded(account.value());
  }

  @Override
  public Optional<Boolean> sessionsEnded(AccountId account, Instant since) {
    return leaving.sessionsEnded(account.value(), since);
  }

  @Override
  public void close() {
    client.close();
  }
}
