package io.muster.lifecycle.onboarding;

import static io.muster.lifecycle.CaseAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.init;

import io.muster.devices.Platform;
import io.muster.lifecycle.ProcessEstate;
import io.muster.lifecycle.ProcessEstate.Walk;
import io.muster.lifecycle.ProcessTest;
import io.muster.safety.Ownership;
import io.muster.testing.BeforeTheGate;
import io.muster.testing.InMemoryDirectory;
import io.muster.testing.InMemoryFleet;
import java.io.IOException;
import java.time.Duration;
import org.camunda.bpm.engine.ProcessEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Cases that began while onboarding was one diagram finish on it. */
@ProcessTest
class OnePieceOnboardingTests {
  private static final Duration CHECK = Duration.ofHours(6);

  @Autowired private ProcessEngine engine;
  @Autowired private Walk walk;
  @Autowired private InMemoryDirectory okta;
  @Autowired private InMemoryFleet fleet;

  @BeforeEach
  void onboardingIsOneDiagram() throws IOException {
    init(engine);
    walk.set(ProcessEstate.MORNING);
    okta.clear();
    fleet.clear();
    okta.rule("Engineering", worker -> worker.department().equals("Engineering"));
    okta.rule("Berlin", worker -> worker.location().equals("Berlin"));
    fleet.policy("Company baseline");
    fleet.policy("Engineering Wi-Fi and VPN");
    fleet.policy("Hexnode Access for Mac");
    BeforeTheGate.deploy(
        engine, "onboarding", "diagrams/onboarding-of-one-piece.bpmn", "forms/onboarding/*");
  }

  @AfterEach
  void onboardingCallsAnother() throws IOException {
    BeforeTheGate.deploy(engine, "onboarding", "processes/onboarding/*", "forms/onboarding/*");
  }

  @Test
  void finishesOnTheDiagramItBeganOn() throws IOException {
    var ada = walk.person("Engineering", "Developer", "Berlin");
    fleet.accessArrives(false);
    var onboarding = walk.hire(ada);
    walk.run(onboarding);
    var mac = fleet.enrol(ada.workEmail(), Platform.MACOS, Ownership.CORPORATE);
    onboardingCallsAnother();
    walk.pass(onboarding, Duration.ofDays(2).plus(CHECK));
    assertThat(walk.whole(onboarding)).isWaitingAt("resolveAccess");
    assertThat(walk.parts(onboarding)).as("what it calls").hasSize(1);
    fleet.accessArrives(true);
    walk.decide(onboarding, "resolveAccess", "tryAgain");

    assertThat(walk.whole(onboarding)).isEnded().hasPassed("accessReady", "onboarded");
    assertThat(fleet.policiesOn(mac)).containsExactly("Hexnode Access for Mac");
  }
}
