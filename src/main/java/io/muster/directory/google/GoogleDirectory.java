package io.muster.directory.google;

import com.google.api.services.directory.model.Group;
import com.google.api.services.directory.model.User;
import io.muster.directory.Account;
import io.muster.directory.AccountId;
import io.muster.directory.Directory;
import io.muster.directory.google.GoogleAnswers.AlreadyThere;
import io.muster.directory.google.GoogleProperties.Connection;
import io.muster.directory.google.GoogleProperties.GroupsKeptBy;
import io.muster.ledger.Entry;
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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Some domains of one Google customer as a directory.
 *
 * <p>Every wish looks first, writes with an entry in the ledger, and looks again; only what was
 * seen is granted. People are found by address, which is current, and by employee number, whose
 * index lags. A new user may not be shown for some seconds, so one that may have been made is
 * waited for before another is.
 *
 * @see <a href="https://developers.google.com/workspace/admin/directory/reference/rest/v1/users">
 *     Google's users</a>
 */
final class GoogleDirectory implements Directory {
  static final String KIND = "Google Workspace";

  private static final String CREATE = "account.create";
  private static final String UPDATE = "account.update";
  private static final String RENAME = "account.rename";
  private static final String ACTIVATE = "account.activate";
  private static final String UNDELETE = "account.undelete";
  private static final Duration SOON = Duration.ofSeconds(15);
  private static final Duration SHOWN_WITHIN = Duration.ofMinutes(5);
  private static final Duration BACK_WITHIN = Duration.ofDays(1);
  private static final Duration NOT_SHOWN_WITHIN = Duration.ofMinutes(15);

  private final String name;
  private final Connection connection;
  private final UserApi users;
  private final GroupApi groups;
  private final GroupRuleQueries rules;
  private final UserMapping profile;
  private final GoogleDeprovisioning leaving;
  private final ProtectedUsers protectedUsers;
  private final GoogleRoster roster;
  private final Ledger ledger;
  private final Clock clock;

