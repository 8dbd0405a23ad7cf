package io.muster.lifecycle.sync;

import io.muster.directory.DirectoryGroup;
import io.muster.directory.GroupId;
import io.muster.directory.Rosters;
import io.muster.lifecycle.Cases;
import io.muster.remote.RemoteFailure.Refused;
import java.time.Clock;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/**
 * Finds the selected groups, once each; from then on they are known by their ids. Refuses what
 * would mean everybody, unless just that is meant.
 */
@Component
class ReadScope extends SyncStep {
  private static final int AT_ONCE = 20;
  private final Syncs syncs;
  private final Rosters rosters;
  private final Groups groups;
  private final ScopeGuard guard;
  private final Members members;
  private final Runs runs;
  private final Cases cases;
  private final Clock clock;

  ReadScope(
      Syncs syncs,
      Rosters rosters,
      Groups groups,
      ScopeGuard guard,
      Members members,
      Runs runs,
      Cases cases,
      Clock clock) {
    this.syncs = syncs;
    this.rosters = rosters;
    this.groups = groups;
    this.guard = guard;
    this.members = members;
    this.runs = runs;
    this.cases = cases;
    this.clock = clock;
  }

  @Override
  protected boolean part(String connection, DelegateExecution execution) {
    var settings = syncs.named(connection);
    alone(connection, execution.getProcessInstanceId());
    var now = clock.instant();
    execution.removeVariable(DirectorySync.PROOF_SINCE.name());
    runs.begin(connection, now, now.plus(settings.every()));
    var known = groups.selected(connection);
    var missing = settings.groups().stream().filter(it -> !known.contains(it)).toList();
    for (var selected : missing.stream().limit(AT_ONCE).toList()) {
      select(connection, selected);
    }
    for (var dropped : groups.othersThan(connection, settings.groups())) {
      groups.gone(connection, dropped);
      members.settle(connection, dropped);
    }
    guard.demandSelection(connection);
    return missing.size() > AT_ONCE;
  }

  /** Whoever starts a run at the engine's own door waits for the one there is. */
  private void alone(String connection, String me) {
    var directory = DirectorySync.standingFor(connection);
    var running = cases.running(DirectorySync.KEY, directory);
    if (!running.map(me::equals).orElseGet(() -> cases.open(DirectorySync.KEY, directory, me))) {
      throw new Refused(
          "A sync of %s runs already (%s). Stop this one."
              .formatted(connection, running.orElse("another was faster")));
    }
  }

  private void select(String connection, String selected) {
    var roster = rosters.named(connection);
    Optional<DirectoryGroup> found = roster.group(selected);
    var group =
        found
            .or(() -> roster.group(new GroupId(selected)))
            .orElseThrow(
                () ->
                    new Refused(
                        "There is no group '%s' in %s. Mend muster.sync.connections.%2$s.groups, or make the group."
                            .formatted(selected, connection)));
    guard.demandSelection(connection, group);
    groups.select(connection, selected, group);
  }
}
