package io.muster.lifecycle.sync;

import static io.muster.lifecycle.sync.DirectorySync.DRIFTED;
import static io.muster.lifecycle.sync.DirectorySync.DRIFTS;

import io.muster.lifecycle.Cases;
import io.muster.lifecycle.shared.Managers;
import io.muster.lifecycle.sync.Drifts.Drift;
import java.time.Clock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Makes way for the next run, and says whether there is anything new to look through. */
@Component
class FinishRun extends SyncStep {
  /** Of those whose manager had no account; a run makes few calls for them. */
  private static final int MADE_UP_AT_ONCE = 20;

  private final Syncs syncs;
  private final Runs runs;
  private final Drifts drifts;
  private final Groups groups;
  private final Cases cases;
  private final Managers managers;
  private final Clock clock;

  FinishRun(
      Syncs syncs,
      Runs runs,
      Drifts drifts,
      Groups groups,
      Cases cases,
      Managers managers,
      Clock clock) {
    this.managers = managers;
    this.syncs = syncs;
    this.runs = runs;
    this.drifts = drifts;
    this.groups = groups;
    this.cases = cases;
    this.clock = clock;
  }

  @Override
  protected boolean part(String connection, DelegateExecution execution) {
    var settings = syncs.named(connection);
    var lost = groups.toldLost(connection, settings.looked());
    var untold = drifts.untold(connection);
    var enough = !untold.isEmpty() && untold.size() >= settings.driftTaskFrom();
    DRIFTED.set(execution, enough || !lost.isEmpty());
    if (enough || !lost.isEmpty()) {
      DRIFTS.set(
          execution,
          DirectorySync.cut(
              Stream.concat(
                      lost.stream().map(group -> lost(connection, group)),
                      enough ? untold.stream().map(Drift::inWords) : Stream.empty())
                  .collect(Collectors.joining("\n- ", "- ", ""))));
    }
    if (enough) {
      drifts.told(connection);
    }
    managers.makeUp(connection, MADE_UP_AT_ONCE);
    runs.end(connection, clock.instant());
    cases.close(execution.getProcessInstanceId());
    return false;
  }

  private static String lost(String connection, String group) {
    return "There is no group '%s' in %s any more, so nobody is kept in its mirror. Make it again, or take it out of muster.sync.connections.%2$s"
        .formatted(group, connection);
  }
}