  GoogleDirectory(
      String name,
      Connection connection,
      GoogleCalls calls,
      GoogleSnapshot seen,
      Ledger ledger,
      Clock clock) {
    this.name = name;
    this.connection = connection;
    this.users = new UserApi(calls, connection);
    this.groups = new GroupApi(calls, connection);
    this.rules = new GroupRuleQueries(calls, groups, connection.groups());
    this.profile = new UserMapping(connection.attributes());
    this.protectedUsers = new ProtectedUsers(name, users, ledger);
    this.leaving = new GoogleDeprovisioning(name, connection, users, ledger);
    this.roster =
        new GoogleRoster(name, connection, users, groups, rules, profile.employeeNumber(), seen);
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
  public Optional<Account> find(EmployeeId employee) {
    return onlyOne(employee, bearing(employee)).map(this::account);
  }

  @Override
  public Optional<Account> findByLogin(String login) {
    return holding(login).filter(user -> user.address().equalsIgnoreCase(login)).map(this::account);
  }

  @Override
  public Optional<Account> findByMail(String address) {
    return holding(address).map(this::account);
  }

  @Override
  public Optional<Account> read(AccountId account) {
    return users.user(account.value()).map(this::account);
  }

  private Account account(GoogleUser user) {
    return user.account(profile.employeeNumber());
  }

  @Override
  public GoogleRoster roster() {
    return roster;
  }

  // joining

  @Override
  public AccountId ensureAccount(Worker worker) {
    if (!connection.covers(worker.workEmail())) {
      throw new Refused(
          "The address of employee %s is in none of the domains %s of Google (%s). Have HR give another address, or mend the routing table."
              .formatted(worker.id(), connection.domains(), name));
    }
    var user = theirs(worker).orElseGet(() -> create(worker));
    open(user, worker);
    return new AccountId(user.id());
  }

  /** The worker's own user, found by number and by address, because the number is searched late. */
  private Optional<GoogleUser> theirs(Worker worker) {
    var mine = new LinkedHashMap<>(bearing(worker.id()));
    var atAddress = holding(worker.workEmail());
    atAddress.filter(user -> isTheirs(user, worker)).ifPresent(user -> mine.put(user.id(), user));
    var found = onlyOne(worker.id(), mine);
    if (found.isEmpty() && atAddress.isPresent()) {
      throw addressTaken(worker, atAddress.get());
    }
    return found;
  }

  private GoogleUser create(Worker worker) {
    var target = worker.id().value();
    if (lately(CREATE, target, SHOWN_WITHIN)) {
      throw waiting("Google (%s) does not show the new account of employee %s yet.", target, SOON);
    }
    if (users.deletedAt(worker.workEmail())) {
      throw new Refused(
          "An account in Google (%s) that was deleted in the last 20 days still holds the address of employee %s. Restore it in the Admin console under Users, Recently deleted, and write the number on it (%s), or have HR give another address; then try again."
              .formatted(name, worker.id(), connection.attributes().employeeNumber()));
    }
    try {
      var id =
          ledger.perform(
              name,
              CREATE,
              target,
              () -> users.create(profile.created(worker, connection.orgUnit())));
      return users
          .user(id)
          .orElseThrow(
              () -> {
                ledger.saw(CREATE, target, false, "account " + id + " is not shown yet");
                return waiting("Google (%s) made account %s, but does not show it yet.", id, SOON);
              });
    } catch (Refused refused) {
      if (!(refused.getCause() instanceof AlreadyThere)) {
        throw refused;
      }
      return faster(worker, refused);
    }
  }

  /** Whoever was faster, which only the address shows at once. */
  private GoogleUser faster(Worker worker, Refused refused) {
    var holder = holding(worker.workEmail());
    if (holder.isEmpty()) {
      if (groups.group(worker.workEmail()).isPresent()) {
        throw new Refused(
            "A group in Google (%s) has the address of employee %s. Give the group another address, or have HR give the person one."
                .formatted(name, worker.id()));
      }
      throw refused;
    }
    return holder
        .filter(user -> isTheirs(user, worker))
        .orElseThrow(() -> addressTaken(worker, holder.get()));
  }

  /** Writes what HR says and lets the person in. */
  private void open(GoogleUser found, Worker worker) {
    demandOurs(found);
    var user = found;
    var id = user.id();
    var changes = profile.changes(user, worker);
    if (changes.isPresent()) {
      user = change(UPDATE, id, changes.get());
    }
    var left = profile.changes(user, worker).map(UserMapping::words).orElse(Set.of());
    ledger.saw(
        UPDATE, id, left.isEmpty(), left.isEmpty() ? "as HR says" : "not as HR says: " + left);
    if (!left.isEmpty()) {
      throw new Refused(
          "Google (%s) took the change of account %s but keeps its own %s. See whether another system writes them."
              .formatted(name, id, left));
    }
    user = letIn(user);
    ledger.saw(CREATE, worker.id().value(), user.open(), id + " " + user.words());
  }

  /** What Google itself shut stays shut, whatever is written; so nothing is. */
  private void demandOurs(GoogleUser user) {
    if (user.shutByGoogle()) {
      throw new Refused(
          "Google itself suspended account %s in Google (%s) (%s). Have a super admin ask for its return in the Admin console, then try again; no program can bring it back."
              .formatted(user.id(), name, user.json().getSuspensionReason()));
    }
  }

  private GoogleUser letIn(GoogleUser found) {
    demandOurs(found);
    var id = found.id();
    var user = found;
    if (!user.open()) {
      var back = new User().setSuspended(false).setArchived(false);
      if (connection.unitOfLeavers().equals(Optional.ofNullable(user.json().getOrgUnitPath()))) {
        back.setOrgUnitPath(connection.orgUnit());
      }
      user = change(ACTIVATE, id, back);
    }
    ledger.saw(ACTIVATE, id, user.open(), user.words());
    if (!user.open()) {
      throw Unavailable.answerLost(
          "Account %s in Google (%s) is still %s.".formatted(id, name, user.words()), null);
    }
    return user;
  }

  private GoogleUser change(String action, String id, User changes) {
    protectedUsers.perform(action, id, () -> users.update(id, changes));
    return users
        .user(id)
        .orElseThrow(
            () -> {
              ledger.saw(action, id, false, "the account is gone");
              return Unavailable.answerLost(
                  "Google (%s) took %s for %s, but the account is gone."
                      .formatted(name, action, id),
                  null);
            });
  }

  /** The former address goes on reaching the person, as an alias. */
  @Override
  public void ensureLogin(AccountId account, String login) {
    var id = account.value();
    var user =
        users
            .user(id)
            .orElseThrow(
                () ->
                    new Refused(
                        "Account %s is gone from Google (%s). Try again: a new one is made."
                            .formatted(id, name)));
    if (user.address().equalsIgnoreCase(login)) {
      return;
    }
    if (!connection.covers(login)) {
      throw new Refused(
          "The new address of account %s is in none of the domains %s of Google (%s). Have HR give another address, or mend the routing table."
              .formatted(id, connection.domains(), name));
    }
    holding(login)
        .filter(other -> !other.id().equals(id))
        .ifPresent(
            other -> {
              throw new Refused(
                  "Account %s in Google (%s) has the address that account %s is to get. Give it another one, or have HR give another address; then try again."
                      .formatted(other.id(), name, id));
            });
    var seen = change(RENAME, id, new User().setPrimaryEmail(login));
    var done = seen.address().equalsIgnoreCase(login);
    ledger.saw(RENAME, id, done, done ? "signs in as HR says" : "still the former address");
    if (!done) {
      throw Unavailable.answerLost(
          "Google (%s) took the new address of account %s but does not show it yet."
              .formatted(name, id),
          null);
    }
  }

  @Override
  public void ensureActive(AccountId account) {
    var id = account.value();
    letIn(users.user(id).orElseGet(() -> takenBack(id)));
  }

  /** Google takes a deletion back for some days, and is not always quick about it. */
  private GoogleUser takenBack(String id) {
    if (!lately(UNDELETE, id, BACK_WITHIN)) {
      try {
        ledger.perform(name, UNDELETE, id, () -> users.undelete(id));
      } catch (Refused refused) {
        throw new Refused(
            "Account %s in Google (%s) was deleted for good. Have the hire sent again once this case has ended: a new one is made."
                .formatted(id, name),
            refused);
      }
    }
    var user = users.user(id);
    ledger.saw(UNDELETE, id, user.isPresent(), user.map(GoogleUser::words).orElse("not yet back"));
    return user.orElseThrow(
        () -> waiting("Google (%s) is still bringing account %s back.", id, SHOWN_WITHIN));
  }

  /** True if that may have happened not long ago and just does not show yet. */
  private boolean lately(String action, String target, Duration within) {
    var oldest = clock.instant().minus(within);
    return ledger
        .latest(action, target)
        .filter(Entry::mayHaveHappened)
        .filter(entry -> !Boolean.TRUE.equals(entry.asWished()))
        .filter(entry -> entry.intendedAt().isAfter(oldest))
        .isPresent();
  }

  private Unavailable waiting(String message, String what, Duration pause) {
    return Unavailable.turnedAway(message.formatted(name, what), null, clock.instant().plus(pause))
        .noLongerThan(pause.equals(SOON) ? NOT_SHOWN_WITHIN : BACK_WITHIN);
  }

  // groups

  @Override
  public Map<String, String> attributes() {
    var names = connection.attributes();
    return Map.of(
        "employeeId", names.employeeNumber(),
        "givenName", "name.givenName",
        "familyName", "name.familyName",
        "workEmail", "primaryEmail",
        "title", names.title(),
        "department", names.department(),
        "costCenter", names.costCenter(),
        "location", names.location(),
        "manager", names.manager());
  }

  @Override
  public Set<String> groupsOf(AccountId account) {
    return groups.groupsOf(account.value()).orElse(List.of()).stream()
        .map(Group::getName)
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  @Override
  public String whyNotIn(AccountId account, Set<String> names) {
    return users.user(account.value()).isEmpty()
        ? "account %s is gone from Google".formatted(account)
        : rules.whyNotIn(account, names);
  }

  @Override
  public boolean keepsMembership() {
    return connection.groups() == GroupsKeptBy.MUSTER;
  }

  @Override
  public void ensureMembership(AccountId account, Set<String> wanted, Set<String> unwanted) {
    if (keepsMembership()) {
      new GoogleMemberships(name, groups, ledger).ensure(account, wanted, unwanted);
    }
  }

  // leaving

  @Override
  public void ensureSuspended(AccountId account) {
    leaving.ensureSuspended(account);
  }

  @Override
  public void ensureRetired(AccountId account) {
    leaving.ensureRetired(account);
  }

  @Override
  public void ensureSessionsEnded(AccountId account) {
    leaving.ensureSessionsEnded(account);
  }

  /** Google shows no sessions, and a suspended account proves nothing about them. */
  @Override
  public Optional<Boolean> sessionsEnded(AccountId account, Instant since) {
    return Optional.empty();
  }

  // who is who

  /** Those who bear the number now; the search itself may be minutes behind. */
  private Map<String, GoogleUser> bearing(EmployeeId employee) {
    var number = profile.employeeNumber();
    var bearing = new LinkedHashMap<String, GoogleUser>();
    for (var id : users.search(number.search(employee.value()))) {
      users
          .user(id)
          .filter(user -> user.bears(employee, number))
          .ifPresent(user -> bearing.put(user.id(), user));
    }
    return bearing;
  }

  /** Who has this address or alias; Google shows nobody of other domains, and minds being asked. */
  private Optional<GoogleUser> holding(String address) {
    return connection.covers(address)
        ? users.userNamed(address).filter(user -> user.reachedBy(address))
        : Optional.empty();
  }

  private boolean isTheirs(GoogleUser user, Worker worker) {
    return user.bears(worker.id(), profile.employeeNumber());
  }

  /** The one who bears the number; former accounts count only where there is no other. */
  private Optional<GoogleUser> onlyOne(EmployeeId employee, Map<String, GoogleUser> found) {
    var alive = found.values().stream().filter(user -> !user.retired()).toList();
    var candidates = alive.isEmpty() ? List.copyOf(found.values()) : alive;
    if (candidates.size() > 1) {
      throw new Refused(
          "Accounts %s in Google (%s) all bear the employee number %s. Leave it on one of them."
              .formatted(candidates.stream().map(GoogleUser::id).toList(), name, employee));
    }
    return candidates.stream().findFirst();
  }

  private Refused addressTaken(Worker worker, GoogleUser holder) {
    var number = connection.attributes().employeeNumber();
    return new Refused(
        "Account %s in Google (%s) holds the address of employee %s%s and bears %s. If it is theirs, write the number on it (%s); if not, have HR give another address."
            .formatted(
                holder.id(),
                name,
                worker.id(),
                holder.address().equalsIgnoreCase(worker.workEmail()) ? "" : " as an alias",
                profile
                    .employeeNumber()
                    .read(holder.json())
                    .map("the number %s"::formatted)
                    .orElse("no number"),
                number));
  }
}
