package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.CaseAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.init;

import io.muster.devices.FleetUserId;
import io.muster.devices.KnownDevices;
import io.muster.devices.Platform;
import io.muster.directory.Account;
import io.muster.directory.AccountId;
import io.muster.ledger.Outcome;
import io.muster.ledger.Outcomes;
import io.muster.lifecycle.ProcessEstate;
import io.muster.lifecycle.ProcessEstate.Walk;
import io.muster.lifecycle.ProcessTest;
import io.muster.people.EmploymentChange.Terminated.Reason;
import io.muster.people.LegalHolds;
import io.muster.people.Worker;
import io.muster.people.Workforce;
import io.muster.remote.RemoteFailure;
import io.muster.safety.DeviceId;
import io.muster.safety.Ownership;
import io.muster.testing.InMemoryDirectory;
import io.muster.testing.InMemoryFleet;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;

/** One person who works here and is to leave, and the verbs by which tests have that happen. */
@ProcessTest
abstract class LeaverStage {
  static final Duration MINUTE = Duration.ofMinutes(1);
  static final Duration HOUR = Duration.ofHours(1);
  static final Duration DAY = Duration.ofDays(1);
  static final String COLLEAGUE = "grace.hopper@example.com";

  @Autowired ProcessEngine engine;
  @Autowired Walk walk;
  @Autowired InMemoryDirectory okta;
  @Autowired InMemoryDirectory acquired;
  @Autowired InMemoryFleet fleet;
  @Autowired Workforce workforce;
  @Autowired LegalHolds holds;
  @Autowired KnownDevices known;
  @Autowired Outcomes outcomes;

  /** What went wrong with jobs, for whoever looks at a test that fails. */
  final List<String> failures = new ArrayList<>();

  Worker ada;
  AccountId account;

  @BeforeEach
  void aPersonWhoWorksHere() {
    init(engine);
    walk.set(ProcessEstate.MORNING);
    okta.clear();
    acquired.clear();
    fleet.clear();
    ada = walk.person("Engineering", "Developer", "Berlin");
    workforce.know(ada);
    account = okta.ensureAccount(ada);
    fleet.ensureInGroups(fleet.ensureUser(ada), Set.of("Engineering", "Berlin"));
    fleet.user("Grace Hopper", COLLEAGUE);
  }

  DeviceId laptop() {
    return fleet.enrol(ada.workEmail(), Platform.MACOS, Ownership.CORPORATE);
  }

  DeviceId phone() {
    return fleet.enrol(ada.workEmail(), Platform.IOS, Ownership.PERSONAL);
  }

  FleetUserId user() {
    return fleet.findUser(ada.workEmail()).orElseThrow();
  }

  boolean isDisabled() {
    return okta.read(account).filter(found -> !found.barred()).isEmpty();
  }

  /** HR says that the person's last day is over; nobody has to go at once. */
  ProcessInstance left() {
    return walk.leaveAfter(ada.id(), LocalDate.parse("2026-03-01"));
  }

  /** HR says that the person has to go now. */
  ProcessInstance fired() {
    return walk.fireNow(ada.id(), Reason.INVOLUNTARY);
  }

  /** The person has left, and somebody has agreed to the one wipe that was asked about. */
  ProcessInstance approved() {
    var offboarding = left();
    pass(offboarding, MINUTE);
    answer(offboarding, "approveWipe", "approve");
    return offboarding;
  }

  /** Does what is due; what fails is tried again when its time has come. */
  void run(ProcessInstance instance) {
    pass(instance, Duration.ZERO);
  }

  /** Lets time pass, like an executor: what fails is tried again when its time has come. */
  void pass(ProcessInstance instance, Duration time) {
    var end = walk.now().plus(time).plusMillis(1);
    while (walk.now().isBefore(end)) {
      try {
        walk.pass(instance, Duration.between(walk.now(), end));
      } catch (RemoteFailure | ProcessEngineException failed) {
        failures.add(String.valueOf(failed.getMessage()));
      }
    }
  }

  /** Lets time pass until this step is what is to be done next. */
  void walkUntil(ProcessInstance instance, String step) {
    for (int tick = 0; tick < 500 && !walk.isNext(instance, step); tick++) {
      if (walk.isDue(instance)) {
        walk.step(instance);
      } else {
        walk.set(walk.now().plusSeconds(2));
      }
    }
    assertThat(walk.isNext(instance, step)).as("%s is next", step).isTrue();
  }

  /** Somebody of the group that is asked answers the one open task of this name. */
  void answer(ProcessInstance instance, String key, String decision) {
    answer(instance, walk.task(instance, key), decision);
  }

  /** Somebody of the group that is asked answers this task. */
  void answer(ProcessInstance instance, @Nullable Task task, String decision) {
    var open =
        Objects.requireNonNull(
            task, () -> "no task to answer with %s, of %s".formatted(decision, keys(instance)));
    walk.complete(open, group(open), decision);
    run(instance);
  }

  /** The group that is asked. */
  String group(Task task) {
    return engine.getTaskService().getIdentityLinksForTask(task.getId()).stream()
        .filter(link -> link.getGroupId() != null)
        .map(link -> link.getGroupId())
        .sorted()
        .findFirst()
        .orElse("operator");
  }

