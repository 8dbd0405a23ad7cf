package io.muster.lifecycle.sync;

import static io.muster.lifecycle.sync.DirectorySync.DRIFTED;
import static io.muster.lifecycle.sync.DirectorySync.DRIFTS;

import io.muster.lifecycle.Cases;
import io.muster.lifecycle.sync.Drifts.Drift;
import java.time.Clock;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Makes way for the next run, and says whether anything new has drifted. */
@Component
class FinishRun extends SyncStep {
  private final Syncs syncs;
  private final Runs runs;
  private final Drifts drifts;
  private final Cases cases;
  private final Clock clock;

  FinishRun(Syncs syncs, Runs runs, Drifts drifts, Cases cases, Clock clock) {
    this.syncs = syncs;
    this.runs = runs;
    this.drifts = drifts;
    this.cases = cases;
    this.clock = clock;
  }

  @Override
  protected boolean part(String connection, DelegateExecution execution) {
    var untold = drifts.untold(connection);
    var ask = !untold.isEmpty() && untold.size() >= syncs.named(connection).driftTaskFrom();
    DRIFTED.set(execution, ask);
    if (ask) {
      DRIFTS.set(
          execution,
          DirectorySync.cut(
              untold.stream().map(Drift::inWords).collect(Collectors.joining("\n- ", "- ", ""))));
      drifts.told(connection);
    }
    runs.end(connection, clock.instant());
    cases.close(execution.getProcessInstanceId());
    return false;
  }
}
