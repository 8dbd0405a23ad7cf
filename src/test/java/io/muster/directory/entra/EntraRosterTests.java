package io.muster.directory.entra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.directory.AccountId;
import io.muster.directory.DirectoryGroup.KeptBy;
import io.muster.directory.GroupId;
import io.muster.directory.Member;
import io.muster.directory.Roster;
import io.muster.directory.Roster.Change;
import io.muster.directory.Roster.Change.Kind;
import io.muster.remote.RemoteFailure.Misconfigured;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.simulator.entra.EntraSimulator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The reading side of a tenant: groups, members, deltas and their ends. */
class EntraRosterTests {
  private final SimulatedEntra entra = new SimulatedEntra(SimulatedEntra.realistic().inPagesOf(3));
  private final EntraSimulator tenant = entra.tenant();
  private final Roster roster = entra.directory(Map.of()).roster();

  @AfterEach
  void close() {
    entra.close();
  }

  @Test
  void saysWhoDecidesWhoIsInAGroup() {
    entra.rule("Sales", "Sales");
    tenant.addGroup("Skiers");
    tenant.syncGroup("Printers");
    assertThat(roster.group("Sales").orElseThrow().keptBy()).isEqualTo(KeptBy.RULE);
    assertThat(roster.group("Sales").orElseThrow().rule()).contains("user.department");
    assertThat(roster.group("Skiers").orElseThrow().keptBy()).isEqualTo(KeptBy.HAND);
    assertThat(roster.group("Printers").orElseThrow().keptBy()).isEqualTo(KeptBy.ELSEWHERE);
    assertThat(roster.group("Nobody's")).isEmpty();
    assertThat(roster.group(new GroupId(tenant.addGroup("Skiers")))).isPresent();
    tenant.addNamesake("Skiers");
    assertThatThrownBy(() -> roster.group("Skiers"))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("Skiers");
  }

  @Test
  void showsPeopleOfNestedGroupsInPagesAndNoSoftware() {
    var team = tenant.addGroup("Team");
    var inner = tenant.addGroup("Inner");
    tenant.addMember("Team", inner);
    tenant.addMember("Team", tenant.addSoftware());
    for (int i = 0; i < 7; i++) {
      tenant.addMember(i % 2 == 0 ? "Team" : "Inner", person(i).value());
    }
    var members = members(new GroupId(team));
    assertThat(members).hasSize(7);
    assertThat(members)
        .extracting(member -> member.account().login())
        .contains("p0@example.com", "p1@example.com");
    assertThat(roster.member(members.get(0).account().id())).contains(members.get(0));
    tenant.removeGroup(team);
    assertThatThrownBy(() -> roster.members(new GroupId(team), null)).isInstanceOf(Refused.class);
  }

  @Test
  void saysWhichPermissionIsMissingWhereMembersAreShownWithoutTheirProperties() {
    tenant
        .faults()
        .next(1, "GET", "transitiveMembers")
        .answer(
            io.muster.simulator.Answer.json(
                200,
                Map.of(
                    "value", List.of(Map.of("@odata.type", "#microsoft.graph.user", "id", "x")))));
    assertThatThrownBy(() -> roster.members(new GroupId("x"), null))
        .isInstanceOf(Misconfigured.class)
        .hasMessageContaining("User.Read.All");
  }

  @Test
  void tellsOnlyWhatHappenedSinceTheMarkWhoeverManyPagesItFills() {
    var before = person(99);
    entra.timePasses();
    var mark = roster.mark();
    var team = new GroupId(tenant.addGroup("Team"));
    for (int i = 0; i < 7; i++) {
      tenant.addMember("Team", person(i).value());
    }
    assertThat(told(mark)).as("the index has seen nothing yet").isEmpty();
    entra.timePasses();
    var told = told(mark);
    assertThat(told.stream().filter(change -> change.kind() == Kind.JOINED)).hasSize(7);
    assertThat(told.stream().filter(change -> change.kind() == Kind.ACCOUNT)).hasSize(7);
    assertThat(told)
        .contains(new Change(Kind.GROUP, team, null))
        .noneMatch(change -> before.equals(change.account()));
  }

