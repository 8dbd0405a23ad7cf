package io.muster.directory.vendor;

import io.muster.directory.Account.Status;
import io.muster.directory.AccountId;
import io.muster.directory.DirectoryGroup.KeptBy;
import io.muster.people.EmployeeId;
import io.muster.people.Worker;
import io.muster.remote.OutboundCallGuard;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.RemoteFailure.Unavailable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A vendor in memory as plain as can be: how little a new one has to bring. */
final class PlainVendor implements VendorAccounts<PlainUser>, VendorGroups {
  private final OutboundCallGuard gate;
  private final Clock clock;
  private final Map<String, PlainUser> users = new LinkedHashMap<>();
  private final Map<String, Instant> madeAt = new HashMap<>();
  private final Map<String, Set<String>> members = new LinkedHashMap<>();
  private final Map<String, String> rules = new LinkedHashMap<>();
  private final Set<String> beingDisabled = new LinkedHashSet<>();
  private final Set<String> foundByMistake = new LinkedHashSet<>();
  private AccountVisibility visibility = new AccountVisibility.Immediate();
  private Duration shownAfter = Duration.ZERO;
  private boolean keptByMuster;
  private @Nullable Runnable before;
  private @Nullable Runnable after;
  private int creations;
  private int number;

  PlainVendor(OutboundCallGuard gate, Clock clock) {
    this.gate = gate;
    this.clock = clock;
  }

  // what happens around it

  void showNewAccounts(AccountVisibility how, Duration late) {
    visibility = how;
    shownAfter = late;
  }

  void keepMembership(boolean keep) {
    keptByMuster = keep;
  }

  /** The next write does this first, and may throw. */
  void beforeNext(Runnable surprise) {
    before = surprise;
  }

  /** The next write does this once it took effect, and may throw. */
  void afterNext(Runnable surprise) {
    after = surprise;
  }

  void takeTime(String id) {
    beingDisabled.add(id);
  }

  /** A search for any number finds this account too, as an index that is behind does. */
  void findByMistake(String id) {
    foundByMistake.add(id);
  }

  void finish(String id) {
    beingDisabled.remove(id);
    change(id, user -> user.as(Status.SUSPENDED));
  }

  PlainUser add(String login, @Nullable String employee) {
    var id = "p" + ++number;
    var attributes = employee == null ? Map.<String, String>of() : Map.of("employeeId", employee);
    users.put(id, new PlainUser(id, login, Status.ACTIVE, attributes));
    return users.get(id);
  }

  void change(String id, UnaryOperator<PlainUser> how) {
    users.computeIfPresent(id, (any, user) -> how.apply(user));
  }

  void remove(String id) {
    users.remove(id);
  }

  void group(String name) {
    members.put(name, new LinkedHashSet<>());
  }

  void rule(String group, String department) {
    group(group);
    rules.put(group, department);
  }

  void evaluateRules() {
    rules.forEach(
        (group, department) ->
            members.put(
                group,
                users.values().stream()
                    .filter(user -> department.equals(user.attributes().get("department")))
                    .map(PlainUser::id)
                    .collect(Collectors.toCollection(LinkedHashSet::new))));
  }

  int size() {
    return users.size();
  }

  /** How often a new account was asked for. */
  int creations() {
    return creations;
  }

  // what a vendor brings

  @Override
  public VendorConnection connection() {
    return new VendorConnection("Plain Directory", "Plain", "acme");
  }

  @Override
  public Map<String, String> attributes() {
    return List.of("employeeId", "title", "department", "costCenter", "location", "manager")
        .stream()
        .collect(Collectors.toMap(name -> name, name -> name));
  }

  @Override
  public AccountVisibility visibility() {
    return visibility;
  }

  @Override
  public List<PlainUser> searchByNumber(EmployeeId employee) {
    return that(
        user ->
            foundByMistake.contains(user.id())
                || number(user).filter(employee.value()::equals).isPresent());
  }

  @Override
  public List<PlainUser> searchByMail(String address) {
    return that(user -> user.login().equalsIgnoreCase(address));
  }

  @Override
  public Optional<PlainUser> holder(String address) {
    return searchByMail(address).stream().findFirst();
  }

  private List<PlainUser> that(Predicate<PlainUser> fits) {
    return users.values().stream().filter(this::isShown).filter(fits).toList();
  }

  private boolean isShown(PlainUser user) {
    var made = madeAt.get(user.id());
    return made == null || !clock.instant().isBefore(made.plus(shownAfter));
  }

  @Override
  public Optional<PlainUser> read(String id) {
    return Optional.ofNullable(users.get(usable(id))).filter(this::isShown);
  }

  @Override
  public Optional<String> number(PlainUser user) {
    return Optional.ofNullable(user.attributes().get("employeeId"));
  }

