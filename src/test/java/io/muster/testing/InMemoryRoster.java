package io.muster.testing;

import io.muster.directory.Account;
import io.muster.directory.AccountId;
import io.muster.directory.DirectoryGroup;
import io.muster.directory.DirectoryGroup.KeptBy;
import io.muster.directory.GroupId;
import io.muster.directory.Member;
import io.muster.directory.Roster;
import io.muster.directory.Roster.Change.Kind;
import io.muster.people.Worker;
import io.muster.remote.RemoteFailure.Refused;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The groups of a directory in memory, with everything that ever changed in them. */
public final class InMemoryRoster implements Roster {
  private static final int CHANGES_SHOWN = 1000;
  private static final Pattern MARK = Pattern.compile("m\\d+");

  private final Mishaps mishaps;
  private final Map<GroupId, Group> groups = new LinkedHashMap<>();
  private final Map<AccountId, Person> people = new LinkedHashMap<>();
  private final List<Change> told = new ArrayList<>();
  private int forgotten;
  private int pageSize = 200;
  private int number;
  private boolean rulesAtWork = true;

  InMemoryRoster(Mishaps mishaps) {
    this.mishaps = mishaps;
  }

  private record Person(Account account, @Nullable Worker worker) {
    Member member() {
      return worker == null
          ? new Member(account, account.login(), account.login())
          : new Member(account, worker.givenName() + " " + worker.familyName(), worker.workEmail());
    }
  }

  private static final class Group {
    final GroupId id;
    final KeptBy keptBy;
    final @Nullable Predicate<Worker> fits;
    final Set<AccountId> byHand = new LinkedHashSet<>();
    final Set<AccountId> byRule = new LinkedHashSet<>();
    final Set<GroupId> inner = new LinkedHashSet<>();
    String name;
    boolean settled = true;

    Group(GroupId id, String name, KeptBy keptBy, @Nullable Predicate<Worker> fits) {
      this.id = id;
      this.name = name;
      this.keptBy = keptBy;
      this.fits = fits;
    }

    DirectoryGroup shown() {
      return new DirectoryGroup(
          id, name, keptBy, fits == null ? null : "whoever fits " + name, settled);
    }
  }

  // what an administrator does

  /** How many members one page shows. */
  public synchronized void pagesOf(int members) {
    pageSize = members;
  }

  /** A group of which nobody says how it is filled, as where it was pushed. */
  public synchronized GroupId pushed(String name) {
    return add(name, KeptBy.ELSEWHERE, null);
  }

  /** A new group whose members are put in one by one. */
  public synchronized GroupId byHand(String name) {
    return add(name, KeptBy.HAND, null);
  }

  /** A new group that everybody is in whom the rule fits. */
  public synchronized GroupId ruled(String name, Predicate<Worker> fits) {
    return add(name, KeptBy.RULE, fits);
  }

  /** A new group that the directory itself puts everybody into. */
  public synchronized GroupId everybody(String name) {
    return add(name, KeptBy.DIRECTORY, worker -> true);
  }

  private GroupId add(String name, KeptBy keptBy, @Nullable Predicate<Worker> fits) {
    var group = new Group(new GroupId("group" + ++number), name, keptBy, fits);
    groups.put(group.id, group);
    tell(Kind.GROUP, group.id, null);
    people.keySet().forEach(account -> evaluate(group, account));
    return group.id;
  }

  /** The directory itself puts everybody into the group from now on. */
  public synchronized void takeEverybody(GroupId id) {
    var before = existing(id);
    var group = new Group(id, before.name, KeptBy.DIRECTORY, worker -> true);
    groups.put(id, group);
    tell(Kind.GROUP, id, null);
    people.keySet().forEach(account -> evaluate(group, account));
  }

  /** One group is put into another. */
  public synchronized void nest(GroupId outer, GroupId inner) {
    existing(outer).inner.add(inner);
    around(outer).forEach(group -> tell(Kind.MEMBERS, group, null));
  }

  /** One group is taken out of another. */
  public synchronized void unnest(GroupId outer, GroupId inner) {
    existing(outer).inner.remove(inner);
    around(outer).forEach(group -> tell(Kind.MEMBERS, group, null));
  }

