package io.muster.directory.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muster.directory.AccountId;
import io.muster.directory.DirectoryGroup.KeptBy;
import io.muster.directory.GroupId;
import io.muster.directory.Member;
import io.muster.directory.Roster;
import io.muster.directory.Roster.Change;
import io.muster.directory.RosterContract;
import io.muster.directory.RosterWorld;
import io.muster.people.EmployeeId;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.testing.Postgres;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The Google adapter tells of groups as every directory does, although Google tells nothing. */
class GoogleRosterTests extends RosterContract {
  private static final int PAGE = 5;

  private final DataSource database = Postgres.dataSource();
  private final JdbcClient jdbc = JdbcClient.create(database);
  private final SimulatedGoogle google =
      new SimulatedGoogle(SimulatedGoogle.options().inPagesOf(PAGE), database);
  private final World world = new World(google, jdbc);
  private final Roster roster = google.directory().roster();

  @Override
  protected RosterWorld world() {
    return world;
  }

  @AfterEach
  void keepTheTraffic(TestInfo test) throws IOException {
    google.close("roster-" + test.getTestMethod().orElseThrow().getName() + test.getDisplayName());
  }

  @Test
  void readsAGroupWithOneCallForEachPageOnceItHasSeenItsPeople() {
    var team = world.group("Team Red");
    for (int number = 0; number < PAGE; number++) {
      world.join(team, world.person("p%d@example.com".formatted(number), "Sales"));
    }
    google.timePasses();
    roster.mark();
    int before = calls();
    assertThat(roster.members(team, null).items())
        .hasSize(PAGE)
        .extracting(member -> member.account().employee())
        .doesNotContainNull();
    assertThat(calls() - before).isEqualTo(1);
  }

  @Test
  void readsAgainWhomTheGroupShowsOtherwiseThanLastSeen() {
    var team = world.group("Team Red");
    var ada = world.person("ada@example.com", "Sales");
    world.join(team, ada);
    google.timePasses();
    roster.mark();
    google.domain().rename(ada.value(), "ada.king@example.com");
    assertThat(only(team).account().login()).isEqualTo("ada.king@example.com");
    world.suspend(ada);
    assertThat(only(team).account().barred()).isTrue();
  }

  @Test
  void takesNobodyOfAnotherDomainForAnAccount() {
    var team = world.group("Team Red");
    world.join(team, new AccountId(google.domain().addUser("guest@elsewhere.example", null)));
    google.timePasses();
    assertThat(roster.members(team, null).items()).isEmpty();
  }

  @Test
  void costsOneCallForEachPageAndEachGroupThatHasMembersAndNoneForEachAccount() {
    for (int number = 0; number < 3; number++) {
      var team = world.group("Team " + number);
      world.group("Empty " + number);
      world.join(team, world.person("p%d@example.com".formatted(number), "Sales"));
    }
    google.timePasses();
    var mark = roster.mark();
    int before = calls();
    assertThat(roster.changes(mark).changes()).isEmpty();
    // four users and six groups in pages of five, and three groups that have members
    assertThat(calls() - before).isEqualTo(1 + 2 + 3);
  }

  @Test
  void looksIntoNoGroupThatNobodyAsksAbout() {
    var asked = world.group("Asked about");
    var other = world.group("Not asked about");
    var ada = world.person("ada@example.com", "Sales");
    for (int number = 0; number < 20; number++) {
      world.join(world.group("Team " + number), ada);
    }
    world.join(other, ada);
    google.timePasses();
    var mark = roster.mark(Set.of(asked));
    world.join(asked, ada);
    world.leave(other, ada);
    google.timePasses();
    int before = calls();
    var told = roster.changes(mark, Set.of(asked));
    assertThat(told.changes()).containsExactly(new Change(Change.Kind.MEMBERS, asked, null));
    // two users and 22 groups in pages of five, and one group that is asked about
    assertThat(calls() - before).isEqualTo(1 + 5 + 1);
    assertThat(roster.changes(told.mark(), Set.of(asked, other)).changes())
        .contains(new Change(Change.Kind.MEMBERS, other, null));
  }

  @Test
  void doesNotTakeASignInForAChange() {
    var ada = world.person("ada@example.com", "Sales");
    google.timePasses();
    var mark = roster.mark();
    google
        .domain()
        .change(ada.value(), user -> user.put("lastLoginTime", "2026-03-02T09:00:00.000Z"));
    google.timePasses();
    assertThat(roster.changes(mark).changes()).isEmpty();
  }

  @Test
  void knowsAccountsThatCameBack() {
    var ada = world.person("ada@example.com", "Sales");
    google.timePasses();
    var mark = roster.mark();
    world.remove(ada);
    google.timePasses();
    var gone = roster.changes(mark);
    assertThat(gone.changes()).containsExactly(new Change(Change.Kind.ACCOUNT_GONE, null, ada));
    SimulatedGoogle.inCase(new EmployeeId("E-1"), () -> google.directory().ensureActive(ada));
    google.timePasses();
    assertThat(roster.changes(gone.mark()).changes())
        .containsExactly(new Change(Change.Kind.ACCOUNT, null, ada));
  }

  @Test
  void letsOneNodeLookAtATime() {
    var mark = roster.mark();
    var other = new NodeLease(jdbc, "acme", google.clock());
    other.during(
        "round",
        Duration.ofMinutes(1),
        () -> {
          assertThatThrownBy(() -> roster.changes(mark))
              .isInstanceOfSatisfying(
                  Unavailable.class, waits -> assertThat(waits.notBefore()).isPresent());
          return true;
        });
    assertThat(roster.changes(mark).changes()).isEmpty();
  }

