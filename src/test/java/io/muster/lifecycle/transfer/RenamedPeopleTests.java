package io.muster.lifecycle.transfer;

import static io.muster.testing.Workers.renamed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.init;

import io.muster.devices.KnownDevices;
import io.muster.directory.AccountId;
import io.muster.lifecycle.ProcessEstate;
import io.muster.lifecycle.ProcessEstate.Walk;
import io.muster.lifecycle.ProcessTest;
import io.muster.people.EmploymentChange.Changed;
import io.muster.people.Worker;
import io.muster.people.Workforce;
import io.muster.testing.InMemoryDirectory;
import io.muster.testing.InMemoryFleet;
import java.util.Set;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** People whose login follows the address that HR gives them, as an administrator may choose. */
@ProcessTest
@TestPropertySource(properties = "muster.transfer.login-on-rename=change")
class RenamedPeopleTests {
  private static final String NEW_ADDRESS = "ada.king@example.com";

  @Autowired private ProcessEngine engine;
  @Autowired private Walk walk;
  @Autowired private InMemoryDirectory okta;
  @Autowired private InMemoryFleet fleet;
  @Autowired private KnownDevices known;
  @Autowired private Workforce workforce;

  private Worker ada;
  private AccountId account;

  @BeforeEach
  void anEngineerInBerlin() {
    init(engine);
    walk.set(ProcessEstate.MORNING);
    okta.clear();
    fleet.clear();
    okta.rule("Engineering", worker -> worker.department().equals("Engineering"));
    okta.rule("Berlin", worker -> worker.location().equals("Berlin"));
    okta.rule("Sales", worker -> worker.department().equals("Sales"));
    fleet.policy("Company baseline");
    fleet.policy("Engineering Wi-Fi and VPN");
    ada = walk.person("Engineering", "Developer", "Berlin");
    workforce.know(ada);
    account = okta.ensureAccount(ada);
    var user = fleet.ensureUser(ada);
    known.saw(ada.id(), user);
    fleet.ensureInGroups(user, Set.of("Engineering"));
  }

  @Test
  void signInWithTheNewAddressAndKeepTheirDeviceUser() {
    var transfer = change();
    walk.run(transfer);
    assertThat(transfer).isEnded().hasPassed("transferred");
    assertThat(okta.read(account).orElseThrow().login()).isEqualTo(NEW_ADDRESS);
    var user = fleet.findUser(ada.workEmail()).orElseThrow();
    assertThat(fleet.groupsOf(user))
        .as("moved though the fleet knows the address of before")
        .containsExactlyInAnyOrder("Engineering", "Berlin");
    assertThat(workforce.addressesOf(ada.id())).contains(ada.workEmail(), NEW_ADDRESS);
  }

  @Test
  void areAPersonsWhereSomebodyElseHasTheAddress() {
    var other = okta.take(NEW_ADDRESS);
    var transfer = change();
    walk.run(transfer);
    assertThat(transfer).isWaitingAt("resolveAccount");
    okta.rename(other, "somebody@example.com");
    walk.decide(transfer, "resolveAccount", "tryAgain");
    assertThat(transfer).isEnded().hasPassed("transferred");
    assertThat(okta.read(account).orElseThrow().login()).isEqualTo(NEW_ADDRESS);
  }

  @Test
  void areAskedAboutWhereTheDirectoryForgetsTheNewLogin() {
    okta.lie("ensureLogin", InMemoryDirectory.Lie.FORGETS);
    var transfer = change();
    walk.run(transfer);
    assertThat(transfer).isWaitingAt("resolveMove");
    assertThat((String) engine.getRuntimeService().getVariable(transfer.getId(), "contradictions"))
        .contains("has not got the new login");
  }

  private ProcessInstance change() {
    return walk.start(new Changed(walk.origin(), renamed(ada, "King", NEW_ADDRESS), null));
  }
}