  /** The account is put into the group. */
  public synchronized void join(GroupId group, AccountId account) {
    if (existing(group).byHand.add(account)) {
      tellAround(Kind.JOINED, group, account);
    }
  }

  /** The account is taken out of the group. */
  public synchronized void leave(GroupId group, AccountId account) {
    if (existing(group).byHand.remove(account)) {
      tellAround(Kind.LEFT, group, account);
    }
  }

  /** The group gets another name. */
  public synchronized void rename(GroupId group, String name) {
    existing(group).name = name;
    tell(Kind.GROUP, group, null);
  }

  /** The directory says that it is still working out the rule of the group, or no longer. */
  public synchronized void settled(GroupId group, boolean settled) {
    existing(group).settled = settled;
    tell(Kind.GROUP, group, null);
  }

  /** The group is deleted. */
  public synchronized void remove(GroupId group) {
    groups.remove(group);
    tell(Kind.GROUP_GONE, group, null);
  }

  /** The directory forgets what has changed until now. */
  public synchronized void forgetChanges() {
    forgotten = told.size() + 1;
    tell(Kind.GROUP, new GroupId("nowhere"), null);
  }

  /** The present members of the group. */
  public synchronized Set<AccountId> membersOf(GroupId group) {
    return all(existing(group));
  }

  // what the directory of accounts tells us

  synchronized void rule(String name, Predicate<Worker> fits) {
    groups.values().stream()
        .filter(group -> group.keptBy == KeptBy.RULE && group.name.equals(name))
        .map(group -> group.id)
        .toList()
        .forEach(this::remove);
    ruled(name, fits);
  }

  synchronized void clearRules() {
    groups.values().stream()
        .filter(group -> group.keptBy == KeptBy.RULE)
        .map(group -> group.id)
        .toList()
        .forEach(this::remove);
  }

  synchronized void holdRules(boolean hold) {
    if (rulesAtWork == hold) {
      rulesAtWork = !hold;
      groups
          .values()
          .forEach(group -> people.keySet().forEach(account -> evaluate(group, account)));
    }
  }

  synchronized void put(Account account, @Nullable Worker worker) {
    people.put(account.id(), new Person(account, worker));
    tell(Kind.ACCOUNT, null, account.id());
    groups.values().forEach(group -> evaluate(group, account.id()));
  }

  synchronized void gone(AccountId account) {
    if (people.remove(account) != null) {
      groups
          .values()
          .forEach(
              group -> {
                group.byHand.remove(account);
                group.byRule.remove(account);
              });
      tell(Kind.ACCOUNT_GONE, null, account);
    }
  }

  synchronized void clear() {
    groups.clear();
    people.clear();
    told.clear();
    forgotten = 0;
    rulesAtWork = true;
  }

  synchronized Set<String> namesOf(AccountId account) {
    return groups.values().stream()
        .filter(group -> group.keptBy != KeptBy.DIRECTORY)
        .filter(group -> isIn(group, account))
        .map(group -> group.name)
        .collect(Collectors.toSet());
  }

  synchronized boolean hasRule(String name) {
    return groups.values().stream()
        .anyMatch(group -> group.fits != null && group.name.equals(name));
  }

  synchronized Optional<GroupId> keptByHand(String name) {
    return groups.values().stream()
        .filter(group -> group.keptBy == KeptBy.HAND && group.name.equals(name))
        .map(group -> group.id)
        .findFirst();
  }

  private void evaluate(Group group, AccountId account) {
    var person = people.get(account);
    var worker = person == null ? null : person.worker();
    var wanted = rulesAtWork && group.fits != null && worker != null && group.fits.test(worker);
    if (wanted ? group.byRule.add(account) : group.byRule.remove(account)) {
      tellAround(wanted ? Kind.JOINED : Kind.LEFT, group.id, account);
    }
  }

  private void tellAround(Kind kind, GroupId group, AccountId account) {
    around(group).forEach(outer -> tell(kind, outer, account));
  }

