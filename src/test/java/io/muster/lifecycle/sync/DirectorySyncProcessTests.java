package io.muster.lifecycle.sync;

import static io.muster.testing.Workers.ledBy;
import static io.muster.testing.Workers.moved;
import static io.muster.testing.Workers.renamed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.init;

import io.muster.directory.Account;
import io.muster.directory.AccountAt;
import io.muster.directory.AccountId;
import io.muster.directory.DirectoryChangedEvent;
import io.muster.directory.DirectoryGroup.KeptBy;
import io.muster.directory.GroupId;
import io.muster.directory.MissingManagers;
import io.muster.lifecycle.ProcessEstate.Walk;
import io.muster.lifecycle.ProcessTest;
import io.muster.lifecycle.sync.SyncGround.Hand;
import io.muster.people.EmploymentChange.LeaveStarted;
import io.muster.people.EmploymentChange.LeaveStarted.Kind;
import io.muster.people.EmploymentChange.Terminated.Reason;
import io.muster.people.Worker;
import io.muster.people.Workforce;
import io.muster.remote.RemoteFailure.Misconfigured;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.testing.InMemoryDirectory;
import io.muster.testing.InMemoryFleet;
import io.muster.testing.WalkedPaths;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

@ProcessTest
@Import(SyncGround.class)
@TestPropertySource(
    properties = {
      "muster.sync.poll=9999h",
      "muster.sync.connections.okta.groups=Engineering,Berlin,Team Red",
      "muster.sync.connections.okta.mode=local-users",
      "muster.sync.connections.hq.groups=Berlin",
      "muster.sync.connections.all.groups=The Firm",
      "muster.sync.connections.desk.groups=Crew",
      "muster.sync.connections.desk.watch=Finance",
      "muster.sync.connections.desk.mode=local-users",
      "muster.sync.connections.pushing.groups=Engineering",
      "muster.sync.connections.pushing.mode=local-users",
    })
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DirectorySyncProcessTests {
  @Autowired private ProcessEngine engine;
  @Autowired private Walk walk;
  @Autowired private Hand hand;
  @Autowired private JdbcClient jdbc;
  @Autowired private InMemoryDirectory okta;
  @Autowired private InMemoryDirectory hq;
  @Autowired private InMemoryDirectory all;
  @Autowired private InMemoryDirectory desk;
  @Autowired private InMemoryDirectory pushing;
  @Autowired private InMemoryFleet fleet;
  @Autowired private Workforce workforce;
  @Autowired private WalkedPaths paths;
  @Autowired private Drifts drifts;
  @Autowired private DriftController drift;
  @Autowired private MissingManagers missing;
  @Autowired private People people;
  @Autowired private Members members;
  @Autowired private ApplicationEventPublisher events;

  private GroupId engineering;
  private GroupId berlin;
  private GroupId red;

  @BeforeEach
  void anEstateInOrder() {
    init(engine);
    okta.clear();
    hq.clear();
    all.clear();
    desk.clear();
    pushing.clear();
    hand.clean();
    engineering =
        okta.roster().ruled("Engineering", worker -> worker.department().equals("Engineering"));
    berlin = okta.roster().ruled("Berlin", worker -> worker.location().equals("Berlin"));
    red = okta.roster().byHand("Team Red");
    okta.roster().ruled("Sales", worker -> worker.department().equals("Sales"));
    fleet.policy("Company baseline");
    fleet.policy("Engineering Wi-Fi and VPN");
  }

  @AfterAll
  void everyPathOfTheDiagramIsWalked() {
    assertThat(paths.notWalked(engine.getRepositoryService(), DirectorySync.KEY)).isEmpty();
  }

  // what is mirrored

  @Test
  void mirrorsTheSelectedGroupsTheirPeopleAndWhatFollowsThem() {
    var ada = engineer("Berlin");
    var bob = engineer("Rome");
    hand.person(okta, "Sales", "Rome");
    var sync = hand.sync("okta");
    assertThat(sync).isEnded().hasPassed("synced");
    assertThat(fleet.membersOf("Engineering"))
        .containsExactlyInAnyOrder(ada.workEmail(), bob.workEmail());
    assertThat(fleet.membersOf("Berlin")).containsExactly(ada.workEmail());
    assertThat(fleet.membersOf("Team Red")).isEmpty();
    assertThat(fleet.groupNames()).containsExactlyInAnyOrder("Engineering", "Berlin", "Team Red");
    assertThat(fleet.userCount()).isEqualTo(2);
    assertThat(fleet.policiesOf("Engineering"))
        .containsExactlyInAnyOrder("Company baseline", "Engineering Wi-Fi and VPN");
  }

  @Test
  void mirrorsWhatADirectoryPushesThatNobodyCanAsk() {
    var pushedGroup = pushing.roster().byHand("Engineering");
    var ada = hand.person(pushing, "Engineering", "Rome");
    var bob = hand.person(pushing, "Engineering", "Rome");
    workforce.know(ada);
    workforce.know(bob);
    pushing.roster().join(pushedGroup, hand.account(pushing, ada));
    assertThat(hand.sync("pushing")).isEnded().hasPassed("synced");
    assertThat(fleet.membersOf("Engineering")).containsExactly(ada.workEmail());
    pushing.roster().join(pushedGroup, hand.account(pushing, bob));
    assertThat(hand.sync("pushing")).isEnded().hasPassed("synced");
    assertThat(fleet.membersOf("Engineering"))
        .containsExactlyInAnyOrder(ada.workEmail(), bob.workEmail());
    pushing.roster().leave(pushedGroup, hand.account(pushing, bob));
    hand.sync("pushing");
    assertThat(fleet.membersOf("Engineering")).containsExactly(ada.workEmail());
    assertThat(drifts.newest(10))
        .extracting(Drifts.Drift::reason)
        .containsExactly("the directory has not pushed them as a member");
  }

  @Test
  void looksAgainAtOnceWhenTheFirstPushComesAfterTheFirstRun() {
    var sync = hand.sync("pushing");
    assertThat(sync).isWaitingAt("resolveScope");
    var group = pushing.roster().pushed("Engineering");
    var ada = hand.person(pushing, "Engineering", "Rome");
    workforce.know(ada);
    pushing.roster().join(group, hand.account(pushing, ada));

    events.publishEvent(
        new DirectoryChangedEvent("pushing", Set.of(hand.account(pushing, ada)), Set.of()));
    walk.pass(sync, Duration.ofHours(1));
    assertThat(sync).as("news about people alone").isWaitingAt("resolveScope");
    events.publishEvent(new DirectoryChangedEvent("pushing", Set.of(), Set.of(group)));
    walk.pass(sync, Duration.ofSeconds(28));
    assertThat(sync).as("with one push come many").isWaitingAt("resolveScope");
    walk.pass(sync, Duration.ofSeconds(2));
    assertThat(sync).isEnded().hasPassed("scopeOutdated", "synced");
    assertThat(fleet.membersOf("Engineering")).containsExactly(ada.workEmail());
  }

  @Test
  void reportsAccountsOfAMirrorThatNameNobodyHrKnows() {
    var group = pushing.roster().pushed("Engineering");
    var numberless = pushing.take("svc-backup@example.com");
    var unknown = hand.account(pushing, hand.person(pushing, "Engineering", "Rome"));
    var ada = hand.person(pushing, "Engineering", "Rome");
    workforce.know(ada);
    for (var account : List.of(numberless, unknown, hand.account(pushing, ada))) {
      pushing.roster().join(group, account);
    }
    var sync = hand.sync("pushing");
    assertThat(drifts.newest(10))
        .extracting(Drifts.Drift::account)
        .containsExactlyInAnyOrder(numberless, unknown);
    walk.decide(sync, "reviewDrift", "mended");
  }

  @Test
  void reportsTwoAccountsOfOneNumberUntilOneIsLeft() {
    var group = pushing.roster().pushed("Engineering");
    var ada = hand.person(pushing, "Engineering", "Rome");
    workforce.know(ada);
    var first = hand.account(pushing, ada);
    var second = pushing.duplicate(ada.id(), ada.workEmail());
    pushing.roster().join(group, first);
    pushing.roster().join(group, second);
    var sync = hand.sync("pushing");
    assertThat(sync).isWaitingAt("reviewDrift");
    assertThat(drifts.newest(10))
        .extracting(Drifts.Drift::account, Drifts.Drift::group)
        .contains(tuple(first, Drifts.Drift.NUMBER), tuple(second, Drifts.Drift.NUMBER));
    assertThat((String) variable(sync, "drifts"))
        .contains(ada.id() + " differs in the employee number", second.value());
    walk.decide(sync, "reviewDrift", "mended");

    pushing.remove(second);
    hand.sync("pushing");
    hand.sync("pushing");
    assertThat(drifts.newest(10)).noneMatch(it -> it.group().equals(Drifts.Drift.NUMBER));
  }

  @Test
  void changesNothingWhereNothingChanged() {
    engineer("Berlin");
    hand.sync("okta");
    var done = fleet.mishaps().asked();
    assertThat(hand.sync("okta")).isEnded().hasPassed("synced");
    assertThat(fleet.mishaps().asked()).isEqualTo(done);
  }

  @Test
  void knowsWhomTheFleetHasAlready() {
    var ada = engineer("Berlin");
    fleet.user(ada.workEmail().toUpperCase(java.util.Locale.ROOT));
    hand.sync("okta");
    assertThat(fleet.userCount()).isEqualTo(1);
    var bob = engineer("Rome");
    fleet.user(bob.workEmail());
    assertThat(hand.sync("okta")).isEnded();
    assertThat(fleet.userCount()).isEqualTo(2);
    assertThat(fleet.membersOf("Engineering")).hasSize(2);
  }

  @Test
  void knowsFromTheirOnboardingWhichUserSomebodyIs() {
    hand.sync("okta");
    okta.rule("Mirrored", worker -> true);
    var ada = walk.person("Engineering", "Developer", "Berlin");
    walk.run(walk.hire(ada));
    fleet.mishaps().countAnew();
    assertThat(hand.sync("okta")).isEnded();
    assertThat(fleet.membersOf("Engineering")).containsExactly(ada.workEmail());
    assertThat(fleet.userCount()).isEqualTo(1);
    assertThat(fleet.mishaps().calls()).doesNotContainKeys("users", "createUser");
  }

  @Test
  void keepsOutWhomTheTableKeepsOut() {
    var service = okta.take("svc-backup@example.com");
    okta.roster().join(red, service);
    var director = walk.person("Board", "Chair", "Berlin");
    workforce.know(director);
    okta.takeIn(director);
    var barred = engineer("Berlin");
    okta.set(hand.account(okta, barred), Account.Status.SUSPENDED);
    var sync = hand.sync("okta");
    assertThat(sync).hasPassed("finishRun");
    assertThat(fleet.userCount()).isZero();
  }

  @Test
  void asksTheTableAgainOnceHrSaysSomethingElse() {
    var director = walk.person("Board", "Chair", "Berlin");
    workforce.know(director);
    okta.takeIn(director);
    hand.sync("okta");
    assertThat(fleet.membersOf("Berlin")).isEmpty();
    workforce.know(moved(director, "Engineering", "Berlin"));
    hand.sync("okta");
    assertThat(fleet.membersOf("Berlin")).containsExactly(director.workEmail());
  }

  @Test
  void asksTheTablesAgainOnceTheyWereEdited() {
    var people = engineers(8);
    hand.sync("okta");
    var edited =
        deploy(
            "processes/directory-sync/sync-scope.dmn",
            "starts with(lower case(?), \"svc-\")",
            "? = \"%s\"".formatted(people.get(0).workEmail()));
    try {
      hand.sync("okta");
      assertThat(fleet.membersOf("Engineering"))
          .hasSize(7)
          .doesNotContain(people.get(0).workEmail());
    } finally {
      engine.getRepositoryService().deleteDeployment(edited, true);
    }
    hand.sync("okta");
    assertThat(fleet.membersOf("Engineering")).hasSize(8);
  }

  @Test
  void tiesPoliciesAnewOnceTheTableWasEdited() {
    engineer("Berlin");
    hand.sync("okta");
    fleet.policy("Sales apps catalogue");
    var edited =
        deploy(
            "processes/onboarding/policy-assignment.dmn",
            "\"Engineering Wi-Fi and VPN\"",
            "\"Sales apps catalogue\"");
    try {
      hand.sync("okta");
    } finally {
      engine.getRepositoryService().deleteDeployment(edited, true);
    }
    assertThat(fleet.policiesOf("Engineering")).contains("Sales apps catalogue");
  }

  @Test
  void keepsWhoeverIsBarredForALeave() {
    var ada = engineer("Berlin");
    hand.sync("okta");
    walk.accept(
        new LeaveStarted(
            walk.origin(), ada.id(), LocalDate.parse("2026-03-01"), null, Kind.GARDEN));
    okta.set(account(ada), Account.Status.SUSPENDED);
    assertThat(hand.sync("okta")).hasPassed("finishRun");
    assertThat(fleet.membersOf("Engineering")).containsExactly(ada.workEmail());
  }

  @Test
  void followsPeopleAndRenamedAndNestedGroups() {
    var ada = engineer("Berlin");
    var inner = okta.roster().byHand("Inner");
    okta.roster().nest(red, inner);
    hand.sync("okta");
    okta.change(account(ada), moved(ada, "Sales", "Rome"));
    okta.roster().join(inner, account(ada));
    okta.roster().rename(red, "Team Crimson");
    assertThat(hand.sync("okta")).isWaitingAt("approveRemovals");
    walk.decide(hand.running("okta"), "approveRemovals", "approve");
    assertThat(fleet.membersOf("Engineering")).isEmpty();
    assertThat(fleet.membersOf("Team Crimson")).containsExactly(ada.workEmail());
    assertThat(fleet.groupNames()).doesNotContain("Team Red");
    assertThat(fleet.userCount()).isEqualTo(1);
  }

  @Test
  void readsAGroupAgainIfOnlyThatIsTold() {
    var ada = engineer("Berlin");
    hand.sync("okta");
    var inner = okta.roster().byHand("Inner");
    okta.roster().join(inner, account(ada));
    okta.roster().nest(red, inner);
    hand.sync("okta");
    assertThat(fleet.membersOf("Team Red")).containsExactly(ada.workEmail());
  }

  @Test
  void leavesALeaverToTheirOffboarding() {
    var people = engineers(8);
    hand.sync("okta");
    var leaver = people.get(0);
    workforce.know(leaver);
    okta.change(account(leaver), moved(leaver, "Sales", "Rome"));
    walk.start(
        new io.muster.people.EmploymentChange.Terminated(
            walk.origin(),
            leaver.id(),
            java.time.LocalDate.parse("2026-03-20"),
            null,
            Reason.VOLUNTARY,
            false,
            false));
    assertThat(hand.sync("okta")).hasPassed("finishRun").hasNotPassed("approveRemovals");
    assertThat(fleet.membersOf("Engineering")).contains(leaver.workEmail());
  }

  // scope

  @Test
  void asksForHelpWhileASelectedGroupIsMissing() {
    okta.roster().remove(red);
    var sync = hand.sync("okta");
    assertThat(sync).isWaitingAt("resolveScope");
    assertThat(problemOf(sync)).contains("There is no group 'Team Red' in okta");
    okta.roster().byHand("Team Red");
    walk.decide(sync, "resolveScope", "tryAgain");
    assertThat(sync).isEnded().hasPassed("synced");
  }

  @Test
  void refusesAGroupOfEverybody() {
    all.roster().everybody("The Firm");
    hand.person(all, "Engineering", "Berlin");
    var sync = hand.sync("all");
    assertThat(sync).isWaitingAt("resolveScope");
    assertThat(problemOf(sync)).contains("yes-the-entire-directory");
    walk.decide(sync, "resolveScope", "stop");
    assertThat(sync).isEnded().hasPassed("stoppedWithoutScope");
    assertThat(fleet.userCount()).isZero();
  }

  @Test
  void refusesAGroupThatHasBecomeOneOfEverybody() {
    hand.person(okta, "Engineering", "Berlin");
    assertThat(hand.sync("okta")).isEnded().hasPassed("synced");
    var users = fleet.userCount();

    hand.person(okta, "Sales", "Paris");
    okta.roster().takeEverybody(red);
    var sync = hand.sync("okta");
    assertThat(sync).isWaitingAt("resolveScope").hasPassed("changedScopeRefused");
    assertThat(problemOf(sync)).contains("'Team Red'", "yes-the-entire-directory");
    walk.decide(sync, "resolveScope", "stop");
    var next = hand.sync("okta");
    assertThat(next).isWaitingAt("resolveScope").hasPassed("scopeRefused");
    assertThat(fleet.userCount()).isEqualTo(users);
    assertThat(fleet.membersOf("Team Red")).isEmpty();
    walk.decide(next, "resolveScope", "stop");
  }

  @Test
  void refusesAGroupThatHoldsTheGroupOfEverybodyAtWhateverDepth() {
    var members =
        java.util.stream.IntStream.range(0, 3)
            .mapToObj(number -> hand.person(okta, "Sales", "Rome"))
            .toList();
    members.forEach(member -> okta.roster().join(red, account(member)));
    var outsider = hand.person(okta, "Sales", "Paris");
    var middle = okta.roster().byHand("Middle");
    okta.roster().nest(red, middle);
    assertThat(hand.sync("okta")).hasPassed("finishRun");
    assertThat(fleet.membersOf("Team Red")).hasSize(3);

    okta.roster().pagesOf(2);
    var firm = okta.roster().everybody("The Firm");
    okta.roster().nest(middle, firm);
    var sync = hand.sync("okta");
    assertThat(sync).isWaitingAt("resolveScope").hasPassed("nestedScopeRefused");
    assertThat(problemOf(sync))
        .contains("'Team Red'", "because 'The Firm' is in it", "yes-the-entire-directory");
    walk.decide(sync, "resolveScope", "tryAgain");
    assertThat(sync).isWaitingAt("resolveScope");
    assertThat(fleet.membersOf("Team Red")).hasSize(3);

    okta.roster().unnest(middle, firm);
    walk.decide(sync, "resolveScope", "tryAgain");
    assertThat(sync).hasPassed("finishRun");
    assertThat(fleet.membersOf("Team Red")).hasSize(3);
    assertThat(fleet.findUser(String.valueOf(outsider.workEmail()))).isEmpty();
  }

  @Test
  void goesOnOnceAGroupOfEverybodyIsSelectedNoMore() {
    assertThat(hand.sync("okta")).isEnded().hasPassed("synced");
    jdbc.sql(
            """
            insert into muster_sync_group
              (connection, group_id, selected_as, name, kept_by, settled)
            values ('okta', 'everybody', 'Was selected once', 'The Firm', 'DIRECTORY', true)
            """)
        .update();
    assertThat(hand.sync("okta")).isEnded().hasPassed("synced");
  }

  @Test
  void refusesToFillTheMirrorOfAnotherDirectoryAfterARename() {
    assertThat(hand.sync("okta")).isEnded().hasPassed("synced");
    var renamed = pushing.roster().byHand("Engineering of Rome");
    jdbc.sql(
            """
            insert into muster_sync_group
              (connection, group_id, selected_as, name, kept_by, settled, fleet_group, fleet_name)
            values ('pushing', ?, 'Engineering', 'Engineering', 'HAND', true, 'mirror-7', 'Engineering of Rome')
            """)
        .param(renamed.value())
        .update();
    var sync = hand.sync("pushing");
    assertThat(sync).isWaitingAt("resolveScope");
    assertThat(problemOf(sync)).contains("'Engineering' of pushing", "in okta");
    walk.decide(sync, "resolveScope", "stop");
    assertThat(hand.sync("okta")).isEnded().hasPassed("synced");
  }

  @Test
  void refusesToFillTheMirrorOfAnotherDirectory() {
    assertThat(hand.sync("okta")).isEnded().hasPassed("synced");
    pushing.roster().byHand("Engineering");
    var sync = hand.sync("pushing");
    assertThat(sync).isWaitingAt("resolveScope");
    assertThat(problemOf(sync)).contains("'Engineering' of pushing", "in okta");
    walk.decide(sync, "resolveScope", "stop");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          true                                                                     | true
          (user.objectId -ne null)                                                 | true
          (user.objectId -ne null) -and (user.userType -eq "Member")               | true
          (user.accountEnabled -eq true) -and (user.mail -ne null) (rule processed) | true
          user.status=="ACTIVE"                                                    | true
          user.department=="Sales"                                                 | false
          (user.objectId -ne null) -and (user.department -eq "Sales")              | false
          (user.department -eq "Sales") -or (user.objectId -ne null)               | true
          (user.department -eq "Sales" -or user.mail -ne $null) -and user.city -eq "Rome" | false
          user.userType -ne "Guest"                                                | true
          not (user.mail -ne null)                                                 | false
          user.department=="Sales" (rule 'a'), or user.login != null (rule 'b')     | true
          user.department=="Sales" (rule 'true, or not')                           | false
          isMemberOfGroupName("Everyone")                                          | true
          isMemberOfGroupName("Sales")                                             | false
          String.stringContains(user.title, "or") AND user.city == "Rome"          | false
          user.is_suspended == false                                               | true
          user.is_suspended == false && user.department == 'Sales'                 | false
          """)
  void knowsRulesThatAreTrueOfEverybody(String rule, boolean everybody) {
    assertThat(ScopeGuard.meansEverybody(KeptBy.RULE, rule)).isEqualTo(everybody);
  }

  @Test
  void runsOneSyncOfADirectoryAtATime() {
    okta.roster().remove(red);
    var first = hand.sync("okta");
    hand.syncs().startDue();
    assertThat(hand.running("okta").getId()).isEqualTo(first.getId());
    var second =
        engine
            .getRuntimeService()
            .startProcessInstanceByKey(DirectorySync.KEY, Map.of("connection", "okta"));
    walk.run(second);
    assertThat(second).isWaitingAt("resolveScope");
    assertThat(problemOf(second)).contains("runs already");
    walk.decide(second, "resolveScope", "stop");
    assertThat(hand.running("okta").getId()).isEqualTo(first.getId());
  }

  @Test
  void beginsSoonerWhenTheDirectoryHasNews() {
    assertThat(hand.sync("okta")).isEnded();
    hand.syncs().startDue();
    assertThat(runningSyncs()).isZero();
    events.publishEvent(new DirectoryChangedEvent("okta", Set.of(), Set.of(engineering)));
    walk.set(walk.now().plusSeconds(31));
    hand.syncs().startDue();
    assertThat(runningSyncs()).isOne();
  }

  @Test
  void beginsAgainByItsSchedule() {
    assertThat(hand.sync("okta")).isEnded();
    walk.set(walk.now().plus(Duration.ofMinutes(61)));
    hand.syncs().startDue();
    assertThat(runningSyncs()).isOne();
  }

  // removals

  @Test
  void takesAFewOutWithoutAsking() {
    var people = engineers(8);
    hand.sync("okta");
    people.subList(0, 5).forEach(person -> move(person, "Sales"));
    assertThat(hand.sync("okta")).isEnded().hasNotPassed("approveRemovals");
    assertThat(fleet.membersOf("Engineering")).hasSize(3);
    assertThat(fleet.userCount()).isEqualTo(8);
  }

  @Test
  void asksBeforeItTakesManyOutAndThenTakesOutExactlyThose() {
    var people = engineers(12);
    hand.sync("okta");
    people.subList(0, 6).forEach(person -> move(person, "Sales"));
    var sync = hand.sync("okta");
    assertThat(sync).isWaitingAt("approveRemovals");
    assertThat(fleet.membersOf("Engineering")).hasSize(12);
    assertThat(sync)
        .variables()
        .containsEntry("removedPeople", 6)
        .containsEntry("mirroredPeople", 12)
        .containsEntry("removalGroups", "Engineering: 6 of 12");
    assertThat((String) variable(sync, "removalNames")).contains(people.get(0).fullName());

    move(people.get(6), "Sales");
    walk.decide(sync, "approveRemovals", "approve");
    assertThat(sync).isWaitingAt("approveRemovals");
    assertThat(fleet.membersOf("Engineering")).hasSize(12);
    walk.decide(sync, "approveRemovals", "approve");
    assertThat(sync).isEnded();
    assertThat(fleet.membersOf("Engineering")).hasSize(5);
    assertThat(fleet.userCount()).isEqualTo(12);
  }

  @Test
  void leavesEverybodyInWhenToldToStopAndDoesNotAskTheSameTwice() {
    var people = engineers(12);
    hand.sync("okta");
    people.forEach(person -> move(person, "Sales"));
    var sync = hand.sync("okta");
    walk.decide(sync, "approveRemovals", "stop");
    assertThat(sync).isEnded();
    assertThat(hand.sync("okta")).isEnded().hasNotPassed("approveRemovals");
    assertThat(fleet.membersOf("Engineering")).hasSize(12);
  }

  @Test
  void asksAnewAfterADayWithWhatHasChangedSince() {
    var people = engineers(12);
    hand.sync("okta");
    people.forEach(person -> move(person, "Sales"));
    var sync = hand.sync("okta");
    people.subList(0, 8).forEach(person -> move(person, "Engineering"));
    walk.pass(sync, Duration.ofDays(1));
    assertThat(sync).isEnded().hasPassed("removalsOutdated", "synced");
    assertThat(fleet.membersOf("Engineering")).hasSize(8);
  }

  @Test
  void neverTakesEverybodyOutBecauseTheMarkIsLostOrTheAnswerEmpty() {
    var people = engineers(3);
    hand.sync("okta");
    okta.roster().forgetChanges();
    assertThat(hand.sync("okta")).isEnded();
    assertThat(fleet.membersOf("Engineering")).hasSize(3);
    okta.holdRules(true);
    okta.roster().forgetChanges();
    var sync = hand.sync("okta");
    assertThat(sync).isWaitingAt("approveRemovals");
    assertThat(fleet.membersOf("Engineering")).hasSize(people.size());
  }

  @Test
  void treatsADeletedGroupAsAnEmptyOne() {
    engineers(12);
    hand.sync("okta");
    okta.roster().remove(engineering);
    var sync = hand.sync("okta");
    assertThat(sync).isWaitingAt("approveRemovals");
    assertThat(fleet.membersOf("Engineering")).hasSize(12);
    walk.decide(sync, "approveRemovals", "approve");
    assertThat(fleet.membersOf("Engineering")).isEmpty();
    assertThat(fleet.userCount()).isEqualTo(12);
  }

  @Test
  void goesOnWithoutAGroupThatIsGoneAndSaysSoOnce() {
    var ada = engineer("Berlin");
    engineers(11);
    hand.sync("okta");
    okta.roster().remove(red);
    var sync = hand.sync("okta");
    assertThat(sync).isWaitingAt("reviewDrift").hasPassed("finishRun");
    assertThat((String) variable(sync, "drifts"))
        .contains("There is no group 'Team Red' in okta any more");
    okta.set(account(ada), Account.Status.SUSPENDED);
    assertThat(hand.sync("okta")).isEnded().hasPassed("synced");
    assertThat(fleet.membersOf("Berlin")).isEmpty();
    okta.roster().join(okta.roster().byHand("Team Red"), account(engineer("Rome")));
    hand.sync("okta");
    assertThat(fleet.membersOf("Team Red")).hasSize(1);
    walk.decide(sync, "reviewDrift", "mended");
  }

  @Test
  void knowsWhoIsStillInTheMirrorOfAGroupThatWasMadeAgain() {
    var people = engineers(12);
    hand.sync("okta");
    okta.roster().remove(engineering);
    var sync = hand.sync("okta");
    walk.decide(sync, "approveRemovals", "stop");
    assertThat(fleet.membersOf("Engineering")).hasSize(12);
    var again = okta.roster().byHand("Engineering");
    people.subList(1, 12).forEach(person -> okta.roster().join(again, account(person)));
    hand.sync("okta");
    assertThat(fleet.membersOf("Engineering"))
        .hasSize(11)
        .doesNotContain(people.get(0).workEmail());
  }

  @Test
  void looksAgainByItselfWhereNobodySettlesWhatIsWrong() {
    okta.roster().remove(red);
    var sync = hand.sync("okta");
    okta.roster().byHand("Team Red");
    walk.pass(sync, Duration.ofDays(1));
    assertThat(sync).isEnded().hasPassed("scopeOutdated", "synced");

    engineers(2);
    fleet.mishaps().failAlways("createUser", new Refused("no licence is left"));
    var next = hand.sync("okta");
    assertThat(next).isWaitingAt("resolveMirror");
    fleet.mishaps().mend("createUser");
    walk.pass(next, Duration.ofDays(1));
    assertThat(next).isEnded().hasPassed("mirrorOutdated", "synced");
    assertThat(fleet.membersOf("Engineering")).hasSize(2);
  }

  @Test
  void addsUpWhomItTakesOutUnaskedOverADay() {
    var people = engineers(20);
    hand.sync("okta");
    people.subList(0, 5).forEach(person -> move(person, "Sales"));
    assertThat(hand.sync("okta")).isEnded().hasNotPassed("approveRemovals");
    move(people.get(5), "Sales");
    var sync = hand.sync("okta");
    assertThat(sync).isWaitingAt("approveRemovals");
    assertThat(sync)
        .variables()
        .containsEntry("removedPeople", 1)
        .containsEntry("removedBefore", 5)
        .containsEntry("mirroredPeople", 15);
    walk.decide(sync, "approveRemovals", "approve");
    assertThat(sync).isEnded();
    assertThat(fleet.membersOf("Engineering")).hasSize(14);

    walk.set(walk.now().plus(Duration.ofHours(25)));
    move(people.get(6), "Sales");
    assertThat(hand.sync("okta")).isEnded().hasNotPassed("approveRemovals");
    assertThat(fleet.membersOf("Engineering")).hasSize(13);
  }

  @Test
  void takesOutWhoWasDeletedOrBarred() {
    var people = engineers(8);
    hand.sync("okta");
    okta.remove(account(people.get(0)));
    okta.set(account(people.get(1)), Account.Status.SUSPENDED);
    assertThat(hand.sync("okta")).isEnded();
    assertThat(fleet.membersOf("Engineering")).hasSize(6);
    assertThat(fleet.userCount()).isEqualTo(8);
  }

  // the fleet

  @ParameterizedTest
  @ValueSource(
      strings = {
        "createUser",
        "ensureGroup",
        "changeMembers",
        "ensurePoliciesOnGroup",
        "ensureNamed"
      })
  void endsTheSameWhereTheAnswerIsLost(String operation) {
    var people = engineers(8);
    if (operation.equals("ensureNamed")) {
      hand.sync("okta");
      okta.roster().rename(red, "Team Crimson");
    }
    fleet.mishaps().loseNextAnswer(operation);
    var sync = hand.start("okta");
    assertThatThrownBy(() -> walk.run(sync)).isInstanceOf(Unavailable.class);
    walk.pass(sync, Duration.ofSeconds(20));
    assertThat(sync).isEnded().hasPassed("synced");
    assertThat(fleet.userCount()).isEqualTo(8);
    assertThat(fleet.membersOf("Engineering")).hasSize(8);
    assertThat(fleet.policiesOf("Engineering")).contains("Company baseline");
    move(people.get(0), "Sales");
    fleet.mishaps().loseNextAnswer("changeMembers");
    var next = hand.start("okta");
    assertThatThrownBy(() -> walk.run(next)).isInstanceOf(Unavailable.class);
    walk.pass(next, Duration.ofSeconds(20));
    assertThat(fleet.membersOf("Engineering")).hasSize(7);
  }

  @Test
  void goesOnWhereItWasTurnedAway() {
    engineers(8);
    for (var operation : List.of("members", "users", "groups", "membersOfGroup")) {
      var mishaps = operation.equals("members") ? okta.mishaps() : fleet.mishaps();
      mishaps.failNext(
          operation, Unavailable.turnedAway("too many calls", null, walk.now().plusSeconds(60)));
    }
    var sync = hand.start("okta");
    for (int i = 0; i < 4; i++) {
      assertThatThrownBy(() -> walk.run(sync)).isInstanceOf(Unavailable.class);
      walk.set(walk.now().plusSeconds(61));
    }
    walk.run(sync);
    assertThat(sync).isEnded();
    assertThat(fleet.membersOf("Engineering")).hasSize(8);
  }

  @Test
  void bringsWhatTheFleetRefusesToAPersonAndTriesAgain() {
    engineers(2);
    fleet.mishaps().failAlways("createUser", new Refused("no licence is left"));
    var sync = hand.sync("okta");
    assertThat(sync).isWaitingAt("resolveMirror");
    assertThat((String) variable(sync, "differences")).contains("no licence is left");
    fleet.mishaps().mend("createUser");
    walk.decide(sync, "resolveMirror", "tryAgain");
    assertThat(sync).isEnded().hasPassed("synced");
    assertThat(fleet.membersOf("Engineering")).hasSize(2);
  }

  @Test
  void triesARenameAgainThatTheFleetRefused() {
    var ada = engineer("Berlin");
    hand.sync("okta");
    fleet.group("Team Crimson");
    okta.roster().rename(red, "Team Crimson");
    okta.roster().join(red, account(ada));
    var sync = hand.sync("okta");
    assertThat(sync).isWaitingAt("resolveMirror");
    assertThat((String) variable(sync, "differences"))
        .contains("Team Crimson: group with this name already exists");
    assertThat(fleet.membersOf("Team Red")).containsExactly(ada.workEmail());
    fleet.removeGroup("Team Crimson");
    walk.decide(sync, "resolveMirror", "tryAgain");
    assertThat(sync).hasPassed("finishRun");
    assertThat(fleet.membersOf("Team Crimson")).containsExactly(ada.workEmail());
    assertThat(fleet.groupNames()).doesNotContain("Team Red");
  }

  @Test
  void saysWhichPoliciesARenamedGroupKeepsAndTakesNoneAway() {
    engineer("Berlin");
    hand.sync("okta");
    okta.roster().rename(engineering, "Makers");
    var sync = hand.sync("okta");
    assertThat(sync).isWaitingAt("resolveMirror");
    assertThat((String) variable(sync, "differences"))
        .contains("was 'Engineering' and keeps the policies of that name")
        .contains("Engineering Wi-Fi and VPN");
    assertThat(fleet.policiesOf("Makers")).contains("Engineering Wi-Fi and VPN");
    walk.decide(sync, "resolveMirror", "goOn");
    assertThat(hand.sync("okta")).isEnded().hasPassed("synced");
  }

  @Test
  void makesAGroupAnewThatWasDeletedInTheFleet() {
    var people = engineers(8);
    hand.sync("okta");
    fleet.removeGroup("Engineering");
    move(people.get(0), "Sales");
    var sync = hand.sync("okta");
    assertThat(sync).isWaitingAt("resolveMirror");
    walk.decide(sync, "resolveMirror", "tryAgain");
    assertThat(sync).isEnded();
    assertThat(fleet.membersOf("Engineering")).hasSize(7);
    assertThat(fleet.policiesOf("Engineering")).contains("Company baseline");
  }

  @Test
  void waitsForAFleetThatCopiesTheDirectoryByItselfAndWritesNothing() {
    hq.roster().ruled("Berlin", worker -> worker.location().equals("Berlin"));
    var ada = hand.person(hq, "Engineering", "Berlin");
    var sync = hand.sync("hq");
    assertThat(sync).isWaitingAt("waitForMirror");
    var user = fleet.user(ada.workEmail());
    fleet.join("Berlin", user);
    walk.pass(sync, Duration.ofMinutes(15));
    assertThat(sync).isEnded().hasPassed("synced");
    assertThat(fleet.mishaps().asked()).isEmpty();

    hq.change(hand.account(hq, ada), moved(ada, "Engineering", "Rome"));
    var next = hand.sync("hq");
    assertThat(next).isWaitingAt("waitForMirror");
    fleet.leave("Berlin", user);
    walk.pass(next, Duration.ofMinutes(15));
    assertThat(next).isEnded().hasPassed("synced");
    assertThat(fleet.mishaps().asked()).isEmpty();
  }

  @Test
  void goesOnWithoutWhatTheFleetDoesNotBring() {
    hq.roster().ruled("Berlin", worker -> worker.location().equals("Berlin"));
    hand.person(hq, "Engineering", "Berlin");
    var sync = hand.sync("hq");
    walk.pass(sync, Duration.ofHours(27));
    walk.decide(sync, "resolveMirror", "tryAgain");
    assertThat(sync).isWaitingAt("waitForMirror");
    walk.pass(sync, Duration.ofHours(27));
    walk.decide(sync, "resolveMirror", "goOn");
    assertThat(sync).isEnded().hasPassed("synced");
    assertThat(fleet.groupNames()).isEmpty();
  }

  @Test
  void goesOnWhereTheFleetTakesNoMembersAndMakesTheGroupAnewThatIsGone() {
    engineers(3);
    hand.sync("okta");
    fleet.removeGroup("Engineering");
    fleet.mishaps().failNext("changeMembers", new Refused("Hexnode knows no such group (404)."));
    var ada = engineer("Berlin");
    var sync = hand.sync("okta");
    assertThat(sync).isWaitingAt("resolveMirror");
    assertThat((String) variable(sync, "differences")).contains("Engineering: ");
    assertThat(fleet.membersOf("Berlin")).containsExactly(ada.workEmail());
    walk.decide(sync, "resolveMirror", "tryAgain");
    assertThat(sync).isEnded().hasPassed("synced");
    assertThat(fleet.membersOf("Engineering")).hasSize(4);
  }

  @Test
  void looksForItsUsersAnewWhereTheFleetTakesThemForNobody() {
    var people = engineers(2);
    fleet.mishaps().failNext("changeMembers", new Refused("Hexnode knows no user 17."));
    var sync = hand.sync("okta");
    assertThat(sync).isWaitingAt("resolveMirror");
    assertThat((String) variable(sync, "differences")).contains("Hexnode knows no user 17.");
    walk.decide(sync, "resolveMirror", "tryAgain");
    assertThat(sync).isEnded().hasPassed("synced");
    assertThat(fleet.membersOf("Engineering")).hasSize(people.size());
    assertThat(fleet.userCount()).isEqualTo(people.size());
  }

  @Test
  void makesAUserAnewWhomAnOnboardingMadeAndTheFleetHasNoMore() {
    hand.sync("okta");
    okta.rule("Mirrored", worker -> true);
    var ada = walk.person("Engineering", "Developer", "Berlin");
    walk.run(walk.hire(ada));
    hand.sync("okta");
    fleet.removeUser(ada.workEmail());
    engineer("Rome");
    var sync = hand.sync("okta");
    assertThat(sync).as("that she is missing is seen").isWaitingAt("resolveMirror");
    walk.decide(sync, "resolveMirror", "tryAgain");
    assertThat(sync).as("that her user is gone is seen").isWaitingAt("resolveMirror");
    walk.decide(sync, "resolveMirror", "tryAgain");
    assertThat(sync).isEnded().hasPassed("synced");
    assertThat(fleet.findUser(ada.workEmail())).isPresent();
    assertThat(fleet.membersOf("Engineering")).hasSize(2).contains(ada.workEmail());
  }

  @Test
  void putsInAgainWhomSomebodyTookOutOfTheMirror() {
    var people = engineers(8);
    hand.sync("okta");
    var ada = people.get(0);
    fleet.leave("Engineering", fleet.findUser(ada.workEmail()).orElseThrow());
    move(people.get(1), "Sales");
    var sync = hand.sync("okta");
    walk.decide(sync, "resolveMirror", "tryAgain");
    assertThat(sync).isEnded().hasPassed("synced");
    assertThat(fleet.membersOf("Engineering")).hasSize(7).contains(ada.workEmail());
  }

  // accounts that come and go

  @Test
  void keepsWhoeverIsInByAnotherAccountOfTheirs() {
    var people = engineers(8);
    hand.sync("okta");
    var ada = people.get(0);
    okta.remove(account(ada));
    okta.takeIn(ada);
    assertThat(hand.sync("okta")).isEnded().hasPassed("synced");
    assertThat(fleet.membersOf("Engineering")).hasSize(8).contains(ada.workEmail());
  }

  @Test
  void takesAnAccountThatSomebodyElseHasNowForTheirs() {
    var people = engineers(8);
    hand.sync("okta");
    var former = people.get(0);
    var account = account(former);
    var heir = walk.person("Engineering", "Developer", "Rome");
    okta.giveTo(heir, account);
    assertThat(hand.sync("okta")).isEnded().hasPassed("synced");
    assertThat(fleet.membersOf("Engineering"))
        .hasSize(8)
        .contains(heir.workEmail())
        .doesNotContain(former.workEmail());
    assertThat(fleet.userCount()).isEqualTo(9);
  }

  @Test
  void putsWhoeverComesBackIntoTheirGroupsAgain() {
    var ada = engineers(8).get(0);
    hand.sync("okta");
    // it is told to be gone, as after a soft delete; what is told of a restoration is the account
    // alone
    people.gone("okta", account(ada));
    members.inNoGroup("okta", account(ada));
    hand.sync("okta");
    assertThat(fleet.membersOf("Engineering")).hasSize(7);
    okta.rename(account(ada), ada.workEmail());
    assertThat(hand.sync("okta")).isEnded().hasPassed("synced");
    assertThat(fleet.membersOf("Engineering")).hasSize(8);
  }

  // what a refusal means

  @Test
  void takesARefusedPageForNoDeletedGroup() {
    engineers(4);
    hand.sync("okta");
    okta.roster().forgetChanges();
    okta.mishaps().failNext("members", new Refused("the mark of the page has ended (400)"));
    var sync = hand.start("okta");
    assertThatThrownBy(() -> walk.run(sync))
        .isInstanceOf(Misconfigured.class)
        .hasMessageContaining("the mark of the page has ended");
    var job =
        engine
            .getManagementService()
            .createJobQuery()
            .processInstanceId(sync.getId())
            .singleResult();
    engine.getManagementService().setJobRetries(job.getId(), 1);
    walk.run(sync);
    assertThat(sync).isEnded().hasPassed("synced");
    assertThat(fleet.membersOf("Engineering")).hasSize(4);
  }

  // drift

  @Test
  void seesDriftWhereOnlyTheGroupIsTold() {
    engineers(3);
    var ada = engineer("Rome");
    workforce.know(ada);
    hand.sync("okta");
    okta.roster().join(red, account(ada));
    okta.roster().forgetChanges();
    hand.sync("okta");
    assertThat(drifts.newest(10)).extracting(Drifts.Drift::group).containsExactly("Team Red");
    okta.roster().leave(red, account(ada));
    okta.roster().forgetChanges();
    hand.sync("okta");
    assertThat(drifts.newest(10)).isEmpty();
  }

  @Test
  void findsDriftUnderTheNewNameOfAGroup() {
    var ada = engineer("Rome");
    workforce.know(ada);
    okta.roster().join(red, account(ada));
    hand.sync("okta");
    okta.roster().rename(red, "Team Crimson");
    okta.roster().rename(engineering, "Builders");
    var sync = hand.sync("okta");
    walk.decide(sync, "resolveMirror", "goOn");
    assertThat(drifts.newest(10))
        .extracting(Drifts.Drift::group)
        .containsExactlyInAnyOrder("Team Crimson", "Builders");
  }

  @Test
  void reportsWhoWasPutInByHandAndWhoIsMissingOnceAndWithTheReason() {
    var ada = engineer("Berlin");
    workforce.know(moved(ada, "Sales", "Berlin"));
    okta.roster().join(red, account(ada));
    var bob = hand.person(okta, "Sales", "Berlin");
    workforce.know(moved(bob, "Engineering", "Berlin"));
    var sync = hand.sync("okta");
    assertThat(sync).isWaitingAt("reviewDrift");
    assertThat((String) variable(sync, "drifts"))
        .contains(ada.id() + " is in Team Red: put in by hand")
        .contains(ada.id() + " is in Engineering: the directory's rule")
        .contains(bob.id() + " is not in Engineering: ");
    assertThat(hand.sync("okta")).isEnded().hasPassed("synced"); // the open task holds nothing up
    walk.decide(sync, "reviewDrift", "mended");
    assertThat(sync).isEnded().hasPassed("driftReviewed");

    okta.roster().leave(red, account(ada));
    hand.sync("okta");
    assertThat(drifts.newest(10))
        .extracting(Drifts.Drift::group)
        .containsExactlyInAnyOrder("Engineering", "Engineering");
  }

  @Test
  void reportsAnAccountThatHrKnowsNobodyBy() {
    okta.roster().join(red, okta.take("svc-backup@example.com"));
    okta.roster().join(red, account(hand.person(okta, "Sales", "Rome")));
    engineer("Rome"); // in by the rule of the directory, and HR may be about to tell of them
    var sync = hand.sync("okta");
    assertThat(sync).isWaitingAt("reviewDrift");
    assertThat((String) variable(sync, "drifts"))
        .contains(
            "svc-backup@example.com is in Team Red: HR knows nobody with this account; put in by hand");
    assertThat(drifts.newest(10)).hasSize(2).allMatch(drift -> drift.group().equals("Team Red"));
    walk.decide(sync, "reviewDrift", "accepted");
  }

  @Test
  void watchesGroupsThatAreNotMirrored() {
    desk.roster().byHand("Crew");
    var finance = desk.roster().byHand("Finance");
    var ada = hand.person(desk, "Sales", "Rome");
    workforce.know(ada);
    desk.roster().join(finance, hand.account(desk, ada));
    var sync = hand.sync("desk");
    assertThat(sync).isWaitingAt("reviewDrift");
    assertThat((String) variable(sync, "drifts"))
        .contains(ada.id() + " is in Finance: put in by hand");
    assertThat(fleet.groupNames()).containsExactly("Crew");
    assertThat(fleet.userCount()).isZero();
    desk.roster().leave(finance, hand.account(desk, ada));
    hand.sync("desk");
    assertThat(drifts.newest(10)).isEmpty();
    walk.decide(sync, "reviewDrift", "mended");
  }

  @Test
  void waitsWithAPersonWhoIsJustBeingTakenInOrMoved() {
    var ada = walk.person("Sales", "Clerk", "Rome");
    var onboarding = walk.hire(ada);
    okta.roster().join(red, okta.takeIn(ada));
    assertThat(hand.sync("okta")).isEnded().hasPassed("synced");
    assertThat(drifts.newest(10)).isEmpty();
    jdbc.sql("delete from muster_case where case_id = ?").param(onboarding.getId()).update();
    var sync = hand.sync("okta");
    assertThat(sync).isWaitingAt("reviewDrift");
    assertThat(drifts.newest(10)).extracting(Drifts.Drift::group).containsExactly("Team Red");
    walk.decide(sync, "reviewDrift", "mended");
  }

  @Test
  void listsALoginThatIsNotTheAddressAndAsksNobody() {
    var ada = engineer("Berlin");
    workforce.know(renamed(ada, "King", "king." + ada.workEmail()));
    assertThat(hand.sync("okta")).isEnded().hasPassed("synced");
    assertThat(drifts.newest(10))
        .filteredOn(drift -> ada.id().equals(drift.employee()))
        .extracting(Drifts.Drift::group, Drifts.Drift::kind)
        .containsExactly(tuple(Drifts.Drift.LOGIN, Drifts.Kind.DIFFERENT));
    okta.rename(account(ada), "king." + ada.workEmail());
    hand.sync("okta");
    assertThat(drifts.newest(10)).noneMatch(drift -> ada.id().equals(drift.employee()));
  }

  @Test
  void makesUpForAManagerWhoHasAnAccountByNow() {
    var boss = walk.person("Engineering", "Lead", "Berlin");
    var ada = ledBy(engineer("Berlin"), boss.id());
    workforce.know(ada);
    missing.isMissing(new AccountAt("okta", account(ada)), ada.id(), boss.id());
    hand.sync("okta");
    assertThat(okta.managerOf(account(ada))).isEmpty();
    assertThat(drift.drift())
        .filteredOn(shown -> ada.id().value().equals(shown.employee()))
        .extracting(DriftController.Shown::group)
        .containsExactly(Drifts.Drift.MANAGER);
    okta.ensureAccount(boss);
    hand.sync("okta");
    assertThat(okta.managerOf(account(ada))).contains(account(boss));
    assertThat(drift.drift()).noneMatch(shown -> ada.id().value().equals(shown.employee()));
  }

  @Test
  void forgetsTheDriftOfAGroupThatIsGone() {
    engineers(3);
    var ada = hand.person(okta, "Sales", "Rome");
    workforce.know(ada);
    okta.roster().join(red, account(ada));
    hand.sync("okta");
    assertThat(drifts.newest(10)).hasSize(1);
    okta.roster().remove(red);
    hand.sync("okta");
    assertThat(drifts.newest(10)).isEmpty();
  }

  @Test
  void saysThatAGroupIsStillBeingWorkedOut() {
    var ada = engineer("Rome");
    workforce.know(moved(ada, "Sales", "Rome"));
    okta.roster().settled(engineering, false);
    hand.sync("okta");
    assertThat(drifts.newest(10).get(0).reason()).contains("still working out");
    assertThat(berlin).isNotNull();
  }

  // calls

  @Test
  void costsCallsInProportionToWhatChanged() {
    var ids = new ArrayList<AccountId>();
    var crew = new ArrayList<GroupId>();
    okta.clear();
    engineering = okta.roster().byHand("Engineering");
    berlin = okta.roster().byHand("Berlin");
    red = okta.roster().byHand("Team Red");
    crew.addAll(List.of(engineering, berlin, red));
    for (int i = 0; i < 2000; i++) {
      var account = account(hand.person(okta, "Sales", "Rome"));
      ids.add(account);
      okta.roster().join(crew.get(i % 3), account);
    }
    assertThat(hand.sync("okta")).hasPassed("finishRun");
    assertThat(fleet.userCount()).isEqualTo(2000);
    for (int i = 0; i < 10; i++) {
      okta.roster().leave(crew.get(i % 3), ids.get(i));
      okta.roster().join(crew.get((i + 1) % 3), ids.get(i));
    }
    okta.mishaps().countAnew();
    fleet.mishaps().countAnew();
    assertThat(hand.sync("okta")).hasPassed("finishRun");
    var calls = okta.mishaps().calls().values().stream().mapToInt(Integer::intValue).sum();
    assertThat(okta.mishaps().calls()).containsOnlyKeys("changes");
    assertThat(calls).isLessThanOrEqualTo(2);
    // per group: one call puts in, one takes out, one reads back
    assertThat(fleet.mishaps().calls())
        .containsEntry("changeMembers", 6)
        .containsEntry("membersOfGroup", 3)
        .containsOnlyKeys("changeMembers", "membersOfGroup");
  }

  private Worker engineer(String location) {
    return hand.person(okta, "Engineering", location);
  }

  private List<Worker> engineers(int count) {
    return java.util.stream.IntStream.range(0, count).mapToObj(i -> engineer("Rome")).toList();
  }

  private AccountId account(Worker worker) {
    return hand.account(okta, worker);
  }

  private void move(Worker worker, String department) {
    okta.change(account(worker), moved(worker, department, worker.location()));
  }

  /** Somebody edits a table; the deployment to be taken back afterwards. */
  private String deploy(String table, String what, String by) {
    try {
      var edited = Files.readString(Path.of(table)).replace(what, by);
      return engine
          .getRepositoryService()
          .createDeployment()
          .addString(Path.of(table).getFileName().toString(), edited)
          .deploy()
          .getId();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private long runningSyncs() {
    return engine
        .getRuntimeService()
        .createProcessInstanceQuery()
        .processDefinitionKey(DirectorySync.KEY)
        .count();
  }

  private String problemOf(ProcessInstance sync) {
    return (String) variable(sync, "problem");
  }

  private Object variable(ProcessInstance sync, String name) {
    return engine.getRuntimeService().getVariable(sync.getId(), name);
  }
}