  @Test
  void goesOnAfterARoundThatWasCutShortAndLosesNothing() {
    var team = world.group("Team Red");
    var ada = world.person("ada@example.com", "Sales");
    google.timePasses();
    var mark = roster.mark();
    world.move(ada, "Research");
    world.join(team, ada);
    google.timePasses();
    google.domain().faults().next(1, "GET", "/members$").answer(503);
    assertThatThrownBy(() -> roster.changes(mark)).isInstanceOf(Unavailable.class);
    assertThat(roster.changes(mark).changes())
        .containsExactlyInAnyOrder(
            new Change(Change.Kind.ACCOUNT, null, ada),
            new Change(Change.Kind.MEMBERS, team, null));
  }

  @Test
  void showsThatAllUsersOfTheCustomerAreInAGroupAndWhoTheyAre() {
    var everybody = world.group("Everybody");
    var other = world.group("Other");
    google.domain().addEverybody(everybody.value());
    var people = new ArrayList<AccountId>();
    for (int number = 0; number < 2 * PAGE; number++) {
      people.add(world.person("p%d@example.com".formatted(number), "Sales"));
    }
    world.join(everybody, people.get(0));
    google.timePasses();
    var first = roster.members(everybody, null);
    assertThat(first.groups())
        .singleElement()
        .satisfies(found -> assertThat(found.keptBy()).isEqualTo(KeptBy.DIRECTORY));
    assertThat(all(everybody)).containsAll(people);
    var mark = roster.mark();
    assertThat(roster.changes(mark).changes()).isEmpty();
    people.add(world.person("joan@example.com", "Sales"));
    google.timePasses();
    assertThat(roster.changes(mark).changes())
        .contains(new Change(Change.Kind.MEMBERS, everybody, null))
        .doesNotContain(new Change(Change.Kind.MEMBERS, other, null));
    assertThat(all(everybody)).containsAll(people);
  }

  @Test
  void asksForNoRuleOfANestedGroupOfSomebodyElse() {
    var team = world.group("Team Red");
    var guests = world.group("Guests");
    google.domain().moveGroup(guests.value(), "guests@elsewhere.example");
    world.nest(team, guests);
    google.timePasses();
    assertThat(roster.members(team, null).groups()).isEmpty();
    assertThat(google.domain().journal().calls("GET", ".*lookup.*")).isEmpty();
  }

  private Set<AccountId> all(GroupId group) {
    var all = new HashSet<AccountId>();
    String page = null;
    do {
      var part = roster.members(group, page);
      part.items().forEach(member -> all.add(member.account().id()));
      page = part.next();
    } while (page != null);
    return all;
  }

  private Member only(GroupId group) {
    var items = roster.members(group, null).items();
    assertThat(items).hasSize(1);
    return items.get(0);
  }

  private int calls() {
    return google.domain().journal().calls("GET", ".*").size();
  }

  private record World(SimulatedGoogle google, JdbcClient jdbc) implements RosterWorld {
    @Override
    public Roster roster() {
      return google.directory().roster();
    }

    @Override
    public int pageSize() {
      return PAGE;
    }

    @Override
    public GroupId group(String name) {
      return new GroupId(google.domain().addGroup(name));
    }

    @Override
    public Optional<GroupId> ruled(String name, String department) {
      google.rule(name, department);
      return Optional.of(group(name));
    }

    @Override
    public Optional<GroupId> twin(String name) {
      return Optional.of(new GroupId(google.domain().addTwin(name)));
    }

    @Override
    public boolean nest(GroupId outer, GroupId inner) {
      google.domain().addMember(outer.value(), inner.value());
      return true;
    }

    @Override
    public AccountId person(String login, String department) {
      var id = google.domain().addUser(login, "E-" + login.replaceAll("@.*", ""));
      var account = new AccountId(id);
      google.domain().change(id, user -> user.put("agreedToTerms", true));
      move(account, department);
      return account;
    }

    @Override
    public void join(GroupId group, AccountId account) {
      google.domain().addMember(group.value(), account.value());
    }

    @Override
    public void leave(GroupId group, AccountId account) {
      google.domain().removeMember(group.value(), account.value());
    }

    @Override
    public void move(AccountId account, String department) {
      google.domain().change(account.value(), user -> department(user, department));
    }

    private static void department(ObjectNode user, String department) {
      user.putArray("organizations").addObject().put("primary", true).put("department", department);
    }

    @Override
    public void suspend(AccountId account) {
      google.suspend(account);
    }

    @Override
    public void remove(AccountId account) {
      google.remove(account);
    }

    @Override
    public void rename(GroupId group, String name) {
      google.domain().renameGroup(group.value(), name);
    }

    @Override
    public void remove(GroupId group) {
      google.domain().removeGroup(group.value());
    }

    @Override
    public void timePasses() {
      google.timePasses();
    }

    /** Google has nothing to forget; what we saw may be lost with the database. */
    @Override
    public void forgetChanges() {
      jdbc.sql("delete from muster_google_seen").update();
      jdbc.sql("delete from muster_google_round").update();
    }

    @Override
    public boolean turnAwayNext() {
      google.domain().faults().next(1, "GET", ".*").answer(429);
      return true;
    }
  }
}
