package io.muster.directory.okta;

import com.okta.sdk.resource.model.Group;
import com.okta.sdk.resource.model.GroupType;
import com.okta.sdk.resource.model.UserStatus;
import io.muster.directory.Account;
import io.muster.directory.AccountId;
import io.muster.directory.Directory;
import io.muster.directory.Roster;
import io.muster.directory.okta.OktaProperties.Connection;
import io.muster.directory.okta.OktaProperties.GroupsKeptBy;
import io.muster.directory.okta.OktaProperties.WhenNotSuspendable;
import io.muster.ledger.Ledger;
import io.muster.people.EmployeeId;
import io.muster.people.Worker;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.RemoteFailure.Unavailable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One Okta org as a directory.
 *
 * <p>Every wish looks first, writes with an entry in the ledger, and looks again; only what was
 * seen is granted. People are found by login, which is current, and by employee number, whose index
 * lags.
 *
 * @see <a href="https://developer.okta.com/docs/api/openapi/okta-management/management/tag/User/">
 *     Okta's users</a>
 */
final class OktaDirectory implements Directory, AutoCloseable {
  static final String KIND = "Okta";

  private static final String CREATE = "account.create";
  private static final String UPDATE = "account.update";
  private static final String RENAME = "account.rename";
  private static final String ACTIVATE = "account.activate";
  private static final String SUSPEND = "account.suspend";
  private static final String UNSUSPEND = "account.unsuspend";
  private static final String RETIRE = "account.retire";
  private static final String END_SESSIONS = "sessions.end";
  private static final Duration SOON = Duration.ofSeconds(15);
  private static final Duration LONGEST_DEACTIVATION = Duration.ofHours(1);

  private final String name;
  private final Connection connection;
  private final OktaApi api;
  private final Ledger ledger;
  private final Clock clock;
  private final Roster roster;
  private final LoggedSessionEnds sessionEnds;

