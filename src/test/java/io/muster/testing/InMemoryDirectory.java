package io.muster.testing;

import io.muster.directory.Account;
import io.muster.directory.AccountId;
import io.muster.directory.AccountTrait;
import io.muster.directory.Directory;
import io.muster.people.EmployeeId;
import io.muster.people.Worker;
import io.muster.remote.RemoteFailure;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A directory in memory that keeps the port's promises, with rules that a test may hold back. */
public final class InMemoryDirectory implements Directory {
  private static final Set<String> DISABLING = Set.of("ensureSuspended", "ensureRetired");
  private static final String END_SESSIONS = "ensureSessionsEnded";
  private static final Set<String> WISHES =
      Set.of(
          "ensureSuspended",
          "ensureRetired",
          END_SESSIONS,
          "ensureActive",
          "ensureMembership",
          "ensureLogin");

  private final String connection;
  private final Clock clock;
  private final Map<AccountId, Instant> sessionsEnded = new HashMap<>();
  private final Map<String, Lie> lies = new HashMap<>();
  private final Map<Done, Instant> toBeUndone = new LinkedHashMap<>();
  private final Map<AccountId, Entry> accounts = new LinkedHashMap<>();
  private final Map<AccountId, AccountId> managers = new HashMap<>();
  private final Mishaps mishaps = new Mishaps();
  private final InMemoryRoster roster = new InMemoryRoster(mishaps);
  private boolean musterKeeps;
  private boolean hidesSessions;
  private int number;

  /** How a directory deceives whoever believes its answers. */
  public enum Lie {
    /** Answers that it was done, and does nothing. */
    FORGETS,
    /** Does it and answers so; when time has passed, it is undone behind our back. */
    UNDOES,
    /** Does nothing and never answers. */
    NEVER_ANSWERS,
    /** Whoever reads is answered about another account. */
    SHOWS_ANOTHER
  }

  /** An empty directory on the machine's clock, which tells only when sessions ended. */
  public InMemoryDirectory(String connection) {
    this(connection, Clock.systemUTC());
  }

  /** An empty directory. */
  public InMemoryDirectory(String connection, Clock clock) {
    this.connection = connection;
    this.clock = clock;
  }

  /** From now on this operation lies; only disabling and ending sessions can be undone. */
  public synchronized void lie(String operation, Lie lie) {
    var canBeUndone = DISABLING.contains(operation) || operation.equals(END_SESSIONS);
    if ((lie == Lie.FORGETS && !WISHES.contains(operation))
        || (lie == Lie.UNDOES && !canBeUndone)) {
      throw new IllegalArgumentException("%s cannot lie so: %s".formatted(operation, lie));
    }
    tellTruth(operation);
    lies.put(operation, lie);
    if (lie == Lie.NEVER_ANSWERS) {
      mishaps.failAlways(
          operation, RemoteFailure.Unavailable.answerLost("never answered, by the test", null));
    }
    if (lie == Lie.SHOWS_ANOTHER) {
      mishaps.failAlways(
          operation,
          RemoteFailure.Unavailable.turnedAway(
              "The directory was asked for one account and answered about another.", null, null));
    }
  }

  /** From now on this operation is honest; what it lied about before stays so. */
  public synchronized void tellTruth(String operation) {
    var lied = lies.remove(operation);
    if (lied == Lie.NEVER_ANSWERS || lied == Lie.SHOWS_ANOTHER) {
      mishaps.mend(operation);
    }
  }

  /** Somebody enables the account behind our back, and its sessions are valid again. */
  public synchronized void undo(AccountId account) {
    sessionsEnded.remove(account);
    set(account, Account.Status.ACTIVE);
  }

  /** The sessions of the account are valid again, though it stays as it is. */
  public synchronized void loseSessionEnds(AccountId account) {
    sessionsEnded.remove(account);
  }

  /** From now on it does not show whether sessions ended, as some directories never do. */
  public synchronized void hideSessions() {
    hidesSessions = true;
  }

