package io.muster.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.intake.EventReplay.NotReplayable;
import io.muster.intake.Inbox.Fate;
import io.muster.intake.Inbox.Receipt;
import io.muster.lifecycle.ProcessEstate;
import io.muster.lifecycle.ProcessEstate.Walk;
import io.muster.lifecycle.ProcessTest;
import io.muster.people.EmployeeId;
import io.muster.people.EmploymentChange;
import io.muster.people.EmploymentChange.Changed;
import io.muster.people.EmploymentChange.Hired;
import io.muster.people.EmploymentChange.Origin;
import io.muster.people.EmploymentChange.TerminationRescinded;
import io.muster.people.Worker;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.RuntimeService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A refused event that an operator has taken in again, before the real rules. */
@ProcessTest
class ReplayTests {
  @Autowired private EventReplay replays;
  @Autowired private Inbox inbox;
  @Autowired private RuntimeService engine;
  @Autowired private Walk walk;

  private Worker ada;

  @BeforeEach
  void adaWorksHere() {
    walk.set(ProcessEstate.MORNING);
    ada = walk.person("Engineering", "Developer", "Berlin");
    take(new Hired(origin("hired"), ada));
  }

  @Test
  void neverOverridesWhatHrHasSaidSinceTheEventWasEntered() {
    refuseLeaving("leaves");
    pass(Duration.ofMinutes(21));
    take(new Changed(origin("changed"), ada, null));
    pass(Duration.ofSeconds(30));
    take(new TerminationRescinded(origin("stays"), ada.id()));
    pass(Duration.ofHours(1));

    var receipt = replay("leaves", Map.of("lastDayOfWork", today()));

    assertThat(receipt.fate()).isEqualTo(Fate.SUPERSEDED);
    assertThat(receipt.reason()).contains("newer word of HR", "stays");
    assertThat(offboardings(ada.id())).isZero();
  }

  @Test
  void actsOnTheLastWordThoughItComesLate() {
    refuseLeaving("leaves");
    pass(Duration.ofDays(1));

    var receipt = replay("leaves", Map.of("lastDayOfWork", today()));

    assertThat(receipt.fate()).isEqualTo(Fate.STARTED);
    assertThat(offboardings(ada.id())).isEqualTo(1);
  }

  @Test
  void makesItNobodyElsesEvent() {
    refuseLeaving("leaves");
    var grace = walk.person("Engineering", "Developer", "Berlin");

    assertThatThrownBy(
            () ->
                replay(
                    "leaves", Map.of("employeeId", grace.id().value(), "lastDayOfWork", today())))
        .isInstanceOf(NotReplayable.class)
        .hasMessageContaining("another person")
        .hasMessageContaining("Send a new event");
    assertThat(offboardings(grace.id())).isZero();
    assertThat(inbox.find("hr", id("leaves")).orElseThrow().employee()).isEqualTo(ada.id().value());
  }

  @Test
  void letsANumberBeGivenWhereNoneCouldBeRead() {
    for (var unreadable : new String[] {"", ", \"employeeId\": 42", ", \"employeeId\": \"#\""}) {
      var event = "unreadable" + unreadable.length();
      inbox.refuse(
          "hr",
          id(event),
          null,
          """
          {"type": "worker.terminationRescinded", "timestamp": "%s", "data": {"reason": null%s}}
          """
              .formatted(walk.now(), unreadable),
          "employeeId: is missing");

      assertThat(replay(event, Map.of("employeeId", ada.id().value())).fate())
          .isEqualTo(Fate.NOTED);
      pass(Duration.ofSeconds(1));
    }
  }

  private void refuseLeaving(String event) {
    inbox.refuse(
        "hr",
        id(event),
        ada.id().value(),
        """
        {"type": "worker.terminated", "timestamp": "%s", "data": {"employeeId": "%s",
         "lastDayOfWork": "2026-02-31", "immediate": true}}
        """
            .formatted(walk.now(), ada.id()),
        "lastDayOfWork: is not a date");
  }

  private Receipt replay(String event, Map<String, @Nullable Object> corrections) {
    return replays.replay("hr", id(event), new HashMap<>(corrections), "olivia").orElseThrow();
  }

  private void take(EmploymentChange change) {
    inbox.take(change, change.origin().eventId());
  }

  private Origin origin(String event) {
    return new Origin("hr", id(event), walk.now());
  }

  private String id(String event) {
    return "%s-%s".formatted(ada.id(), event);
  }

  private String today() {
    return walk.now().toString().substring(0, "2026-03-02".length());
  }

  private void pass(Duration time) {
    walk.set(walk.now().plus(time));
  }

  private long offboardings(EmployeeId employee) {
    return engine
        .createProcessInstanceQuery()
        .processDefinitionKey("offboarding")
        .variableValueEquals("employee", employee.value())
        .count();
  }
}