  @Override
  public String create(Worker worker) {
    creations++;
    var made = new String[1];
    write(
        () -> {
          if (users.values().stream()
              .anyMatch(user -> user.login().equalsIgnoreCase(worker.workEmail()))) {
            throw new Refused("the address is taken");
          }
          made[0] = add(worker.workEmail(), worker.id().value()).id();
          madeAt.put(made[0], clock.instant());
          change(made[0], user -> user.saying(said(worker)));
        });
    return made[0];
  }

  private static Map<String, String> said(Worker worker) {
    return Map.of(
        "title", worker.title(),
        "department", worker.department(),
        "location", worker.location(),
        "costCenter", String.valueOf(worker.costCenter()),
        "manager", String.valueOf(worker.manager()));
  }

  @Override
  public Optional<AttributeWrite> changes(PlainUser user, Worker worker) {
    var changes = new HashMap<>(said(worker));
    changes.entrySet().removeAll(user.attributes().entrySet());
    return changes.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new AttributeWrite(
                changes.keySet(), () -> writeTo(user.id(), it -> it.saying(changes))));
  }

  @Override
  public Refused notWritten(String id, Set<String> attributes) {
    return new Refused("account %s keeps its own %s".formatted(id, attributes));
  }

  @Override
  public void writeLogin(String id, String login) {
    writeTo(id, user -> user.called(login));
  }

  @Override
  public AccountWrite enabling(PlainUser user) {
    return new AccountWrite(
        AccountActions.ACTIVATE, () -> writeTo(user.id(), it -> it.as(Status.ACTIVE)));
  }

  @Override
  public AccountDisabling<PlainUser> disabling(PlainUser user) {
    return new AccountDisabling<>(
        new AccountWrite(
            AccountActions.SUSPEND,
            () ->
                writeTo(
                    user.id(),
                    it -> beingDisabled.contains(it.id()) ? it : it.as(Status.SUSPENDED))),
        it -> !it.open());
  }

  @Override
  public AccountDisabling<PlainUser> retiring(PlainUser user) {
    return new AccountDisabling<>(
        new AccountWrite(
            AccountActions.RETIRE, () -> writeTo(user.id(), it -> it.as(Status.RETIRED))),
        it -> it.status() == Status.RETIRED);
  }

  @Override
  public boolean isBeingDisabled(PlainUser user) {
    return beingDisabled.contains(user.id());
  }

  @Override
  public void endSessions(String id) {
    writeTo(id, user -> user);
  }

  @Override
  public Optional<Boolean> sessionsEnded(String id, Instant since) {
    return Optional.empty();
  }

  @Override
  public boolean keptByMuster() {
    return keptByMuster;
  }

  @Override
  public Optional<List<VendorGroup>> of(String account) {
    return read(account)
        .map(
            user ->
                members.entrySet().stream()
                    .filter(group -> group.getValue().contains(user.id()))
                    .map(group -> ours(group.getKey()))
                    .toList());
  }

  @Override
  public List<VendorGroup> named(String name) {
    return members.containsKey(name) ? List.of(ours(name)) : List.of();
  }

  private VendorGroup ours(String name) {
    return new VendorGroup(name, name, rules.containsKey(name) ? KeptBy.RULE : KeptBy.HAND);
  }

  @Override
  public void join(String group, String account) {
    write(() -> members.computeIfPresent(group, (any, in) -> with(in, account)));
  }

  @Override
  public void leave(String group, String account) {
    write(() -> members.computeIfPresent(group, (any, in) -> without(in, account)));
  }

  private static Set<String> with(Set<String> in, String account) {
    in.add(account);
    return in;
  }

  private static Set<String> without(Set<String> in, String account) {
    in.remove(account);
    return in;
  }

  @Override
  public String whyNotIn(AccountId account, Set<String> groups) {
    return new TreeSet<>(groups)
        .stream()
            .map(
                group ->
                    group
                        + (rules.containsKey(group)
                            ? ": is still being evaluated"
                            : ": kept by Muster or by nobody"))
            .collect(Collectors.joining("; "));
  }

  private void writeTo(String id, UnaryOperator<PlainUser> how) {
    usable(id);
    write(() -> change(id, how));
  }

  private void write(Runnable effect) {
    gate.pass(connection().name(), "POST");
    var first = before;
    before = null;
    if (first != null) {
      first.run();
    }
    effect.run();
    var last = after;
    after = null;
    if (last != null) {
      last.run();
    }
  }

  private static String usable(String id) {
    if (id.isBlank()) {
      throw new IllegalArgumentException("an account without an id");
    }
    return id;
  }

  static Unavailable lost() {
    return Unavailable.answerLost("the answer was lost by the test", null);
  }

  static Unavailable turnedAway() {
    return Unavailable.turnedAway("turned away by the test", null, null);
  }
}
