package io.muster.sources;

import static io.muster.sources.People.as;
import static io.muster.sources.People.employed;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.intake.Inbox;
import io.muster.intake.Inbox.Fate;
import io.muster.intake.Inbox.Receipt;
import io.muster.lifecycle.ProcessTest;
import io.muster.people.EmployeeId;
import io.muster.people.EmploymentChange.Origin;
import io.muster.people.EmploymentFacts;
import io.muster.preflight.Expectations;
import io.muster.sources.WorkerSnapshot.Status;
import io.muster.testing.MovableClock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.ProcessEngine;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/**
 * The guards of readings and the limit for leavers ask a person once, and not one after another.
 */
@ProcessTest
@TestPropertySource(
    properties = {
      "muster.safety.breaker.leavers.most=3",
      "muster.safety.breaker.leavers.share=0",
      "muster.safety.breaker.leavers.least=3"
    })
class HeldReadingTests {
  @Autowired private Snapshots snapshots;
  @Autowired private SourceWatch watch;
  @Autowired private SourcesPreflight preflight;
  @Autowired private Expectations expectations;
  @Autowired private Inbox inbox;
  @Autowired private MovableClock clock;
  @Autowired private ProcessEngine engine;

  @Test
  void disablesNobodyForAFileThatLostFortyPercentUntilAPersonAgrees() {
    var people = company("T", 30);
    snapshots.all("truncated", people);
    clock.advance(Duration.ofHours(1));
    var reading = new ArrayList<WorkerSnapshot>(people.subList(12, 30));
    people.subList(0, 12).forEach(person -> reading.add(as(person, Status.ENDED)));
    var held = snapshots.all("truncated", reading);
    assertThat(held.held()).contains("12 of 30 people leave");
    assertThat(offboarded("T")).isZero();

    assertThat(snapshots.letThrough(held.number(), "olivia"))
        .hasSize(12)
        .extracting(Receipt::fate)
        .containsOnly(Fate.STARTED);
    assertThat(offboarded("T")).isEqualTo(12);
    assertThat(inbox.held()).doesNotContainKey("truncated");
  }

  @Test
  void keepsLeaversOfAReadingThatIsOrdinaryForItsSourceAndTooManyForTheLimit() {
    var people = company("S", 100);
    snapshots.all("small", people);
    clock.advance(Duration.ofHours(1));
    var gone = people.subList(0, 5).stream().map(person -> as(person, Status.ENDED)).toList();
    assertThat(snapshots.some("small", gone))
        .extracting(Receipt::fate)
        .containsExactly(Fate.STARTED, Fate.STARTED, Fate.STARTED, Fate.HELD, Fate.HELD);
    assertThat(snapshots.some("small", gone)).as("held is taken in").isEmpty();
    assertThat(inbox.held()).containsEntry("small", 2L);
  }

  @Test
  void tellsThePeopleOfASourceThatNobodyKnewBefore() {
    for (int one = 0; one < 4; one++) {
      inbox.take(
          EmploymentFacts.read(
              new Origin("unmet", "event-" + one, clock.instant()),
              EmploymentFacts.TERMINATED,
              Map.of("employeeId", "U" + one, "lastDayOfWork", "2026-03-01")),
          "{\"number\": %d}".formatted(one));
    }
    watch.look();
    assertThat(
            engine
                .getRuntimeService()
                .createProcessInstanceQuery()
                .processDefinitionKey("source-alarm")
                .variableValueEquals("source", "unmet")
                .count())
        .isEqualTo(1);
    assertThat(preflight.check(expectations))
        .anyMatch(finding -> finding.remedy().contains("Leavers that wait for a person: 1"));
  }

  private List<WorkerSnapshot> company(String letter, int many) {
    return IntStream.range(0, many)
        .mapToObj(
            number ->
                employed(
                    "%s%03d".formatted(letter, number),
                    LocalDate.parse("2020-01-01"),
                    clock.instant()))
        .toList();
  }

  private long offboarded(String letter) {
    return IntStream.range(0, 30)
        .filter(
            number ->
                engine
                        .getRuntimeService()
                        .createProcessInstanceQuery()
                        .processDefinitionKey("offboarding")
                        .variableValueEquals(
                            "employee", new EmployeeId("%s%03d".formatted(letter, number)).value())
                        .count()
                    == 1)
        .count();
  }
}
