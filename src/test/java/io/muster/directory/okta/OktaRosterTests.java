package io.muster.directory.okta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.directory.AccountId;
import io.muster.directory.DirectoryGroup.KeptBy;
import io.muster.directory.DirectoryWorld.EmployeeNumber;
import io.muster.directory.GroupId;
import io.muster.directory.Roster;
import io.muster.directory.RosterContract;
import io.muster.directory.RosterWorld;
import io.muster.remote.RemoteFailure.Misconfigured;
import io.muster.simulator.Answer;
import io.muster.simulator.okta.OktaOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** The Okta adapter tells of groups as every directory does, and lives with Okta's habits. */
class OktaRosterTests extends RosterContract {
  private static final int PAGE = 5;

  private final SimulatedOkta okta =
      new SimulatedOkta(OktaOptions.realistic(SimulatedOkta.TOKEN).inPagesOf(PAGE));
  private final World world = new World(okta);
  private final Roster roster = okta.directory().roster();

  @Override
  protected RosterWorld world() {
    return world;
  }

  @AfterEach
  void keepTheTraffic(TestInfo test) throws IOException {
    okta.close(test.getTestMethod().orElseThrow().getName() + test.getDisplayName());
  }

  @Test
  void knowsTheGroupOfEverybodyForWhatItIs() {
    assertThat(roster.group("Everyone").orElseThrow().keptBy()).isEqualTo(KeptBy.DIRECTORY);
  }

  @Test
  void knowsAGroupThatComesFromAnApplication() {
    var group = new GroupId(okta.org().addAppGroup("Payroll"));
    assertThat(roster.group(group).orElseThrow().keptBy()).isEqualTo(KeptBy.ELSEWHERE);
  }

  @Test
  void saysThatARuleIsSwitchedOffOrBroken() {
    var sales = world.ruled("Sales", "Sales").orElseThrow();
    okta.timePasses();
    var mark = roster.mark();
    okta.org().setRules("Sales", "INACTIVE");
    okta.timePasses();
    assertThat(roster.group(sales).orElseThrow().rule()).contains("switched off");
    assertThat(roster.changes(mark).changes())
        .anySatisfy(change -> assertThat(change.group()).isEqualTo(sales));
    okta.org().setRules("Sales", "INVALID");
    okta.timePasses();
    assertThat(roster.group(sales).orElseThrow().rule()).contains("broken");
  }

  @Test
  void readsTheRulesOnceForManyGroups() {
    var groups = new GroupId[10];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = world.group("Team " + i);
    }
    int before = calls("/api/v1/groups/rules");
    for (var group : groups) {
      assertThat(roster.group(group)).isPresent();
    }
    assertThat(calls("/api/v1/groups/rules") - before).isLessThanOrEqualTo(1);
  }

  @Test
  void leavesNoEventOutThatIsWrittenDownLate() {
    var team = world.group("Team Red");
    var ada = world.person("ada@example.com", "Sales");
    world.join(team, ada);
    // it happened before the mark, and nobody can see it yet
    var mark = roster.mark();
    var first = roster.changes(mark);
    assertThat(first.changes()).isEmpty();
    okta.timePasses();
    assertThat(roster.changes(first.mark()).changes())
        .anySatisfy(change -> assertThat(change.account()).isEqualTo(ada));
  }

  @Test
  void givesAMarkUpThatIsOlderThanTheLog() {
    var mark = roster.mark();
    okta.clock().advance(Duration.ofDays(100));
    assertThat(roster.changes(mark).lost()).isTrue();
  }

  @Test
  void followsNoLinkToAnotherHost() {
    var team = world.group("Team Red");
    okta.org()
        .faults()
        .next(1, "GET", ".*/users.*")
        .answer(
            Answer.json(200, new Object[0])
                .and("Link", "<" + okta.org().base() + "/api/v1/x>; rel=\"self\"")
                .and("Link", "<https://elsewhere.example/api/v1/x?after=abc>; rel=\"next\""));
    assertThat(roster.members(team, null).next()).isEqualTo("abc");
    assertThatThrownBy(
            () -> okta.directory(Map.of("api-token", "wrong")).roster().members(team, "abc"))
        .isInstanceOf(Misconfigured.class);
    assertThat(calls("/api/v1/groups/" + team + "/users")).isEqualTo(2);
  }

  private int calls(String path) {
    return (int)
        okta.org().journal().calls().stream()
            .filter(entry -> entry.call().path().equals(path))
            .count();
  }

  private record World(SimulatedOkta okta) implements RosterWorld {
    @Override
    public Roster roster() {
      return okta.directory().roster();
    }

    @Override
    public int pageSize() {
      return PAGE;
    }

    @Override
    public GroupId group(String name) {
      return new GroupId(okta.org().addGroup(name));
    }

    @Override
    public Optional<GroupId> ruled(String name, String department) {
      okta.rule(name, department);
      return Optional.of(group(name));
    }

    @Override
    public Optional<GroupId> twin(String name) {
      return Optional.of(new GroupId(okta.org().addAppGroup(name)));
    }

    @Override
    public boolean nest(GroupId outer, GroupId inner) {
      return false;
    }

    @Override
    public AccountId person(String login, String department) {
      var account = okta.account(login, new EmployeeNumber("E-" + login));
      okta.org().setAttribute(account.value(), "department", department);
      return account;
    }

    @Override
    public void join(GroupId group, AccountId account) {
      okta.org().setMember(group.value(), account.value(), true);
    }

    @Override
    public void leave(GroupId group, AccountId account) {
      okta.org().setMember(group.value(), account.value(), false);
    }

    @Override
    public void move(AccountId account, String department) {
      okta.org().setAttribute(account.value(), "department", department);
    }

    @Override
    public void suspend(AccountId account) {
      okta.suspend(account);
    }

    @Override
    public void remove(AccountId account) {
      okta.remove(account);
    }

    @Override
    public void rename(GroupId group, String name) {
      okta.org().renameGroup(group.value(), name);
    }

    @Override
    public void remove(GroupId group) {
      okta.org().removeGroup(group.value());
    }

    @Override
    public void timePasses() {
      okta.timePasses();
    }

    @Override
    public void forgetChanges() {
      okta.org().forgetLog();
    }

    @Override
    public boolean turnAwayNext() {
      okta.org().faults().next(1, "GET", ".*").answer(429);
      return true;
    }
  }
}
