package io.muster.lifecycle;

import io.muster.preflight.Expectations;
import io.muster.preflight.Finding;
import io.muster.preflight.Preflight;
import io.muster.preflight.PreflightSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.HistoryService;
import org.springframework.stereotype.Component;

/** Whether what is to be removed from the engine's history is removed in time. */
@Component
class HistoryPreflight implements Preflight, PreflightSource {
  /** Two nights: one may be missed. */
  static final Duration MOST_LATE = Duration.ofDays(2);

  private static final String OLDEST =
      """
      select * from act_hi_procinst where removal_time_ < #{now}
      order by removal_time_
      """;

  private final HistoryService history;
  private final Clock clock;

  HistoryPreflight(HistoryService history, Clock clock) {
    this.history = history;
    this.clock = clock;
  }

  @Override
  public List<Preflight> preflights() {
    return List.of(this);
  }

  @Override
  public String connection() {
    return "history";
  }

  @Override
  public String kind() {
    return "engine";
  }

  @Override
  public List<Finding> check(Expectations expected) {
    var now = clock.instant();
    var late = oldest(now).map(due -> Duration.between(due, now)).orElse(Duration.ZERO);
    return List.of(
        late.compareTo(MOST_LATE) <= 0
            ? Finding.good("Ended cases are removed from the history in time.")
            : Finding.warns(
                "Ended cases should have been removed from the history %d days ago."
                    .formatted(late.toDays()),
                "See whether a node runs between camunda.bpm.generic-properties.properties.history-cleanup-batch-window-start-time and -end-time, and widen that window."));
  }

  private Optional<Instant> oldest(Instant now) {
    return history
        .createNativeHistoricProcessInstanceQuery()
        .sql(OLDEST)
        .parameter("now", java.util.Date.from(now))
        .listPage(0, 1)
        .stream()
        .findFirst()
        .map(found -> found.getRemovalTime().toInstant());
  }
}