  OktaDirectory(String name, Connection connection, OktaApi api, Ledger ledger, Clock clock) {
    this.name = name;
    this.connection = connection;
    this.api = api;
    this.ledger = ledger;
    this.clock = clock;
    this.roster = new OktaRoster(name, connection.attributes().employeeNumber(), api, clock);
    this.sessionEnds = new LoggedSessionEnds(api);
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
  public Roster roster() {
    return roster;
  }

  @Override
  public Optional<Account> find(EmployeeId employee) {
    return onlyOne(employee, bearing(employee)).map(this::account);
  }

  @Override
  public Optional<Account> findByLogin(String login) {
    return holding(login).map(this::account);
  }

  @Override
  public Optional<Account> findByMail(String address) {
    var reached = new LinkedHashMap<String, OktaUser>();
    for (var id : api.search("profile.email eq %s".formatted(OktaApi.quoted(address)))) {
      api.user(id)
          .filter(user -> user.attribute("email").filter(address::equalsIgnoreCase).isPresent())
          .ifPresent(user -> reached.put(user.id(), user));
    }
    if (reached.size() > 1) {
      throw new Refused(
          "Accounts %s in Okta (%s) all have one mail address. Leave it on one of them."
              .formatted(reached.keySet(), name));
    }
    return reached.values().stream().findFirst().map(this::account);
  }

  @Override
  public Optional<Account> read(AccountId account) {
    return api.user(account.value()).map(this::account);
  }

  private Account account(OktaUser user) {
    return user.account(connection.attributes().employeeNumber());
  }

  // joining

  @Override
  public AccountId ensureAccount(Worker worker) {
    var user = theirs(worker).orElseGet(() -> create(worker));
    open(user.id(), worker, user);
    return new AccountId(user.id());
  }

  /** The worker's own user, found by number and by address, because the number is searched late. */
  private Optional<OktaUser> theirs(Worker worker) {
    var mine = new LinkedHashMap<>(bearing(worker.id()));
    var atAddress = holding(worker.workEmail());
    atAddress.filter(hasNumberOf(worker)).ifPresent(user -> mine.put(user.id(), user));
    var found = onlyOne(worker.id(), mine);
    if (found.isEmpty() && atAddress.isPresent()) {
      throw addressTaken(worker, atAddress.get());
    }
    return found;
  }

  private OktaUser create(Worker worker) {
    var target = worker.id().value();
    try {
      var id =
          ledger.perform(
              name,
              CREATE,
              target,
              () -> api.create(ProfileOf.created(worker, connection.attributes())));
      return api.user(id).orElseThrow(() -> notSeen(CREATE, target, "no account " + id));
    } catch (Refused refused) {
      // somebody may have been faster, and only the address shows it at once
      var holder = holding(worker.workEmail()).orElseThrow(() -> refused);
      if (hasNumberOf(worker).test(holder)) {
        return holder;
      }
      throw addressTaken(worker, holder);
    }
  }

  /** Writes what HR says and lets the person in, in the order in which each step takes effect. */
  private void open(String id, Worker worker, OktaUser found) {
    var user = found;
    if (user.status() == UserStatus.DEPROVISIONED && !user.open()) {
      // its profile cannot be written before it is active again
      user = change(ACTIVATE, id, () -> api.activate(id));
    }
    var changes = ProfileOf.changes(user, worker, connection.attributes());
    if (!changes.isEmpty()) {
      user = change(UPDATE, id, () -> api.update(id, changes));
    }
    var left = ProfileOf.changes(user, worker, connection.attributes()).keySet();
    ledger.saw(
        UPDATE, id, left.isEmpty(), left.isEmpty() ? "as HR says" : "not as HR says: " + left);
    if (!left.isEmpty()) {
      throw new Refused(
          "Okta (%s) took the change of account %s but keeps its own %s. See which source these attributes have in the profile editor."
              .formatted(name, id, left));
    }
    if (user.status() == UserStatus.SUSPENDED) {
      user = change(UNSUSPEND, id, () -> api.unsuspend(id));
    } else if (!user.open()) {
      user = change(ACTIVATE, id, () -> api.activate(id));
    }
    for (var action : List.of(ACTIVATE, UNSUSPEND)) {
      ledger.saw(action, id, user.open(), user.words());
    }
    ledger.saw(CREATE, worker.id().value(), user.open(), id + " " + user.words());
    if (!user.open()) {
      throw Unavailable.answerLost(
          "Account %s in Okta (%s) is still %s.".formatted(id, name, user.words()), null);
    }
  }

  private OktaUser change(String action, String id, Runnable call) {
    ledger.perform(name, action, id, call);
    return api.user(id).orElseThrow(() -> notSeen(action, id, "the account is gone"));
  }

  private Unavailable notSeen(String action, String target, String seen) {
    ledger.saw(action, target, false, seen);
    return Unavailable.answerLost(
        "Okta (%s) took %s for %s, but %s.".formatted(name, action, target, seen), null);
  }

  @Override
  public void ensureLogin(AccountId account, String login) {
    var id = account.value();
    var user =
        api.user(id)
            .orElseThrow(
                () ->
                    new Refused(
                        "Account %s is gone from Okta (%s). Try again: a new one is made."
                            .formatted(id, name)));
    if (user.login().equalsIgnoreCase(login)) {
      return;
    }
    holding(login)
        .filter(other -> !other.id().equals(id))
        .ifPresent(
            other -> {
              throw new Refused(
                  "Account %s in Okta (%s) has the login that account %s is to get. Give it another one, or have HR give another address; then try again."
                      .formatted(other.id(), name, id));
            });
    var seen = change(RENAME, id, () -> api.update(id, ProfileOf.renamed(login)));
    var done = seen.login().equalsIgnoreCase(login);
    ledger.saw(RENAME, id, done, done ? "signs in as HR says" : "still the former login");
    if (!done) {
      throw new Refused(
          "Okta (%s) took the new login of account %s but keeps its own %s. See which source these attributes have in the profile editor."
              .formatted(name, id, "login"));
    }
  }

  @Override
  public void ensureActive(AccountId account) {
    var id = account.value();
    var user =
        api.user(id)
            .orElseThrow(
                () ->
                    new Refused(
                        "Account %s in Okta (%s) was deleted. Have the hire sent again once this case has ended: a new one is made."
                            .formatted(id, name)));
    var action = user.status() == UserStatus.SUSPENDED ? UNSUSPEND : ACTIVATE;
    if (!user.open()) {
      user =
          action.equals(UNSUSPEND)
              ? change(UNSUSPEND, id, () -> api.unsuspend(id))
              : change(ACTIVATE, id, () -> api.activate(id));
    }
    ledger.saw(action, id, user.open(), user.words());
    if (!user.open()) {
      throw Unavailable.answerLost(
          "Account %s in Okta (%s) is still %s.".formatted(id, name, user.words()), null);
    }
  }

  // groups

  @Override
  public Map<String, String> attributes() {
    return ProfileOf.names(connection.attributes());
  }

  @Override
  public Set<String> groupsOf(AccountId account) {
    return api.groupsOf(account.value()).orElse(List.of()).stream()
        .filter(group -> group.getType() != GroupType.BUILT_IN)
        .flatMap(group -> nameOf(group).stream())
        .collect(Collectors.toSet());
  }

  private static Optional<String> nameOf(Group group) {
    return Optional.ofNullable(group.getProfile()).flatMap(it -> Optional.ofNullable(it.getName()));
  }

  @Override
  public String whyNotIn(AccountId account, Set<String> groups) {
    var user = api.user(account.value());
    if (user.isEmpty()) {
      return "account %s is gone from Okta".formatted(account);
    }
    if (user.get().status() == UserStatus.DEPROVISIONED) {
      return "account %s is deactivated, and Okta keeps such accounts out of all groups"
          .formatted(account);
    }
    if (connection.groups() == GroupsKeptBy.MUSTER) {
      return "Muster keeps the membership of %s and has not put account %s there yet"
          .formatted(new TreeSet<>(groups), account);
    }
    return new OktaGroupRules(api).whyNotIn(account, groups);
  }

  @Override
  public boolean keepsMembership() {
    return connection.groups() == GroupsKeptBy.MUSTER;
  }

  @Override
  public void ensureMembership(AccountId account, Set<String> wanted, Set<String> unwanted) {
    if (keepsMembership()) {
      new OktaMemberships(name, api, ledger).ensure(account, wanted, unwanted);
    }
  }

  // leaving

  @Override
  public void ensureSuspended(AccountId account) {
    var user = api.user(account.value());
    var suspendable =
        user.isEmpty() || account(user.get()).barred() || user.get().status() == UserStatus.ACTIVE;
    if (suspendable) {
      bar(account, user, SUSPEND, OktaDirectory::barred, api::suspend);
    } else if (connection.suspending() == WhenNotSuspendable.DEACTIVATE) {
      bar(account, user, RETIRE, OktaDirectory::barred, api::deactivate);
    } else {
      throw new Refused(
          "Account %s in Okta (%s) is %s, and Okta suspends only accounts in use. Deactivate it, or unlock it and try again."
              .formatted(account, name, user.get().words()));
    }
  }

  @Override
  public void ensureRetired(AccountId account) {
    bar(
        account,
        api.user(account.value()),
        RETIRE,
        user -> user.status() == UserStatus.DEPROVISIONED,
        api::deactivate);
  }

  private static boolean barred(OktaUser user) {
    return user.status() == UserStatus.SUSPENDED || user.status() == UserStatus.DEPROVISIONED;
  }

  private void bar(
      AccountId account,
      Optional<OktaUser> found,
      String action,
      Predicate<OktaUser> asWished,
      Consumer<String> call) {
    var id = account.value();
    var user = found;
    Refused refusal = null;
    if (!user.map(asWished::test).orElse(true) && !leaving(user)) {
      refusal = attempt(() -> ledger.perform(name, action, id, () -> call.accept(id)));
      user = api.user(id);
    }
    var seen = user.map(OktaUser::words).orElse("the account is gone");
    if (user.map(asWished::test).orElse(true)) {
      ledger.saw(action, id, true, seen);
      return;
    }
    if (leaving(user)) {
      throw Unavailable.turnedAway(
              "Okta (%s) is still deactivating account %s.".formatted(name, id),
              null,
              clock.instant().plus(SOON))
          .noLongerThan(LONGEST_DEACTIVATION);
    }
    ledger.saw(action, id, false, seen);
    if (refusal != null) {
      throw refusal;
    }
    throw Unavailable.answerLost(
        "Okta (%s) took %s for account %s, which is still %s.".formatted(name, action, id, seen),
        null);
  }

  private static boolean leaving(Optional<OktaUser> user) {
    return user.filter(it -> it.becoming() == UserStatus.DEPROVISIONED).isPresent();
  }

  /** A refusal may mean that somebody did it meanwhile, so it waits until that was looked at. */
  private static @Nullable Refused attempt(Runnable call) {
    try {
      call.run();
      return null;
    } catch (Refused refused) {
      return refused;
    }
  }

  @Override
  public void ensureSessionsEnded(AccountId account) {
    var user = api.user(account.value());
    if (user.filter(it -> it.status() != UserStatus.DEPROVISIONED).isPresent()) {
      // whether they ended shows later and only in the log; ending them twice does no harm
      ledger.perform(name, END_SESSIONS, account.value(), () -> api.endSessions(account.value()));
    }
  }

  @Override
  public Optional<Boolean> sessionsEnded(AccountId account, Instant since) {
    var logged = sessionEnds.since(since, account);
    if (logged.orElse(false)) {
      return logged;
    }
    // a deactivation ends sessions, and need not have happened since then
    var user = api.user(account.value());
    return user.map(it -> it.status() == UserStatus.DEPROVISIONED).orElse(true)
        ? Optional.of(true)
        : logged;
  }

  // who is who

  /** Those who bear the number now; the search itself may be minutes behind. */
  private Map<String, OktaUser> bearing(EmployeeId employee) {
    var attribute = connection.attributes().employeeNumber();
    var bearing = new LinkedHashMap<String, OktaUser>();
    for (var id : api.search("profile.%s eq \"%s\"".formatted(attribute, employee))) {
      api.user(id)
          .filter(user -> user.bears(employee, attribute))
          .ifPresent(user -> bearing.put(user.id(), user));
    }
    return bearing;
  }

  /** Who has this login; Okta also takes the part before the at sign for a login. */
  private Optional<OktaUser> holding(String address) {
    return api.userNamed(address).filter(user -> user.login().equalsIgnoreCase(address));
  }

  private Predicate<OktaUser> hasNumberOf(Worker worker) {
    return user -> user.bears(worker.id(), connection.attributes().employeeNumber());
  }

  /** The one who bears the number; former accounts count only where there is no other. */
  private Optional<OktaUser> onlyOne(EmployeeId employee, Map<String, OktaUser> found) {
    var alive =
        found.values().stream().filter(user -> user.status() != UserStatus.DEPROVISIONED).toList();
    var candidates = alive.isEmpty() ? List.copyOf(found.values()) : alive;
    if (candidates.size() > 1) {
      throw new Refused(
          "Accounts %s in Okta (%s) all bear the employee number %s. Leave it on one of them."
              .formatted(candidates.stream().map(OktaUser::id).toList(), name, employee));
    }
    return candidates.stream().findFirst();
  }

  private Refused addressTaken(Worker worker, OktaUser holder) {
    return new Refused(
        "Account %s in Okta (%s) holds the address of employee %s and bears %s. If it is theirs, write the number on it as %s; if not, have HR give another address."
            .formatted(
                holder.id(),
                name,
                worker.id(),
                holder
                    .attribute(connection.attributes().employeeNumber())
                    .map("the number %s"::formatted)
                    .orElse("no number"),
                connection.attributes().employeeNumber()));
  }

  @Override
  public void close() {
    api.close();
  }
}
