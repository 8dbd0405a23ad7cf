package io.muster.lifecycle.offboarding;

import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.init;

import io.muster.devices.FleetUserId;
import io.muster.devices.Platform;
import io.muster.directory.AccountId;
import io.muster.lifecycle.Owned;
import io.muster.lifecycle.ProcessEstate;
import io.muster.lifecycle.ProcessEstate.Walk;
import io.muster.lifecycle.ProcessTest;
import io.muster.people.EmploymentChange.Terminated.Reason;
import io.muster.people.EmploymentChange.TerminationRescinded;
import io.muster.people.LegalHolds;
import io.muster.people.Worker;
import io.muster.people.Workforce;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.safety.DeviceId;
import io.muster.safety.Ownership;
import io.muster.testing.InMemoryDirectory;
import io.muster.testing.InMemoryFleet;
import io.muster.testing.WalkedPaths;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;

/** Somebody who works here, and what tests of their leaving need; all of them share one context. */
@ProcessTest
@Import(OffboardingGround.InTestsNames.class)
@TestPropertySource(
    properties = {"muster.owners.okta=OWNER-2", "muster.sources.workday.owner=OWNER-2"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OffboardingGround {
  static final Duration MINUTE = Duration.ofMinutes(1);
  static final Duration DAY = Duration.ofDays(1);

  @Autowired ProcessEngine engine;
  @Autowired Walk walk;
  @Autowired InMemoryDirectory okta;
  @Autowired InMemoryDirectory acquired;
  @Autowired InMemoryFleet fleet;
  @Autowired Workforce workforce;
  @Autowired LegalHolds holds;
  @Autowired Owned owned;
  @Autowired private WalkedPaths paths;

  Worker ada;
  AccountId account;

  @BeforeEach
  void aPersonWhoWorksHere() {
    init(engine);
    walk.set(ProcessEstate.MORNING);
    owned.by(null);
    okta.clear();
    acquired.clear();
    fleet.clear();
    ada = walk.person("Engineering", "Developer", "Berlin");
    workforce.know(ada);
    account = okta.ensureAccount(ada);
    var user = fleet.ensureUser(ada);
    fleet.ensureInGroups(user, Set.of("Engineering", "Berlin"));
  }

  /** What no test has walked of these processes. */
  Set<String> notWalked(String... processes) {
    var missing = new TreeSet<String>();
    for (var process : processes) {
      paths
          .notWalked(engine.getRepositoryService(), process)
          .forEach(id -> missing.add(process + " " + id));
    }
    return missing;
  }

  DeviceId laptop() {
    return fleet.enrol(ada.workEmail(), Platform.MACOS, Ownership.CORPORATE);
  }

  FleetUserId user() {
    return fleet.findUser(ada.workEmail()).orElseThrow();
  }

  static Unavailable down() {
    return Unavailable.turnedAway("down", null, null);
  }

  /** HR says: now. */
  ProcessInstance letGo(Reason reason) {
    var offboarding = walk.fireNow(ada.id(), reason);
    walk.run(offboarding);
    return offboarding;
  }

  /** The last day of somebody who gave notice has ended. */
  ProcessInstance leftInPeace() {
    var offboarding = walk.leaveAfter(ada.id(), LocalDate.parse("2026-03-01"));
    walk.run(offboarding);
    return offboarding;
  }

  void approve(ProcessInstance offboarding) {
    walk.complete(walk.task(offboarding, "approveWipe"), "approver", "approve");
    walk.run(offboarding);
  }

  /** The warrant is issued, and the device is yet to show itself awake. */
  ProcessInstance approved() {
    var offboarding = letGo(Reason.VOLUNTARY);
    approve(offboarding);
    return offboarding;
  }

  /** Somebody of this group answers, and the case goes on until it waits. */
  void decideAs(String group, ProcessInstance offboarding, String key, String decision) {
    walk.complete(walk.task(offboarding, key), group, decision);
    walk.run(offboarding);
  }

  void takeBack() {
    walk.accept(new TerminationRescinded(walk.origin(), ada.id()));
  }

  String said(Task task, String what) {
    return (String) engine.getTaskService().getVariable(task.getId(), what);
  }

  Task aboutDevice(List<Task> tasks, DeviceId device) {
    return tasks.stream()
        .filter(task -> device.toString().equals(said(task, "device")))
        .findFirst()
        .orElseThrow();
  }

  /** An operator answers with more than yes or no. */
  void answer(Task task, Map<String, Object> answers) {
    engine.getIdentityService().setAuthentication("oneoperator", List.of("operator"));
    try {
      engine.getTaskService().complete(task.getId(), answers);
    } finally {
      engine.getIdentityService().clearAuthentication();
    }
  }

  /** The alarm about this, if it goes on. */
  String alarm(String source) {
    var alarm =
        engine
            .getRuntimeService()
            .createProcessInstanceQuery()
            .processDefinitionKey("source-alarm")
            .variableValueEquals("source", source)
            .singleResult();
    if (alarm == null) {
      return "";
    }
    walk.run(alarm);
    return (String) engine.getRuntimeService().getVariable(alarm.getId(), "problem");
  }

  /** Things that run in whose name the test says. */
  @TestConfiguration(proxyBeanMethods = false)
  static class InTestsNames {
    @Bean
    Owned owned() {
      return new Owned();
    }
  }
}
