package io.muster.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.directory.Account;
import io.muster.lifecycle.Lifecycle.Fate;
import io.muster.lifecycle.ProcessEstate.Walk;
import io.muster.people.EmploymentChange;
import io.muster.people.EmploymentChange.Changed;
import io.muster.people.EmploymentChange.Hired;
import io.muster.people.EmploymentChange.Origin;
import io.muster.people.EmploymentChange.Terminated;
import io.muster.people.EmploymentChange.Terminated.Reason;
import io.muster.people.EmploymentChange.TerminationRescinded;
import io.muster.people.Worker;
import io.muster.testing.InMemoryDirectory;
import io.muster.testing.InMemoryFleet;
import java.time.Duration;
import java.time.LocalDate;
import java.util.concurrent.atomic.AtomicInteger;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Who may have somebody come back that was let go at once or against their will. */
@ProcessTest
class TakenBackByTests {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  @Autowired private Walk walk;
  @Autowired private InMemoryDirectory okta;
  @Autowired private InMemoryFleet fleet;
  @Autowired private ProcessEngine engine;

  private Worker ada;

  @BeforeEach
  void somebodyWorksHere() {
    walk.set(ProcessEstate.MORNING);
    okta.clear();
    fleet.clear();
    ada = walk.person("Board", "Chair", "Berlin");
  }

  @ParameterizedTest
  @CsvSource({"INVOLUNTARY, false", "INVOLUNTARY, true", "VOLUNTARY, true"})
  void anotherSourceMayNotTakeItBack(Reason reason, boolean immediate) {
    hear(new Hired(from("workday"), ada));
    var leaving = begun(reason, immediate, "security");

    for (var word : wordsOf("csv")) {
      assertThatThrownBy(() -> hear(word))
          .as("%s", word)
          .isInstanceOf(ChangeRefused.class)
          .hasMessageContaining("'csv'")
          .hasMessageContaining(leaving.getId())
          .hasMessageContaining("Have the source that did send it");
    }
    assertThat(okta.find(ada.id()).map(Account::barred).orElse(true)).isTrue();

    // what was refused has left no trace, so asking twice does not help either
    assertThatThrownBy(() -> hear(new TerminationRescinded(from("csv"), ada.id())))
        .isInstanceOf(ChangeRefused.class);
  }

