package io.muster.console;

import io.muster.devices.KnownDevices;
import io.muster.devices.Platform;
import io.muster.doors.Role;
import io.muster.intake.Inbox;
import io.muster.ledger.CaseRef;
import io.muster.ledger.Ledger;
import io.muster.lifecycle.ProcessEstate.Walk;
import io.muster.lifecycle.ProcessTest;
import io.muster.people.EmployeeId;
import io.muster.people.EmploymentChange.Origin;
import io.muster.people.EmploymentChange.Terminated;
import io.muster.people.EmploymentChange.Terminated.Reason;
import io.muster.people.Worker;
import io.muster.people.Workforce;
import io.muster.remote.RemoteFailure;
import io.muster.safety.DeviceId;
import io.muster.safety.Ownership;
import io.muster.testing.InMemoryDirectory;
import io.muster.testing.InMemoryFleet;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/**
 * People who leave, and somebody of each role who looks at it. Time goes on from one class to the
 * next: set back, it would make everybody wait who has just signed in.
 */
@ProcessTest
// the context of WebappDoorTests: the web applications find their engine by its name in this JVM
@TestPropertySource(properties = "camunda.bpm.process-engine-name=webapps")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ConsoleStage {
  private static final String PASSWORD = UUID.randomUUID().toString();

  @LocalServerPort int port;
  @Autowired ProcessEngine engine;
  @Autowired Walk walk;
  @Autowired InMemoryDirectory okta;
  @Autowired InMemoryFleet fleet;
  @Autowired Workforce workforce;
  @Autowired KnownDevices known;
  @Autowired Inbox inbox;
  @Autowired Ledger ledger;

  private final Map<Role, ConsoleVisitor> visitors = new EnumMap<>(Role.class);
  private final String suffix = UUID.randomUUID().toString().substring(0, 8);

  @BeforeAll
  void somebodyOfEachRole() throws Exception {
    walk.set(walk.now().plusSeconds(1));
    for (var role : Role.values()) {
      person(nameOf(role), role);
      var visitor = new ConsoleVisitor(port);
      visitor.signIn(nameOf(role), PASSWORD, "");
      visitors.put(role, visitor);
    }
  }

  /** An account with these roles. */
  void person(String name, Role... roles) {
    var identity = engine.getIdentityService();
    var user = identity.newUser(name);
    user.setPassword(PASSWORD);
    identity.saveUser(user);
    for (var role : roles) {
      identity.createMembership(name, role.group());
    }
  }

  String nameOf(Role role) {
    return role.group() + suffix;
  }

  String password() {
    return PASSWORD;
  }

  ConsoleVisitor as(Role role) {
    return Objects.requireNonNull(visitors.get(role));
  }

  String page(Role role, String path) throws IOException, InterruptedException {
    return as(role).get(path).body();
  }

  Worker worker(String number, String given, String family) {
    var worker =
        new Worker(
            new EmployeeId(number),
            given,
            family,
            number.toLowerCase(Locale.ROOT) + "@example.com",
            "Engineering",
            "Developer",
            "Berlin",
            "CC-1",
            null,
            ZoneId.of("Europe/Berlin"),
            LocalDate.of(2021, 3, 1),
            false);
    workforce.know(worker);
    okta.ensureAccount(worker);
    fleet.ensureInGroups(fleet.ensureUser(worker), Set.of("Engineering", "Berlin"));
    return worker;
  }

  DeviceId laptopOf(Worker worker) {
    return fleet.enrol(worker.workEmail(), Platform.MACOS, Ownership.CORPORATE);
  }

  /** HR says that the person has to go now; the case runs until it waits for somebody. */
  ProcessInstance fired(Worker worker) {
    var receipt =
        inbox.take(
            new Terminated(
                new Origin("hr", "leave-" + worker.id(), walk.now()),
                worker.id(),
                LocalDate.of(2026, 3, 2),
                null,
                Reason.INVOLUNTARY,
                true,
                false),
            "{\"type\":\"worker.terminated\",\"data\":{}}");
    var instance =
        engine
            .getRuntimeService()
            .createProcessInstanceQuery()
            .processInstanceId(receipt.caseId())
            .singleResult();
    pass(instance, Duration.ofMinutes(2));
    // the fleet in memory writes nothing into the ledger
    new CaseRef("offboarding", instance.getId(), worker.id(), "lockDevices")
        .during(() -> ledger.perform("hexnode", "device.lock", "4711", () -> true));
    return instance;
  }

  /** Lets time pass; what fails is tried again. */
  void pass(ProcessInstance instance, Duration time) {
    var end = walk.now().plus(time);
    while (walk.now().isBefore(end)) {
      try {
        walk.pass(instance, Duration.between(walk.now(), end));
      } catch (RemoteFailure | ProcessEngineException triedAgain) {
        // as an executor would
      }
    }
  }
}