  /** The group and every group it is nested in. */
  private Set<GroupId> around(GroupId inner) {
    var around = new LinkedHashSet<>(Set.of(inner));
    boolean more = true;
    while (more) {
      more =
          around.addAll(
              groups.values().stream()
                  .filter(group -> group.inner.stream().anyMatch(around::contains))
                  .map(group -> group.id)
                  .toList());
    }
    return around;
  }

  private void tell(Kind kind, @Nullable GroupId group, @Nullable AccountId account) {
    told.add(new Change(kind, group, account));
  }

  private Group existing(GroupId group) {
    return Optional.ofNullable(groups.get(group))
        .orElseThrow(() -> new IllegalArgumentException("no group " + group));
  }

  // the port; each holds the lock of the mishaps first, as the directory does

  @Override
  public Optional<DirectoryGroup> group(String name) {
    return mishaps.read("group", () -> bearing(name));
  }

  private synchronized Optional<DirectoryGroup> bearing(String name) {
    var found = groups.values().stream().filter(it -> it.name.equals(name)).toList();
    if (found.size() > 1) {
      throw new Refused("%d groups are called %s.".formatted(found.size(), name));
    }
    return found.stream().findFirst().map(Group::shown);
  }

  @Override
  public Optional<DirectoryGroup> group(GroupId id) {
    return mishaps.read("group", () -> found(id).map(Group::shown));
  }

  private synchronized Optional<Group> found(GroupId id) {
    return Optional.ofNullable(groups.get(id));
  }

  @Override
  public Optional<Member> member(AccountId account) {
    return mishaps.read("member", () -> person(account).map(Person::member));
  }

  private synchronized Optional<Person> person(AccountId account) {
    return Optional.ofNullable(people.get(account));
  }

  @Override
  public Page members(GroupId id, @Nullable String page) {
    return mishaps.read("members", () -> pageOf(id, page == null ? 0 : Integer.parseInt(page)));
  }

  private synchronized Page pageOf(GroupId id, int from) {
    var group = found(id).orElseThrow(() -> new Refused("Group %s is gone.".formatted(id)));
    var all = List.copyOf(all(group));
    int to = Math.min(all.size(), from + pageSize);
    var people =
        all.subList(Math.min(from, to), to).stream()
            .flatMap(account -> person(account).stream())
            .map(Person::member)
            .toList();
    return to == all.size()
        ? new Page(people, within(group), null)
        : new Page(people, Integer.toString(to));
  }

  private List<DirectoryGroup> within(Group outer) {
    var within = new LinkedHashSet<GroupId>();
    collect(outer, new LinkedHashSet<>(), within);
    return within.stream()
        .filter(id -> !id.equals(outer.id))
        .flatMap(id -> found(id).stream())
        .map(Group::shown)
        .toList();
  }

  private boolean isIn(Group group, AccountId account) {
    return group.byHand.contains(account)
        || group.byRule.contains(account)
        || (!group.inner.isEmpty() && all(group).contains(account));
  }

  private Set<AccountId> all(Group group) {
    var all = new LinkedHashSet<AccountId>();
    var seen = new LinkedHashSet<GroupId>();
    collect(group, all, seen);
    return all;
  }

  private void collect(Group group, Set<AccountId> all, Set<GroupId> seen) {
    if (seen.add(group.id)) {
      Stream.concat(group.byHand.stream(), group.byRule.stream()).forEach(all::add);
      for (var inner : group.inner) {
        Optional.ofNullable(groups.get(inner)).ifPresent(it -> collect(it, all, seen));
      }
    }
  }

  @Override
  public String mark() {
    return mishaps.read("mark", this::here);
  }

  private synchronized String here() {
    return "m" + told.size();
  }

  @Override
  public Changes changes(String mark) {
    return mishaps.read("changes", () -> toldSince(mark));
  }

  private synchronized Changes toldSince(String mark) {
    int from = MARK.matcher(mark).matches() ? Integer.parseInt(mark.substring(1)) : -1;
    if (from < forgotten || from > told.size()) {
      return new Changes(List.of(), here(), false, true);
    }
    int to = Math.min(told.size(), from + CHANGES_SHOWN);
    return new Changes(told.subList(from, to), "m" + to, to < told.size(), false);
  }
}
