package io.muster.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.muster.intake.EventReplay.NotReplayable;
import io.muster.intake.Inbox.Fate;
import io.muster.intake.Inbox.Receipt;
import io.muster.lifecycle.ProcessEstate.Walk;
import io.muster.lifecycle.ProcessTest;
import io.muster.people.EmployeeId;
import io.muster.people.EmploymentChange;
import io.muster.people.EmploymentChange.Origin;
import io.muster.people.EmploymentFacts;
import io.muster.people.LegalHolds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.ProcessEngine;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** Three people a day may leave on the word of a source; the others wait for a person's yes. */
@ProcessTest
@TestPropertySource(
    properties = {
      "muster.safety.breaker.leavers.most=3",
      "muster.safety.breaker.leavers.share=0",
      "muster.safety.breaker.leavers.least=3"
    })
class HeldLeaversTests {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  @Autowired private Inbox inbox;
  @Autowired private HeldLeavers held;
  @Autowired private Retention retention;
  @Autowired private LegalHolds holds;
  @Autowired private ProcessEngine engine;
  @Autowired private MeterRegistry meters;
  @Autowired private Walk walk;

  @Test
  void keepsWhoeverIsTooManyAndStartsNothing() {
    var receipts = leave("many", 5);
    assertThat(receipts)
        .extracting(Receipt::fate)
        .containsExactly(Fate.STARTED, Fate.STARTED, Fate.STARTED, Fate.HELD, Fate.HELD);
    var fourth = receipts.get(3);
    assertThat(fourth.caseId()).isNull();
    assertThat(fourth.reason()).contains("more than 3", "/api/held-leavers");
    assertThat(cases(fourth)).isZero();
    assertThat(inbox.held()).containsEntry("many", 2L);
    assertThat(meters.get("muster.leavers.held").gauge().value()).isGreaterThanOrEqualTo(2);
  }

  @Test
  void letsAnUrgentOneOfAnotherSourceThrough() {
    leave("wave", 5);
    assertThat(leave("urgent", 1)).extracting(Receipt::fate).containsExactly(Fate.STARTED);
  }

  @Test
  void knowsARepeatOfWhatItHolds() {
    var receipts = leave("again", 4);
    var employee = Objects.requireNonNull(receipts.get(3).employee());
    var again = take("again", receipts.get(3).eventId(), employee);
    assertThat(again.repeat()).isTrue();
    assertThat(again.fate()).isEqualTo(Fate.HELD);
    assertThat(inbox.held()).containsEntry("again", 1L);
  }

  @Test
  void takesThemInOnceAPersonAgreesToExactlyThese() {
    leave("agreed", 4);
    var shown = of("agreed").list();
    leave("agreed", 1);
    assertThatThrownBy(() -> held.agree("agreed", shown, "ann"))
        .isInstanceOf(NotReplayable.class)
        .hasMessageContaining("has changed");
    var receipts = held.agree("agreed", of("agreed").list(), "ann");
    assertThat(receipts)
        .hasSize(2)
        .allSatisfy(
            receipt -> {
              assertThat(receipt.fate()).isEqualTo(Fate.STARTED);
              assertThat(receipt.replayedBy()).isEqualTo("ann");
              assertThat(cases(receipt)).isEqualTo(1);
            });
    assertThat(inbox.held()).doesNotContainKey("agreed");
    assertThatThrownBy(() -> held.agree("agreed", shown, "ann")).isInstanceOf(NotReplayable.class);
  }

  @Test
  void doesNothingAboutWhatIsDeclined() {
    var receipts = leave("declined", 4);
    held.decline("declined", of("declined").list(), "ann", "a wrong filter");
    var receipt = inbox.find("declined", receipts.get(3).eventId()).orElseThrow();
    assertThat(receipt.fate()).isEqualTo(Fate.NOTED);
    assertThat(receipt.reason()).contains("Declined by ann: a wrong filter");
    assertThat(cases(receipt)).isZero();
  }

  @Test
  void holdsAStartAtTheEnginesOwnDoorAndTakesItInLater() {
    for (int one = 0; one < 3; one++) {
      startDirectly("D" + one);
    }
    assertThatThrownBy(() -> startDirectly("D3"))
        .isInstanceOf(BadUserRequestException.class)
        .hasMessageContaining("/api/held-leavers");
    var receipt = inbox.find("engine-rest", "held-D3").orElseThrow();
    assertThat(receipt.fate()).isEqualTo(Fate.HELD);
    assertThat(receipt.employee()).isEqualTo("D3");
    var taken = held.agree("engine-rest", of("engine-rest").list(), "ann");
    assertThat(taken).singleElement().satisfies(one -> assertThat(cases(one)).isEqualTo(1));
  }

  @Test
  void takesOneInThatAPersonReplaysAndForgetsNone() {
    var receipts = leave("old", 4);
    walk.set(walk.now().plus(Duration.ofDays(400)));
    retention.purge();
    assertThat(inbox.find("old", receipts.get(3).eventId())).isPresent();
    assertThat(of("old").events()).hasSize(1);
  }

  @Test
  void keepsTheLegalHoldOfWhatItHolds() {
    leave("law", 3);
    var employee = "H" + NUMBER.incrementAndGet();
    var receipt =
        inbox.take(
            EmploymentFacts.read(
                new Origin("law", "hold", walk.now()),
                EmploymentFacts.TERMINATED,
                Map.of("employeeId", employee, "lastDayOfWork", "2026-03-01", "legalHold", true)),
            "{}");
    assertThat(receipt.fate()).isEqualTo(Fate.HELD);
    assertThat(holds.held(new EmployeeId(employee))).isTrue();
  }

  @Test
  void countsNobodyWhomAPersonLetThrough() {
    for (int one = 0; one < 5; one++) {
      var employee = "L" + NUMBER.incrementAndGet();
      assertThat(inbox.takeAgreed(change("let", employee, employee), "{}", "ann").fate())
          .isEqualTo(Fate.STARTED);
    }
    assertThat(leave("let", 4).get(3).fate()).isEqualTo(Fate.HELD);
  }

  private HeldLeavers.Held of(String source) {
    return held.all().stream().filter(one -> one.source().equals(source)).findFirst().orElseThrow();
  }

  private List<Receipt> leave(String source, int many) {
    var receipts = new ArrayList<Receipt>();
    for (int one = 0; one < many; one++) {
      var number = NUMBER.incrementAndGet();
      receipts.add(take(source, "event-" + number, "L" + number));
    }
    return receipts;
  }

  private Receipt take(String source, String eventId, String employee) {
    return inbox.take(
        change(source, eventId, employee),
        """
        {"type": "worker.terminated", "data": {"employeeId": "%s", "lastDayOfWork": "2026-03-01", "immediate": true}}
        """
            .formatted(employee));
  }

  private EmploymentChange change(String source, String eventId, String employee) {
    return EmploymentFacts.read(
        new Origin(source, eventId, walk.now()),
        EmploymentFacts.TERMINATED,
        Map.of("employeeId", employee, "lastDayOfWork", "2026-03-01", "immediate", true));
  }

  private void startDirectly(String employee) {
    engine
        .getRuntimeService()
        .startProcessInstanceByKey(
            "offboarding",
            "held-" + employee,
            Map.of("employeeId", employee, "lastDayOfWork", "2026-03-01"));
  }

  private long cases(Receipt receipt) {
    return engine
        .getRuntimeService()
        .createProcessInstanceQuery()
        .processDefinitionKey("offboarding")
        .variableValueEquals("employee", receipt.employee())
        .count();
  }
}