  @ParameterizedTest
  @CsvSource({"security", "workday"})
  void whoSaidItAndWhoKnowsThePersonMay(String source) {
    hear(new Hired(from("workday"), ada));
    var leaving = begun(Reason.INVOLUNTARY, true, "security");

    var outcome = hear(new TerminationRescinded(from(source), ada.id()));

    assertThat(outcome.fate()).isEqualTo(Fate.JOINED);
    assertThat(outcome.caseId()).isEqualTo(leaving.getId());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void sayingItAsWellDoesNotMakeASourceOneThatMayTakeItBack(boolean underWay) {
    hear(new Hired(from("workday"), ada));
    var leaving = begun(Reason.INVOLUNTARY, true, "security");
    if (underWay) {
      walk.step(leaving);
      walk.step(leaving);
    }

    assertThat(hear(leaving(from("csv"), Reason.VOLUNTARY, false)).fate()).isEqualTo(Fate.NOTED);

    assertThat(engine.getRuntimeService().getVariable(leaving.getId(), "reason"))
        .isEqualTo("INVOLUNTARY");
    assertThatThrownBy(() -> hear(new TerminationRescinded(from("csv"), ada.id())))
        .isInstanceOf(ChangeRefused.class);
  }

  @Test
  void whoKnowsThePersonMayPutItOff() {
    hear(new Hired(from("workday"), ada));
    var leaving = begun(Reason.INVOLUNTARY, true, "security");

    assertThat(hear(leaving(from("workday"), Reason.VOLUNTARY, false)).fate())
        .isEqualTo(Fate.JOINED);
    assertThat(engine.getRuntimeService().getVariable(leaving.getId(), "reason"))
        .isEqualTo("VOLUNTARY");
  }

  @Test
  void anySourceMayTakeBackALeavingInPeace() {
    hear(new Hired(from("workday"), ada));
    begun(Reason.VOLUNTARY, false, "workday");

    assertThat(hear(new TerminationRescinded(from("csv"), ada.id())).fate()).isEqualTo(Fate.JOINED);
  }

  @Test
  void anySourceMayTakeBackWhatHasNotBegun() {
    hear(new Hired(from("workday"), ada));
    var later =
        new Terminated(
            from("workday"),
            ada.id(),
            LocalDate.parse("2026-03-31"),
            null,
            Reason.INVOLUNTARY,
            false,
            false);
    walk.run(walk.start(later));

    assertThat(hear(new TerminationRescinded(from("csv"), ada.id())).fate()).isEqualTo(Fate.JOINED);
  }

  @Test
  void aLeavingThatIsOverIsNotTakenBackByAnotherSource() {
    var leaving = begun(Reason.INVOLUNTARY, true, "security");
    walk.pass(leaving, Duration.ofDays(1));
    if (walk.runs(leaving)) {
      end(leaving);
    }

    assertThatThrownBy(() -> hear(new TerminationRescinded(from("csv"), ada.id())))
        .isInstanceOf(ChangeRefused.class)
        .hasMessageContaining("has been offboarded");
    assertThat(hear(new TerminationRescinded(from("security"), ada.id())).fate())
        .isNotEqualTo(Fate.SUPERSEDED);
  }

  /** What the refusal of a hire says to do. */
  @Test
  void aHireIsTakenInOnceTheTerminationWasRescinded() {
    hear(new Hired(from("workday"), ada));
    var leaving = begun(Reason.VOLUNTARY, false, "workday");
    walk.run(leaving);
    assertThatThrownBy(() -> hear(new Hired(from("workday"), ada)))
        .isInstanceOf(ChangeRefused.class)
        .hasMessageContaining(leaving.getId())
        .hasMessageContaining("worker.terminationRescinded");

    hear(new TerminationRescinded(from("workday"), ada.id()));
    assertThat(hear(new Hired(from("workday"), ada)).caseId()).isNotNull();
  }

  /** What the refusal says where the source that let somebody go is gone. */
  @Test
  void aNewHireOfAnySourceCountsOnceTheCaseHasEnded() {
    hear(new Hired(from("workday"), ada));
    var leaving = begun(Reason.INVOLUNTARY, true, "security");
    walk.run(leaving);
    assertThatThrownBy(() -> hear(new Hired(from("csv"), ada)))
        .isInstanceOf(ChangeRefused.class)
        .hasMessageContaining("let the case end and send a new hire");

    end(leaving);
    assertThat(hear(new Hired(from("csv"), ada)).fate()).isEqualTo(Fate.STARTED);
  }

  private void end(ProcessInstance leaving) {
    engine.getRuntimeService().deleteProcessInstance(leaving.getId(), "ended by hand");
  }

  private ProcessInstance begun(Reason reason, boolean immediate, String source) {
    return walk.start(leaving(from(source), reason, immediate));
  }

  private Terminated leaving(Origin origin, Reason reason, boolean immediate) {
    return new Terminated(
        origin,
        ada.id(),
        LocalDate.parse("2026-03-02").minusDays(10),
        null,
        reason,
        immediate,
        false);
  }

  private EmploymentChange[] wordsOf(String source) {
    return new EmploymentChange[] {
      new TerminationRescinded(from(source), ada.id()),
      new Hired(from(source), ada),
      new Changed(from(source), ada, null),
      // entered before the leaving was, but not heard of until now
      new Hired(
          new Origin(source, "late" + NUMBER.incrementAndGet(), walk.now().minusSeconds(1)), ada)
    };
  }

  private Lifecycle.Outcome hear(EmploymentChange change) {
    return walk.accept(change);
  }

  private Origin from(String source) {
    return new Origin(source, "w" + NUMBER.incrementAndGet(), walk.now());
  }
}
