package io.muster.lifecycle.breaker;

import static io.muster.lifecycle.CaseAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.init;

import io.micrometer.core.instrument.MeterRegistry;
import io.muster.devices.Platform;
import io.muster.lifecycle.ProcessEstate;
import io.muster.lifecycle.ProcessEstate.Walk;
import io.muster.lifecycle.ProcessTest;
import io.muster.people.EmploymentChange.Terminated.Reason;
import io.muster.people.Workforce;
import io.muster.preflight.Expectations;
import io.muster.preflight.Finding;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.safety.Destruction;
import io.muster.safety.DeviceId;
import io.muster.safety.Ownership;
import io.muster.testing.InMemoryDirectory;
import io.muster.testing.InMemoryFleet;
import io.muster.testing.WalkedPaths;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** Two wipes a day go out; the third waits, is seen to wait, and goes out once two people agree. */
@ProcessTest
@TestPropertySource(properties = "muster.safety.breaker.most=2")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BreakerProcessTests {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Autowired private ProcessEngine engine;
  @Autowired private Walk walk;
  @Autowired private InMemoryDirectory okta;
  @Autowired private InMemoryFleet fleet;
  @Autowired private Workforce workforce;
  @Autowired private Destruction destruction;
  @Autowired private BreakerWatch watch;
  @Autowired private DestructionPreflight preflight;
  @Autowired private Expectations expectations;
  @Autowired private MeterRegistry meters;
  @Autowired private JdbcClient jdbc;
  @Autowired private WalkedPaths paths;

  private Instant today = ProcessEstate.MORNING;

  @BeforeEach
  void longAfterTheTestBefore() {
    init(engine);
    today = today.plus(Duration.ofDays(60));
    walk.set(today);
    okta.clear();
    fleet.clear();
  }

  @AfterAll
  void everyPathOfItsDiagramIsWalked() {
    assertThat(paths.notWalked(engine.getRepositoryService(), BreakerAlarm.KEY)).isEmpty();
  }

  @Test
  void waitsWithAReasonAndNoIncidentUntilTwoPeopleHaveAgreed() {
    wiped();
    wiped();
    var third = leaver();
    pass(third.offboarding(), Duration.ofMinutes(3));
    assertThat(fleet.wipes(third.laptop())).isZero();
    assertThat(incidents(third.offboarding())).isZero();
    assertThat(pauses(third.offboarding())).contains("the breaker is open");
    assertThat(fleet.locked()).as("it is contained all the same").contains(third.laptop());
    assertThat(fleet.isolated()).contains(third.laptop());
    assertThat(meters.get("muster.wipes.breaker.open").gauge().value()).isEqualTo(1);
    assertThat(meters.get("muster.wipes.waiting").gauge().value()).isEqualTo(1);
    assertThat(doctor()).anyMatch(finding -> finding.what().contains("The breaker is open"));

    look();
    var asked = task();
    assertThat(variable(asked, "wipeList"))
        .contains(third.laptop().toString(), "employee **E")
        .hasSizeLessThan(4000);
    answer(asked, "operator", "agree");
    answer(task(), "operator", "agree");
    assertThat(variable(task(), "problem")).contains("oneoperator did not count", "second person");
    answer(task(), "administrator", "leaveOpen");
    assertThat(variable(task(), "problem")).contains("leaves it open");
    assertThat(variable(task(), "agreedSoFar")).isEqualTo("oneoperator");
    answer(task(), "administrator", "agree");
    assertThat(alarms()).isEmpty();
    assertThat(destruction.state().opening()).isNull();

    pass(third.offboarding(), Duration.ofMinutes(3));
    assertThat(fleet.wipes(third.laptop())).isEqualTo(1);
    assertThat(walk.whole(third.offboarding())).isEnded().hasPassed("deviceWiped");
    assertThat(doctor()).allMatch(finding -> finding.severity() == Finding.Severity.GOOD);
  }

  @Test
  void showsTheListAnewWhenItHasChanged() {
    wiped();
    wiped();
    var third = leaver();
    pass(third.offboarding(), MINUTE);
    look();
    answer(task(), "operator", "agree");
    var shown = task();
    var fourth = leaver();
    pass(fourth.offboarding(), MINUTE);
    look();
    assertThat(task().getId()).isNotEqualTo(shown.getId());
    assertThat(variable(task(), "agreedSoFar")).isEqualTo("nobody yet");
    assertThat(variable(task(), "waitingWipes")).isEqualTo("2");

    var list = destruction.state().list();
    destruction.close(list, "ann", "meant so");
    destruction.close(list, "bob", "meant so");
    look();
    assertThat(alarms()).as("closed through the API").isEmpty();
    pass(fourth.offboarding(), Duration.ofMinutes(3));
    assertThat(fleet.wipes(fourth.laptop())).isEqualTo(1);
  }

  @Test
  void asksNobodyWhereItIsClosedBeforeTheQuestionIsWritten() {
    wiped();
    wiped();
    pass(leaver().offboarding(), MINUTE);
    watch.look();
    assertThat(alarms()).hasSize(1);
    close();
    alarms().forEach(walk::run);
    assertThat(alarms()).isEmpty();
    watch.look();
  }

  @Test
  void countsAWipeToWhichATokenWasMoved() {
    wiped();
    var jumped = leaver();
    fleet.setOnline(jumped.laptop(), false);
    pass(jumped.offboarding(), MINUTE);
    wiped();
    fleet.setOnline(jumped.laptop(), true);
    var part = partAt(jumped.offboarding(), "waitForDevice");
    for (int token = 0; token < 3; token++) {
      engine
          .getRuntimeService()
          .createProcessInstanceModification(part)
          .startBeforeActivity("wipeDevice")
          .execute();
    }
    pass(jumped.offboarding(), Duration.ofMinutes(5));
    assertThat(fleet.wipes(jumped.laptop())).isZero();
    assertThat(destruction.state().opening()).isNotNull();
    close();
  }

  @Test
  void countsWipesOfCasesStartedAtTheEnginesOwnDoor() {
    wiped();
    var second = approved(startedDirectly());
    pass(second.offboarding(), MINUTE);
    assertThat(fleet.wipes(second.laptop())).isEqualTo(1);
    var third = approved(startedDirectly());
    pass(third.offboarding(), Duration.ofMinutes(3));
    assertThat(fleet.wipes(third.laptop())).isZero();
    close();
  }

  @Test
  void isPausedByOneCallAndTellsThePeople() {
    var leaver = leaver();
    destruction.pause("op", "an attack?");
    pass(leaver.offboarding(), Duration.ofMinutes(3));
    assertThat(fleet.wipes(leaver.laptop())).isZero();
    assertThat(fleet.locked()).contains(leaver.laptop());
    assertThat(incidents(leaver.offboarding())).isZero();
    assertThat(pauses(leaver.offboarding())).contains("wipes are paused");
    assertThat(doctor()).anyMatch(finding -> finding.what().contains("paused by op"));
    assertThat(meters.get("muster.wipes.paused").gauge().value()).isEqualTo(1);
    look();
    assertThat(pausedTasks()).hasSize(1);

    destruction.resume("op", "false alarm");
    pass(leaver.offboarding(), Duration.ofMinutes(3));
    assertThat(fleet.wipes(leaver.laptop())).isZero();
    destruction.resume("admin", "looked");
    look();
    assertThat(pausedTasks()).isEmpty();
    pass(leaver.offboarding(), Duration.ofMinutes(3));
    assertThat(fleet.wipes(leaver.laptop())).isEqualTo(1);
  }

  /** Somebody whose laptop was wiped. */
  private void wiped() {
    var leaver = leaver();
    pass(leaver.offboarding(), Duration.ofMinutes(2));
    assertThat(fleet.wipes(leaver.laptop())).isEqualTo(1);
  }

  /** Somebody who has left, and of whose laptop an approver has said that it is wiped. */
  private Left leaver() {
    var ada = walk.person("Engineering", "Developer", "Berlin");
    workforce.know(ada);
    okta.ensureAccount(ada);
    fleet.ensureInGroups(fleet.ensureUser(ada), Set.of("Engineering", "Berlin"));
    var laptop = fleet.enrol(ada.workEmail(), Platform.MACOS, Ownership.CORPORATE);
    return approved(new Left(walk.fireNow(ada.id(), Reason.VOLUNTARY), laptop));
  }

  private Left startedDirectly() {
    var ada = walk.person("Engineering", "Developer", "Berlin");
    workforce.know(ada);
    okta.ensureAccount(ada);
    fleet.ensureInGroups(fleet.ensureUser(ada), Set.of("Engineering", "Berlin"));
    var laptop = fleet.enrol(ada.workEmail(), Platform.MACOS, Ownership.CORPORATE);
    var started =
        engine
            .getRuntimeService()
            .startProcessInstanceByKey(
                "offboarding",
                "direct-" + ada.id(),
                Map.of(
                    "employeeId",
                    ada.id().value(),
                    "lastDayOfWork",
                    "2026-03-01",
                    "reason",
                    "voluntary",
                    "immediate",
                    true));
    return new Left(started, laptop);
  }

  private Left approved(Left left) {
    pass(left.offboarding(), MINUTE);
    walk.complete(walk.task(left.offboarding(), "approveWipe"), "approver", "approve");
    return left;
  }

  /** Lets time pass as the executor does: what is turned away is tried again in its time. */
  private void pass(ProcessInstance instance, Duration time) {
    var end = walk.now().plus(time).plusMillis(1);
    while (walk.now().isBefore(end)) {
      try {
        walk.pass(instance, Duration.between(walk.now(), end));
      } catch (Unavailable turnedAway) {
        // its job waits
      }
    }
  }

  private void close() {
    var list = destruction.state().list();
    destruction.close(list, "ann", "meant so");
    destruction.close(list, "bob", "meant so");
    watch.look();
    alarms().forEach(walk::run);
  }

  private void look() {
    watch.look();
    alarms().forEach(walk::run);
  }

  private List<ProcessInstance> alarms() {
    return engine
        .getRuntimeService()
        .createProcessInstanceQuery()
        .processDefinitionKey(BreakerAlarm.KEY)
        .list();
  }

  private Task task() {
    return engine
        .getTaskService()
        .createTaskQuery()
        .taskDefinitionKey("agreeToWipes")
        .singleResult();
  }

  private void answer(Task task, String group, String decision) {
    walk.complete(task, group, decision);
    alarms().forEach(walk::run);
  }

  private List<Task> pausedTasks() {
    engine
        .getRuntimeService()
        .createProcessInstanceQuery()
        .processDefinitionKey("source-alarm")
        .variableValueEquals("source", BreakerWatch.PAUSED)
        .list()
        .forEach(walk::run);
    return engine
        .getTaskService()
        .createTaskQuery()
        .taskDefinitionKey("seeToSource")
        .processVariableValueEquals("source", BreakerWatch.PAUSED)
        .list();
  }

  private String variable(Task task, String name) {
    return String.valueOf(engine.getTaskService().getVariable(task.getId(), name));
  }

  private long incidents(ProcessInstance instance) {
    return walk.parts(instance).stream()
        .mapToLong(
            part ->
                engine.getRuntimeService().createIncidentQuery().processInstanceId(part).count())
        .sum();
  }

  private List<String> pauses(ProcessInstance instance) {
    return jdbc.sql("select reason from muster_pause where case_id = ? and until is null")
        .param(instance.getId())
        .query(String.class)
        .list();
  }

  private String partAt(ProcessInstance instance, String activity) {
    return walk.parts(instance).stream()
        .filter(part -> engine.getRuntimeService().getActiveActivityIds(part).contains(activity))
        .findFirst()
        .orElseThrow();
  }

  private List<Finding> doctor() {
    return preflight.check(expectations);
  }

  private record Left(ProcessInstance offboarding, DeviceId laptop) {}
}