  private void wish(String operation, AccountId account, Runnable effect) {
    undoWhatIsDue();
    var lie = lies.get(operation);
    mishaps.write(
        operation,
        account,
        () -> {
          if (lie != Lie.FORGETS) {
            effect.run();
          }
          if (lie == Lie.UNDOES) {
            toBeUndone.put(new Done(operation, account), clock.instant());
          }
        });
  }

  private void undoWhatIsDue() {
    var now = clock.instant();
    for (var done : Map.copyOf(toBeUndone).entrySet()) {
      if (done.getValue().isBefore(now)) {
        toBeUndone.remove(done.getKey());
        if (done.getKey().operation.equals(END_SESSIONS)) {
          sessionsEnded.remove(done.getKey().account);
        } else {
          set(done.getKey().account, Account.Status.ACTIVE);
        }
      }
    }
  }

  /** What goes wrong. */
  public Mishaps mishaps() {
    return mishaps;
  }

  /** Its groups, as an administrator sees them too. */
  @Override
  public synchronized InMemoryRoster roster() {
    undoWhatIsDue();
    return roster;
  }

  /** A rule that puts everybody it fits into the group. */
  public synchronized void rule(String group, Predicate<Worker> fits) {
    roster.rule(group, fits);
  }

  /** A group that no rule fills. */
  public synchronized void group(String name) {
    if (roster.keptByHand(name).isEmpty()) {
      var unused = roster.byHand(name);
    }
  }

  /** Nobody is put anywhere by rule. */
  public synchronized void clearRules() {
    roster.clearRules();
  }

  /** This connection is told that Muster keeps the membership of groups, or that rules do. */
  public synchronized void musterKeepsMembership(boolean keeps) {
    musterKeeps = keeps;
  }

  /** Rules put nobody anywhere until they are let go. */
  public synchronized void holdRules(boolean hold) {
    roster.holdRules(hold);
  }

  /** Somebody else has this address. */
  public synchronized AccountId take(String login) {
    return put(new Account(nextId(), login, null, Account.Status.ACTIVE), null);
  }

  /** Somebody else makes an account in use with everything that rules look at. */
  public synchronized AccountId takeIn(Worker worker) {
    return put(
        new Account(nextId(), worker.workEmail(), worker.id(), Account.Status.ACTIVE), worker);
  }

  /** An administrator writes the number of this employee on the account. */
  public synchronized void number(AccountId account, EmployeeId employee) {
    accounts.computeIfPresent(
        account,
        (id, entry) ->
            new Entry(
                new Account(id, entry.account.login(), employee, entry.account.status()),
                entry.worker));
    tell(account);
  }

  /** An administrator changes what rules look at. */
  public synchronized void change(AccountId account, Worker worker) {
    accounts.computeIfPresent(account, (id, entry) -> entry.with(worker));
    tell(account);
  }

  /** An administrator gives the account to somebody else. */
  public synchronized void giveTo(Worker worker, AccountId account) {
    put(new Account(account, worker.workEmail(), worker.id(), Account.Status.ACTIVE), worker);
  }

  private AccountId put(Account account, @Nullable Worker worker) {
    accounts.put(account.id(), new Entry(account, worker));
    tell(account.id());
    return account.id();
  }

  private void tell(AccountId account) {
    var entry = accounts.get(account);
    if (entry == null) {
      roster.gone(account);
    } else {
      roster.put(entry.account, entry.worker);
    }
  }

  /** The account is deleted behind our back. */
  public synchronized void remove(AccountId account) {
    accounts.remove(account);
    tell(account);
  }

  /** An administrator changes the login. */
  public synchronized void rename(AccountId account, String login) {
    accounts.computeIfPresent(
        account,
        (id, entry) ->
            new Entry(
                new Account(id, login, entry.account.employee(), entry.account.status()),
                entry.worker));
    tell(account);
  }

  /** The account is not like any other. */
  public synchronized void setApart(AccountId account, AccountTrait... traits) {
    accounts.computeIfPresent(account, (id, entry) -> entry.setApart(Set.of(traits)));
  }

