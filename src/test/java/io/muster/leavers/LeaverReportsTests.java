package io.muster.leavers;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.ledger.Outcome.Kind;
import io.muster.ledger.Outcome.State;
import io.muster.ledger.Outcomes;
import io.muster.people.EmployeeId;
import io.muster.testing.WholeEngine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class LeaverReportsTests extends WholeEngine {
  @Autowired private LeaverReports reports;
  @Autowired private LeaverClock clocks;
  @Autowired private Outcomes outcomes;
  @Autowired private Clock clock;

  @Test
  void putsWhoeverLeftFirstAndIsNotSecuredOnTop() {
    var longAgo = clock.instant().minus(Duration.ofDays(9000));
    start("second", longAgo.plusSeconds(1));
    start("first", longAgo);
    start("to-come", clock.instant().plus(Duration.ofHours(1)));
    start("over", longAgo.minusSeconds(1));
    clocks.ends("over", "completed");
    start("secured", longAgo.minusSeconds(2));
    outcomes.say(
        "secured", new EmployeeId("secured"), Kind.LOCK, "4711", State.OBSERVED, "seen locked");

    assertThat(reports.unsecured(2))
        .extracting(LeaverTimes::caseId)
        .containsExactly("first", "second");
    assertThat(reports.unsecured(1)).extracting(LeaverTimes::caseId).containsExactly("first");
    assertThat(reports.unsecured(100))
        .extracting(LeaverTimes::caseId)
        .doesNotContain("to-come", "over", "secured");
    clocks.ends("first", "completed");
    clocks.ends("second", "completed");
  }

  private void start(String caseId, Instant effective) {
    clocks.starts(caseId, new EmployeeId(caseId), effective);
    outcomes.say(caseId, new EmployeeId(caseId), Kind.LOCK, "4711", State.REQUESTED, "asked for");
  }
}
