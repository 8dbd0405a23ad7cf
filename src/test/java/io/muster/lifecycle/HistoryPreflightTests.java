package io.muster.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.preflight.Expectations;
import io.muster.preflight.Finding.Severity;
import io.muster.testing.MovableClock;
import io.muster.testing.WholeEngine;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** History is removed at night, and the doctor sees it if it is not. */
class HistoryPreflightTests extends WholeEngine {
  private static final Instant NOW = Instant.parse("2001-11-24T09:00:00Z");

  @Autowired private JdbcClient jdbc;
  @Autowired private Expectations expected;

  @AfterEach
  void clear() {
    jdbc.sql("delete from act_hi_procinst where id_ = 'late'").update();
  }

  @ParameterizedTest
  @CsvSource({"PT0S,GOOD", "PT48H,GOOD", "PT48H1S,WARNS"})
  void warnsOnceWhatIsDueIsTwoDaysLate(Duration late, Severity severity) {
    jdbc.sql(
            """
            insert into act_hi_procinst (id_, proc_inst_id_, proc_def_id_, start_time_, removal_time_)
            values ('late', 'late', 'none', ?, ?)
            """)
        .params(Timestamp.from(NOW), Timestamp.from(NOW.minus(late)))
        .update();
    assertThat(
            new HistoryPreflight(engine.getHistoryService(), new MovableClock(NOW)).check(expected))
        .singleElement()
        .satisfies(finding -> assertThat(finding.severity()).isEqualTo(severity));
  }

  @Test
  void hasAWindowInWhichTheEngineRemovesIt() {
    var settings = (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
    assertThat(settings.getHistoryCleanupBatchWindowStartTime()).isEqualTo("21:00");
    assertThat(settings.getHistoryCleanupBatchWindowEndTime()).isEqualTo("05:00");
    assertThat(engine.getHistoryService().findHistoryCleanupJobs())
        .isNotEmpty()
        .allSatisfy(job -> assertThat(job.getDuedate()).isNotNull());
  }
}