  /** Changes the status behind our back. */
  public synchronized void set(AccountId account, Account.Status status) {
    accounts.computeIfPresent(account, (id, entry) -> entry.with(status));
    tell(account);
  }

  /** Somebody makes an account that bears the number of this employee. */
  public synchronized AccountId duplicate(EmployeeId employee, String login) {
    return put(new Account(nextId(), login, employee, Account.Status.ACTIVE), null);
  }

  /** How many accounts there are. */
  public synchronized int size() {
    return accounts.size();
  }

  /** Forgets everything. */
  public synchronized void clear() {
    accounts.clear();
    managers.clear();
    sessionsEnded.clear();
    lies.clear();
    toBeUndone.clear();
    hidesSessions = false;
    roster.clear();
    musterKeeps = false;
    mishaps.clear();
  }

  @Override
  public String kind() {
    return "directory in memory";
  }

  @Override
  public String connection() {
    return connection;
  }

  @Override
  public synchronized Optional<Account> find(EmployeeId employee) {
    return mishaps.read("find", () -> lookUp(employee));
  }

  @Override
  public synchronized Optional<Account> findByLogin(String login) {
    return mishaps.read("findByLogin", () -> signingInAs(login));
  }

  @Override
  public synchronized Optional<Account> findByMail(String address) {
    return mishaps.read("findByMail", () -> signingInAs(address));
  }

  private Optional<Account> signingInAs(String login) {
    undoWhatIsDue();
    return accounts.values().stream()
        .map(Entry::account)
        .filter(account -> account.login().equalsIgnoreCase(login))
        .findFirst();
  }

  private Optional<Account> lookUp(EmployeeId employee) {
    undoWhatIsDue();
    var found =
        accounts.values().stream()
            .map(Entry::account)
            .filter(account -> employee.equals(account.employee()))
            .toList();
    var inUse =
        found.stream().filter(account -> account.status() != Account.Status.RETIRED).toList();
    if ((inUse.isEmpty() ? found : inUse).size() > 1) {
      throw new RemoteFailure.Refused("Several accounts bear the number " + employee);
    }
    return (inUse.isEmpty() ? found : inUse).stream().findFirst();
  }

  @Override
  public synchronized Optional<Account> read(AccountId account) {
    undoWhatIsDue();
    return mishaps.read(
        "read", () -> Optional.ofNullable(accounts.get(account)).map(Entry::account));
  }

  @Override
  public synchronized AccountId ensureAccount(Worker worker) {
    return mishaps.write("ensureAccount", worker.id(), () -> account(worker));
  }

  private AccountId account(Worker worker) {
    var mine = lookUp(worker.id());
    if (mine.isEmpty()
        && accounts.values().stream()
            .anyMatch(entry -> entry.account.login().equalsIgnoreCase(worker.workEmail()))) {
      throw new RemoteFailure.Refused(
          "Another person holds the address of employee %s.".formatted(worker.id()));
    }
    var id = mine.map(Account::id).orElseGet(this::nextId);
    return put(
        new Account(
            id,
            mine.map(Account::login).orElse(worker.workEmail()),
            worker.id(),
            Account.Status.ACTIVE),
        worker);
  }

  @Override
  public synchronized boolean ensureManager(AccountId account, EmployeeId manager) {
    var found = lookUp(manager).map(Account::id);
    return mishaps.write(
        "ensureManager",
        account,
        () -> {
          managers.remove(account);
          found.ifPresent(id -> managers.put(account, id));
          return found.isPresent();
        });
  }

  /** Whom the account shows as manager. */
  public synchronized Optional<AccountId> managerOf(AccountId account) {
    return Optional.ofNullable(managers.get(account));
  }

  @Override
  public synchronized void ensureLogin(AccountId account, String login) {
    wish(
        "ensureLogin",
        account,
        () -> {
          if (!accounts.containsKey(account)) {
            throw new RemoteFailure.Refused("Account %s was deleted.".formatted(account));
          }
          if (signingInAs(login).filter(other -> !other.id().equals(account)).isPresent()) {
            throw new RemoteFailure.Refused("Another account has the login %s.".formatted(login));
          }
          rename(account, login);
        });
  }