  /** What the people who are asked about this case are asked for now. */
  List<Task> tasks(ProcessInstance instance) {
    return engine
        .getTaskService()
        .createTaskQuery()
        .processInstanceIdIn(walk.parts(instance).toArray(String[]::new))
        .list();
  }

  /** Where it stands, for whoever looks at a test that fails. */
  String standing(ProcessInstance instance) {
    var jobs =
        engine
            .getManagementService()
            .createJobQuery()
            .processInstanceIds(walk.parts(instance))
            .list()
            .stream()
            .map(
                job ->
                    "%s due %s, %d tries, %s"
                        .formatted(
                            job.getJobDefinitionId(),
                            job.getDuedate() == null ? null : job.getDuedate().toInstant(),
                            job.getRetries(),
                            job.getExceptionMessage()))
            .toList();
    return "%s at %s, jobs %s, failures %s, outcomes %s"
        .formatted(
            walk.whole(instance).active(),
            walk.now(),
            jobs,
            failures,
            outcomes.of(instance.getId()));
  }

  List<String> keys(ProcessInstance instance) {
    return walk.runs(instance)
        ? tasks(instance).stream().map(Task::getTaskDefinitionKey).toList()
        : List.of();
  }

  /** What the alarm about this leaver says, if there is one that somebody is asked about. */
  Optional<String> alarm() {
    var raised =
        Optional.ofNullable(
            engine
                .getRuntimeService()
                .createProcessInstanceQuery()
                .processDefinitionKey("source-alarm")
                .variableValueEquals("source", "leaver." + ada.id())
                .singleResult());
    raised.ifPresent(walk::run);
    return raised
        .filter(
            alarm ->
                engine.getTaskService().createTaskQuery().processInstanceId(alarm.getId()).count()
                    == 1)
        .map(alarm -> (String) engine.getRuntimeService().getVariable(alarm.getId(), "problem"));
  }

  /** What people are told: the alarm, and what the open tasks show. */
  String told(ProcessInstance instance) {
    var asked =
        walk.runs(instance) ? tasks(instance).stream().map(this::shown) : Stream.<String>of();
    return Stream.concat(asked, alarm().stream().map(words -> "alarm: " + words))
        .collect(Collectors.joining("\n"));
  }

  private String shown(Task task) {
    var known = engine.getTaskService().getVariables(task.getId());
    return Stream.of("device", "problem", "contradictions", "unclear")
        .map(known::get)
        .filter(value -> value != null)
        .map(String::valueOf)
        .collect(Collectors.joining("; ", task.getTaskDefinitionKey() + ": ", ""));
  }

  /** What a form shows. */
  String variable(Task task, String name) {
    return String.valueOf(engine.getTaskService().getVariable(task.getId(), name));
  }

  /** The outcome of this kind about this target. */
  Optional<Outcome> outcome(ProcessInstance instance, Outcome.Kind kind, String target) {
    return outcomes.of(instance.getId()).stream()
        .filter(outcome -> outcome.kind() == kind && outcome.target().equals(target))
        .findFirst();
  }

  String target() {
    return "okta/" + account;
  }

  /** The looks afterwards, a case of their own. */
  ProcessInstance sweep(ProcessInstance offboarding) {
    var sweep =
        engine
            .getRuntimeService()
            .createProcessInstanceQuery()
            .processDefinitionKey(Sweeps.KEY)
            .processInstanceBusinessKey("%s/sweep/%s".formatted(ada.id(), offboarding.getId()))
            .singleResult();
    assertThat(sweep).as("the looks afterwards").isNotNull();
    return sweep;
  }

  /** Everything this fleet was called for, whatever came of it. */
  int calls() {
    return fleet.mishaps().calls().values().stream().mapToInt(Integer::intValue).sum();
  }

  /** The case has not ended as if all were well, and people are told of this. */
  void isOpenAndTold(ProcessInstance offboarding, String target) {
    assertThat(walk.whole(offboarding)).isNotEnded().hasNotPassed("offboarded");
    assertThat(told(offboarding)).as("what people are told").contains(target);
  }

  /** It has ended with everything seen, and nobody had to close anything. */
  void isEndedGreen(ProcessInstance offboarding) {
    assertThat(walk.whole(offboarding)).hasEndedAt("offboarded");
    assertThat(outcomes.of(offboarding.getId()))
        .allSatisfy(
            outcome ->
                assertThat(outcome.state())
                    .as("%s", outcome)
                    .isIn(Outcome.State.OBSERVED, Outcome.State.NOT_OBSERVABLE));
  }

  /** It has ended, and this was closed by somebody whose name is kept. */
  void isClosedBy(ProcessInstance offboarding, String person, Outcome.Kind kind, String target) {
    assertThat(walk.whole(offboarding)).isEnded();
    assertThat(outcome(offboarding, kind, target))
        .hasValueSatisfying(
            closed -> {
              assertThat(closed.state()).as("%s", closed).isEqualTo(Outcome.State.CLOSED);
              assertThat(closed.words()).contains(person);
            });
  }

  static RemoteFailure down() {
    return RemoteFailure.Unavailable.turnedAway("down", null, null);
  }

  static RemoteFailure answerLost(String why) {
    return RemoteFailure.Unavailable.answerLost(why, null);
  }

  /** The account as it is. */
  Account.Status status() {
    return okta.read(account).orElseThrow().status();
  }
}