  @Test
  void tellsWhoLeftUnlessTheyAreInTheGroupThroughAnother() {
    var ada = person(1);
    var bob = person(2);
    var team = new GroupId(tenant.addGroup("Team"));
    tenant.addMember("Team", tenant.addGroup("Inner"));
    tenant.addMember("Inner", ada.value());
    tenant.addMember("Team", ada.value());
    tenant.addMember("Team", bob.value());
    entra.timePasses();
    var mark = end(roster.mark());
    tenant.removeMember("Team", ada.value());
    tenant.removeMember("Team", bob.value());
    entra.timePasses();
    assertThat(told(mark))
        .contains(new Change(Kind.LEFT, team, bob))
        .doesNotContain(new Change(Kind.LEFT, team, ada));
  }

  @Test
  void saysOfEveryGroupAroundThatItsMembersChanged() {
    var outer = new GroupId(tenant.addGroup("Outer"));
    tenant.addMember("Outer", tenant.addGroup("Inner"));
    var ada = person(1);
    entra.timePasses();
    var mark = end(roster.mark());
    tenant.addMember("Inner", ada.value());
    entra.timePasses();
    assertThat(told(mark)).contains(new Change(Kind.MEMBERS, outer, null));
  }

  @Test
  void tellsWhomARuleMovedAndWhoIsGone() {
    entra.rule("Sales", "Sales");
    var sales = roster.group("Sales").orElseThrow().id();
    var ada = person(1);
    tenant.set(ada.value(), "department", "Sales");
    entra.timePasses();
    var mark = end(roster.mark());
    tenant.set(ada.value(), "department", "Research");
    entra.timePasses();
    assertThat(told(mark)).contains(new Change(Kind.LEFT, sales, ada));
    mark = end(mark);
    tenant.bin(ada.value());
    tenant.removeGroup(sales.value());
    entra.timePasses();
    assertThat(told(mark))
        .contains(
            new Change(Kind.ACCOUNT_GONE, null, ada), new Change(Kind.GROUP_GONE, sales, null));
  }

  @Test
  void saysThatItIsLostOnceAMarkIsTooOldOrNobodys() {
    var mark = roster.mark();
    entra.clock().advance(Duration.ofDays(8));
    var lost = roster.changes(mark);
    assertThat(lost.lost()).isTrue();
    assertThat(lost.more()).isFalse();
    var ada = person(1);
    entra.timePasses();
    assertThat(told(lost.mark())).contains(new Change(Kind.ACCOUNT, null, ada));
    assertThat(roster.changes("a mark of some other directory").lost()).isTrue();
  }

  @Test
  void goesOnFromTheSameMarkAfterItWasTurnedAway() {
    var mark = roster.mark();
    var ada = person(1);
    entra.timePasses();
    tenant.faults().next(1, "GET", "delta").answer(429, Map.of("Retry-After", "5"));
    assertThatThrownBy(() -> roster.changes(mark))
        .isInstanceOfSatisfying(
            Unavailable.class, failure -> assertThat(failure.surelyNotSent()).isTrue());
    assertThat(told(mark)).contains(new Change(Kind.ACCOUNT, null, ada));
  }

  private AccountId person(int number) {
    return new AccountId(tenant.addUser("p" + number + "@example.com", null));
  }

  private List<Member> members(GroupId group) {
    var all = new ArrayList<Member>();
    @Nullable String page = null;
    do {
      var part = roster.members(group, page);
      assertThat(part.items()).hasSizeLessThanOrEqualTo(3);
      all.addAll(part.items());
      page = part.next();
    } while (page != null);
    return all;
  }

  private List<Change> told(String mark) {
    var all = new ArrayList<Change>();
    read(mark, all);
    return all;
  }

  private String end(String mark) {
    return read(mark, new ArrayList<>());
  }

  private String read(String mark, List<Change> all) {
    var from = mark;
    boolean more;
    do {
      var part = roster.changes(from);
      assertThat(part.lost()).isFalse();
      all.addAll(part.changes());
      from = part.mark();
      more = part.more();
    } while (more);
    return from;
  }
}