  @Override
  public Map<String, String> attributes() {
    return Map.of(
        "employeeId", "number",
        "title", "title",
        "department", "department",
        "costCenter", "costCenter",
        "location", "city",
        "manager", "manager");
  }

  @Override
  public synchronized Set<String> groupsOf(AccountId account) {
    return mishaps.read("groupsOf", () -> roster.namesOf(account));
  }

  @Override
  public synchronized String whyNotIn(AccountId account, Set<String> groups) {
    return groups.stream()
        .map(
            group ->
                group
                    + (roster.hasRule(group)
                        ? ": the rule is still being evaluated"
                        : musterKeeps ? ": Muster keeps it" : ": no rule"))
        .collect(Collectors.joining("; "));
  }

  @Override
  public synchronized boolean keepsMembership() {
    return musterKeeps;
  }

  @Override
  public synchronized void ensureMembership(
      AccountId account, Set<String> wanted, Set<String> unwanted) {
    if (!musterKeeps) {
      return;
    }
    wish(
        "ensureMembership",
        account,
        () -> {
          if (!wanted.isEmpty() && !accounts.containsKey(account)) {
            throw new RemoteFailure.Refused("Account %s was deleted.".formatted(account));
          }
          for (var group : wanted) {
            if (roster.keptByHand(group).isEmpty()) {
              throw new RemoteFailure.Refused("There is no group %s.".formatted(group));
            }
          }
          for (var group : wanted) {
            roster.keptByHand(group).ifPresent(it -> roster.join(it, account));
          }
          for (var group : unwanted) {
            roster.keptByHand(group).ifPresent(it -> roster.leave(it, account));
          }
        });
  }

  @Override
  public synchronized void ensureSuspended(AccountId account) {
    wish(
        "ensureSuspended",
        account,
        () -> {
          var entry = accounts.get(account);
          if (entry != null && !entry.account.barred()) {
            set(account, Account.Status.SUSPENDED);
          }
        });
  }

  @Override
  public synchronized void ensureActive(AccountId account) {
    wish(
        "ensureActive",
        account,
        () -> {
          var entry = accounts.get(account);
          if (entry == null) {
            throw new RemoteFailure.Refused("Account %s was deleted.".formatted(account));
          }
          set(account, Account.Status.ACTIVE);
        });
  }

  @Override
  public synchronized void ensureSessionsEnded(AccountId account) {
    wish(END_SESSIONS, account, () -> sessionsEnded.put(account, clock.instant()));
  }

  /** A deleted or deactivated account has no sessions; a suspended one may have. */
  @Override
  public synchronized Optional<Boolean> sessionsEnded(AccountId account, Instant since) {
    undoWhatIsDue();
    return mishaps.read(
        "sessionsEnded",
        () -> hidesSessions ? Optional.empty() : Optional.of(haveEnded(account, since)));
  }

  private boolean haveEnded(AccountId account, Instant since) {
    var entry = accounts.get(account);
    if (entry == null || entry.account.status() == Account.Status.RETIRED) {
      return true;
    }
    var ended = sessionsEnded.get(account);
    return ended != null && !ended.isBefore(since.minus(CLOCK_SKEW));
  }

  @Override
  public synchronized void ensureRetired(AccountId account) {
    wish("ensureRetired", account, () -> set(account, Account.Status.RETIRED));
  }

  private AccountId nextId() {
    return new AccountId("account" + ++number);
  }

  private record Done(String operation, AccountId account) {}

  private record Entry(Account account, @Nullable Worker worker) {
    Entry with(Account.Status status) {
      return new Entry(
          new Account(account.id(), account.login(), account.employee(), status, account.traits()),
          worker);
    }

    Entry setApart(Set<AccountTrait> traits) {
      return new Entry(
          new Account(account.id(), account.login(), account.employee(), account.status(), traits),
          worker);
    }

    Entry with(Worker newWorker) {
      return new Entry(account, newWorker);
    }
  }
}
