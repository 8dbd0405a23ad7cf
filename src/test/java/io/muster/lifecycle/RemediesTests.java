package io.muster.lifecycle;

import static io.muster.testing.Workers.inDepartment;
import static io.muster.testing.Workers.moved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.init;

import io.muster.devices.Platform;
import io.muster.directory.AccountId;
import io.muster.intake.Inbox;
import io.muster.lifecycle.Lifecycle.Fate;
import io.muster.lifecycle.ProcessEstate.Walk;
import io.muster.people.EmploymentChange.Changed;
import io.muster.people.EmploymentChange.Hired;
import io.muster.people.EmploymentChange.TerminationRescinded;
import io.muster.people.Worker;
import io.muster.people.Workforce;
import io.muster.remote.RemoteFailure.Misconfigured;
import io.muster.safety.Ownership;
import io.muster.testing.InMemoryDirectory;
import io.muster.testing.InMemoryFleet;
import java.io.IOException;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Does what each task and incident tells a person to do, and sees the case go on. Which text stands
 * for which walk is in {@code RemedyTextsTests}.
 */
@ProcessTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RemediesTests {
  @Autowired private ProcessEngine engine;
  @Autowired private Walk walk;
  @Autowired private InMemoryDirectory okta;
  @Autowired private InMemoryDirectory acquired;
  @Autowired private InMemoryFleet fleet;
  @Autowired private Workforce workforce;
  @Autowired private Inbox inbox;

  private final List<String> edits = new ArrayList<>();

  @BeforeEach
  void anEstateInOrder() {
    init(engine);
    walk.set(ProcessEstate.MORNING);
    okta.clear();
    acquired.clear();
    fleet.clear();
    for (var department : Set.of("Engineering", "Sales")) {
      okta.rule(department, worker -> worker.department().equals(department));
      acquired.rule(department, worker -> worker.department().equals(department));
    }
    okta.rule("Berlin", worker -> worker.location().equals("Berlin"));
    acquired.rule("Berlin", worker -> worker.location().equals("Berlin"));
    fleet.policy("Company baseline");
    fleet.policy("Engineering Wi-Fi and VPN");
    fleet.policy("Sales apps catalogue");
    fleet.policy("Hexnode Access for Mac");
    fleet.policy("Hexnode Access for Windows");
  }

  @AfterEach
  void tablesAsTheyAreShipped() {
    edits.forEach(edit -> engine.getRepositoryService().deleteDeployment(edit, true));
    edits.clear();
  }

  // what a table names and nothing has

  @Test
  void goesOnInOnboardingOnceTheTableThatRoutedToNoConnectionIsCorrected() throws IOException {
    edit("connection-routing", Map.of("\"okta\"", "\"nowhere\""));
    var onboarding = walk.hire(engineer());
    assertThatThrownBy(() -> walk.run(onboarding)).isInstanceOf(Misconfigured.class);

    edit("connection-routing", Map.of());
    retryFailed(onboarding);
    walk.run(onboarding);
    assertThat(onboarding).isWaitingAt("waitForEnrolment");
  }

  @Test
  void goesOnInTransferOnceTheTableThatRoutedToNoConnectionIsCorrected() throws IOException {
    var ada = employed();
    edit("connection-routing", Map.of("\"okta\"", "\"nowhere\""));
    var transfer = change(moved(ada, "Sales", "Agent", "Berlin"));
    assertThatThrownBy(() -> walk.run(transfer)).isInstanceOf(Misconfigured.class);

    edit("connection-routing", Map.of());
    retryFailed(transfer);
    walk.run(transfer);
    assertThat(transfer).isEnded().hasPassed("transferred");
  }

  @Test
  void goesOnInAReturnOnceTheTableThatRoutedToNoConnectionIsCorrected() throws IOException {
    var ada = employed();
    var offboarding = leftInPeace(ada);
    walk.accept(new TerminationRescinded(walk.origin(), ada.id()));
    edit("connection-routing", Map.of("\"okta\"", "\"nowhere\""));
    assertThatThrownBy(() -> walk.run(offboarding)).isInstanceOf(Misconfigured.class);

    edit("connection-routing", Map.of());
    retryFailed(offboarding);
    walk.run(offboarding);
    assertThat(walk.runs(offboarding)).isFalse();
    assertThat(okta.find(ada.id()).orElseThrow().barred()).isFalse();
  }

  @Test
  void routesThePersonToWhereTheirAccountIsOnceTheTableSaysSo() throws IOException {
    var ada = engineer();
    var old = acquired.ensureAccount(ada);
    var onboarding = walk.hire(ada);
    walk.run(onboarding);
    assertThat(problemOf(onboarding)).contains("have the table route the person to 'acquired'");

    edit("connection-routing", Map.of("\"okta\"", "\"acquired\""));
    walk.decide(onboarding, "resolveAccount", "tryAgain");
    assertThat(onboarding).isWaitingAt("waitForEnrolment");
    assertThat(variable(onboarding, "connection")).isEqualTo("acquired");
    assertThat(variable(onboarding, "account")).isEqualTo(old.value());
    assertThat(okta.size()).isZero();
  }

  @Test
  void movesThePersonWhereTheirAccountIsOnceTheTableSaysSo() throws IOException {
    var ada = engineer();
    workforce.know(ada);
    acquired.ensureAccount(ada);
    var transfer = change(moved(ada, "Sales", "Agent", "Berlin"));
    walk.run(transfer);
    assertThat(transfer).isWaitingAt("resolveAccount");

    edit("connection-routing", Map.of("\"okta\"", "\"acquired\""));
    walk.decide(transfer, "resolveAccount", "tryAgain");
    assertThat(transfer).isEnded().hasPassed("transferred");
    assertThat(okta.size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void goesOnOnceTheTableNamesAGroupThatIsThere(boolean isNew) throws IOException {
    edit("expected-groups", Map.of("\"Engineering\"", "\"Engeneering\""));
    var ada = isNew ? walk.person("Engeneering", "Developer", "Berlin") : employed();
    var stuck = isNew ? walk.hire(ada) : change(moved(ada, "Engeneering", "Lead", "Berlin"));
    walk.pass(stuck, Duration.ofMinutes(16));
    assertThat(stuck).isWaitingAt("resolveGroups");
    assertThat((String) variable(stuck, "missingGroupsReason")).contains("no rule");

    edit("expected-groups", Map.of());
    walk.accept(new Changed(walk.origin(), inDepartment(ada, "Engineering"), null));
    walk.decide(stuck, "resolveGroups", "tryAgain");
    walk.pass(stuck, Duration.ofMinutes(1));
    assertThat(stuck).hasPassed(isNew ? "assignPolicies" : "transferred");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void goesOnOnceTheTableNamesAPolicyThatIsThere(boolean isNew) throws IOException {
    edit("policy-assignment", Map.of("\"Company baseline\"", "\"Company base\""));
    var ada = isNew ? engineer() : employed();
    var stuck = isNew ? walk.hire(ada) : change(moved(ada, "Sales", "Agent", "Berlin"));
    walk.run(stuck);
    assertThat(stuck).isWaitingAt("resolvePolicies");
    assertThat(problemOf(stuck)).contains("Company base");

    edit("policy-assignment", Map.of());
    walk.decide(stuck, "resolvePolicies", "tryAgain");
    assertThat(stuck).hasPassed(isNew ? "chooseDevice" : "transferred");
    assertThat(fleet.policiesOf(isNew ? "Engineering" : "Sales")).contains("Company baseline");
  }

  @Test
  void asksForNoDeviceOnceTheTableSaysThatNoneIsDue() throws IOException {
    var onboarding = walk.hire(engineer());
    walk.pass(onboarding, Duration.ofDays(40));
    assertThat(onboarding).isWaitingAt("chaseEnrolment");

    edit("device-entitlement", Map.of("\"corporate\"", "\"none\"", "\"personal\"", "\"none\""));
    walk.decide(onboarding, "chaseEnrolment", "tryAgain");
    assertThat(onboarding).isEnded().hasPassed("onboarded");
  }

  // what HR has to say otherwise

  @Test
  void takesADepartmentThatHrHasCorrectedByAChange() {
    var lost = walk.person("Enginering", "Developer", "Berlin");
    var onboarding = walk.hire(lost);
    walk.run(onboarding);
    assertThat(onboarding).isWaitingAt("resolveNoRule");

    var told = walk.accept(new Changed(walk.origin(), inDepartment(lost, "Engineering"), null));
    assertThat(told.reason())
        .contains(onboarding.getId(), "Say what an unknown department means", "next try");
    walk.decide(onboarding, "resolveNoRule", "tryAgain");
    assertThat(onboarding).isWaitingAt("waitForEnrolment");
    assertThat(groupsOf(lost)).containsExactlyInAnyOrder("Engineering", "Berlin");

    var transfer = instance(String.valueOf(told.caseId()));
    walk.pass(transfer, Duration.ofHours(1));
    assertThat(transfer).as("finds it done").isEnded().hasPassed("transferred");
  }

  @Test
  void takesADepartmentThatHrHasCorrectedByAnotherHire() {
    var lost = walk.person("Enginering", "Developer", "Berlin");
    var onboarding = walk.hire(lost);
    walk.run(onboarding);

    var told = walk.accept(new Hired(walk.origin(), inDepartment(lost, "Engineering")));
    assertThat(told.fate()).isEqualTo(Fate.JOINED);
    assertThat(told.caseId()).isEqualTo(onboarding.getId());
    assertThat(told.reason()).contains("Say what an unknown department means", "next try");
    walk.decide(onboarding, "resolveNoRule", "tryAgain");
    assertThat(onboarding).isWaitingAt("waitForEnrolment");
  }

  @Test
  void takesADepartmentThatHrHasCorrectedWhileTheMoveWaits() {
    var ada = employed();
    var transfer = change(moved(ada, "Saels", "Agent", "Berlin"));
    walk.run(transfer);
    assertThat(transfer).isWaitingAt("resolveNoRule");

    var told =
        walk.accept(new Changed(walk.origin(), moved(ada, "Sales", "Agent", "Berlin"), null));
    assertThat(told.fate()).isEqualTo(Fate.JOINED);
    assertThat(told.reason()).contains(transfer.getId(), "next try");
    walk.decide(transfer, "resolveNoRule", "tryAgain");
    assertThat(transfer).isEnded().hasPassed("transferred");
    assertThat(groupsOf(ada)).containsExactlyInAnyOrder("Sales", "Berlin");
  }

  @Test
  void leavesAChangeThatIsStillToComeForItsDay() {
    var ada = employed();
    var transfer = change(moved(ada, "Saels", "Agent", "Berlin"));
    walk.run(transfer);
    walk.accept(
        new Changed(
            walk.origin(), moved(ada, "Sales", "Agent", "Berlin"), LocalDate.parse("2026-03-20")));
    walk.decide(transfer, "resolveNoRule", "tryAgain");
    assertThat(transfer).isWaitingAt("resolveNoRule");
    walk.set(ProcessEstate.MORNING.plus(Duration.ofDays(20)));
    walk.decide(transfer, "resolveNoRule", "tryAgain");
    assertThat(transfer).isEnded().hasPassed("transferred");
  }

  @Test
  void takesTheOtherAddressThatHrGivesWhereTheFirstIsTaken() {
    var ada = engineer();
    okta.take(ada.workEmail());
    var onboarding = walk.hire(ada);
    walk.run(onboarding);
    assertThat(onboarding).isWaitingAt("resolveAccount");

    var other = withAddress(ada, "other." + ada.workEmail());
    var told = walk.accept(new Changed(walk.origin(), other, null));
    assertThat(told.reason()).contains("Settle the refused account");
    walk.decide(onboarding, "resolveAccount", "tryAgain");
    assertThat(onboarding).isWaitingAt("waitForEnrolment");
    assertThat(okta.find(ada.id()).orElseThrow().login()).isEqualTo(other.workEmail());
  }

  @Test
  void takesTheAccountOnceItBearsTheNumber() {
    var ada = engineer();
    var theirs = okta.take(ada.workEmail());
    var onboarding = walk.hire(ada);
    walk.run(onboarding);
    okta.number(theirs, ada.id());
    walk.decide(onboarding, "resolveAccount", "tryAgain");
    assertThat(onboarding).isWaitingAt("waitForEnrolment");
    assertThat(variable(onboarding, "account")).isEqualTo(theirs.value());
  }

  // what an administrator puts right elsewhere

  @Test
  void takesTheOneAccountThatIsLeftOfTwoWithTheNumber() {
    var ada = engineer();
    okta.ensureAccount(ada);
    var second = okta.duplicate(ada.id(), "second." + ada.workEmail());
    var onboarding = walk.hire(ada);
    walk.run(onboarding);
    assertThat(onboarding).isWaitingAt("resolveAccount");
    okta.remove(second);
    walk.decide(onboarding, "resolveAccount", "tryAgain");
    assertThat(onboarding).isWaitingAt("waitForEnrolment");
  }

  @Test
  void makesAnAccountAnewThatWasDeletedOnTheWay() {
    okta.musterKeepsMembership(true);
    okta.clearRules();
    okta.group("Engineering");
    okta.group("Berlin");
    var ada = engineer();
    var onboarding = walk.hire(ada);
    walk.runUntil(onboarding, "keepMembership");
    okta.remove(new AccountId((String) variable(onboarding, "account")));
    walk.run(onboarding);
    assertThat(onboarding).isWaitingAt("resolveGroups");
    walk.decide(onboarding, "resolveGroups", "tryAgain");
    assertThat(onboarding).isWaitingAt("waitForEnrolment");
    assertThat(groupsOf(ada)).containsExactlyInAnyOrder("Engineering", "Berlin");
  }

  @Test
  void makesAnAccountAnewOnceTheHireIsSentAgainAfterTheReturn() {
    var ada = employed();
    var offboarding = leftInPeace(ada);
    okta.remove(okta.find(ada.id()).orElseThrow().id());
    walk.accept(new TerminationRescinded(walk.origin(), ada.id()));
    walk.run(offboarding);
    walk.decide(offboarding, "resolveReturn", "goOn");
    assertThat(walk.runs(offboarding)).isFalse();

    var again = walk.start(new Hired(walk.origin(), ada));
    walk.run(again);
    assertThat(again).hasPassed("createAccount", "tiePolicies");
    assertThat(okta.find(ada.id())).isPresent();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void takesTheOneDeviceUserThatIsLeft(boolean isNew) {
    var ada = isNew ? engineer() : employed();
    fleet.user(ada.workEmail());
    var twin = fleet.user(ada.workEmail());
    var stuck = isNew ? walk.hire(ada) : change(moved(ada, "Sales", "Agent", "Berlin"));
    walk.run(stuck);
    assertThat(stuck).isWaitingAt("resolveDeviceUser");
    fleet.drop(twin);
    while (fleet.userCount() > 1) {
      fleet.removeUser(ada.workEmail());
    }
    walk.decide(stuck, "resolveDeviceUser", "tryAgain");
    assertThat(stuck).hasPassed(isNew ? "chooseDevice" : "transferred");
  }

  // what failed altogether

  @Test
  void tellsWhoeverSendsAnEventOfAnIncidentAndGoesOnOnceItsRetriesAreSet() {
    var ada = engineer();
    okta.mishaps()
        .failAlways("ensureAccount", new Misconfigured("Make a new token, then set it.", null));
    var onboarding = walk.hire(ada);
    assertThatThrownBy(() -> walk.run(onboarding)).isInstanceOf(Misconfigured.class);

    var told = walk.accept(new Hired(walk.origin(), ada));
    assertThat(told.reason()).contains("Give the person an account", "incident", "next try");
    okta.mishaps().mend("ensureAccount");
    retryFailed(onboarding);
    walk.run(onboarding);
    assertThat(onboarding).isWaitingAt("waitForEnrolment");
  }

  @Test
  void tellsWhoeverRepeatsAnEventWhereItsCaseWaits() {
    var lost = walk.person("Enginering", "Developer", "Berlin");
    var hired = new Hired(walk.origin(), lost);
    assertThat(inbox.take(hired, "as it came").reason()).isNull();
    var onboarding = instance(String.valueOf(inbox.take(hired, "as it came").caseId()));
    walk.run(onboarding);

    var repeat = inbox.take(hired, "as it came");
    assertThat(repeat.repeat()).isTrue();
    assertThat(repeat.reason()).contains(onboarding.getId(), "Say what an unknown department");
    walk.decide(onboarding, "resolveNoRule", "stop");
    assertThat(inbox.take(hired, "as it came").reason()).isNull();
  }

  @Test
  void saysNothingWhereAllGoesOnByItself() {
    var ada = engineer();
    var onboarding = walk.hire(ada);
    walk.run(onboarding);
    assertThat(onboarding).isWaitingAt("waitForEnrolment");
    assertThat(walk.accept(new Hired(walk.origin(), ada)).reason()).isNull();
    var grace = engineer();
    assertThat(walk.accept(new Hired(walk.origin(), grace)).reason()).isNull();
  }

  /** Deploys the table as it is shipped, but for these words, each of which it has. */
  private void edit(String table, Map<String, String> words) throws IOException {
    var edited = Files.readString(Path.of("processes/onboarding/%s.dmn".formatted(table)));
    for (var word : words.entrySet()) {
      assertThat(edited).contains(word.getKey());
      edited = edited.replace(word.getKey(), word.getValue());
    }
    edits.add(
        engine
            .getRepositoryService()
            .createDeployment()
            .name("edited " + table)
            .addString("onboarding/%s.dmn".formatted(table), edited)
            .deploy()
            .getId());
  }

  private void retryFailed(ProcessInstance instance) {
    for (var part : walk.parts(instance)) {
      engine
          .getManagementService()
          .createJobQuery()
          .processInstanceId(part)
          .noRetriesLeft()
          .list()
          .forEach(job -> engine.getManagementService().setJobRetries(job.getId(), 1));
    }
  }

  /** Gave notice, and left yesterday; the laptop is yet to be wiped. */
  private ProcessInstance leftInPeace(Worker ada) {
    fleet.ensureUser(ada);
    fleet.enrol(ada.workEmail(), Platform.MACOS, Ownership.CORPORATE);
    var offboarding = walk.leaveAfter(ada.id(), LocalDate.parse("2026-03-01"));
    walk.run(offboarding);
    return offboarding;
  }

  private Worker engineer() {
    return walk.person("Engineering", "Developer", "Berlin");
  }

  private Worker employed() {
    var ada = engineer();
    workforce.know(ada);
    okta.ensureAccount(ada);
    return ada;
  }

  private static Worker withAddress(Worker worker, String address) {
    return new Worker(
        worker.id(),
        worker.givenName(),
        worker.familyName(),
        address,
        worker.department(),
        worker.title(),
        worker.location(),
        worker.costCenter(),
        worker.manager(),
        worker.zone(),
        worker.startDate(),
        worker.legalHold());
  }

  private ProcessInstance change(Worker worker) {
    return walk.start(new Changed(walk.origin(), worker, null));
  }

  private ProcessInstance instance(String caseId) {
    return engine
        .getRuntimeService()
        .createProcessInstanceQuery()
        .processInstanceId(caseId)
        .singleResult();
  }

  private Set<String> groupsOf(Worker worker) {
    return okta.groupsOf(okta.find(worker.id()).orElseThrow().id());
  }

  private String problemOf(ProcessInstance instance) {
    return (String) variable(instance, "problem");
  }

  private Object variable(ProcessInstance instance, String name) {
    return engine.getRuntimeService().getVariable(instance.getId(), name);
  }
}
