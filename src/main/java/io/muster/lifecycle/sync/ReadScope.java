package io.muster.lifecycle.sync;

import io.muster.directory.DirectoryGroup;
import io.muster.directory.GroupId;
import io.muster.directory.Rosters;
import io.muster.lifecycle.Cases;
import io.muster.lifecycle.sync.SyncProperties.Connection;
import io.muster.remote.RemoteFailure.Refused;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/**
 * Finds the selected groups, once each; from then on they are known by their ids. Refuses one that
 * was never there, which is a slip of the pen, and what would mean everybody, unless just that is
 * meant. One that is gone holds up none of the others.
 */
@Component
class ReadScope extends SyncStep {
  private static final int AT_ONCE = 20;
  private final Syncs syncs;
  private final Rosters rosters;
  private final Groups groups;
  private final ScopeGuard guard;
  private final People people;
  private final Members members;
  private final Runs runs;
  private final Cases cases;
  private final Clock clock;

  ReadScope(
      Syncs syncs,
      Rosters rosters,
      Groups groups,
      ScopeGuard guard,
      People people,
      Members members,
      Runs runs,
      Cases cases,
      Clock clock) {
    this.syncs = syncs;
    this.rosters = rosters;
    this.groups = groups;
    this.guard = guard;
    this.people = people;
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
    var missing = missing(connection, settings);
    for (var selected : missing.stream().limit(AT_ONCE).toList()) {
      select(connection, settings, selected);
    }
    if (missing.size() > AT_ONCE) {
      return true;
    }
    selectAgain(connection, settings);
    for (var dropped : groups.othersThan(connection, settings.looked())) {
      groups.gone(connection, dropped);
      members.ofNoGroup(connection, dropped);
    }
    guard.demandSelection(connection);
    return false;
  }

  /** What was never found yet, or is to be mirrored and was only watched, or the reverse. */
  private List<String> missing(String connection, Connection settings) {
    var mirrored = groups.selected(connection, false);
    var watched = groups.selected(connection, true);
    var lost = groups.lost(connection, settings.looked());
    return settings.looked().stream()
        .filter(it -> !(settings.watches(it) ? watched : mirrored).contains(it))
        .filter(it -> !lost.contains(it))
        .toList();
  }

  /** What was deleted in the directory may have been made again; until then the rest goes on. */
  private void selectAgain(String connection, Connection settings) {
    for (var selected : groups.lost(connection, settings.looked())) {
      find(connection, selected).ifPresent(group -> take(connection, settings, selected, group));
    }
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

  private void select(String connection, Connection settings, String selected) {
    var group =
        find(connection, selected)
            .orElseThrow(
                () ->
                    new Refused(
                        "There is no group '%s' in %s. Mend muster.sync.connections.%2$s.%s, or make the group."
                            .formatted(
                                selected,
                                connection,
                                settings.watches(selected) ? "watch" : "groups")));
    take(connection, settings, selected, group);
  }

  private void take(String connection, Connection settings, String selected, DirectoryGroup group) {
    var watched = settings.watches(selected);
    if (!watched) {
      guard.demandSelection(connection, group);
    }
    groups.select(connection, selected, group, watched);
    members.inherit(connection, group.id(), group.name());
    members.settle(connection, group.id());
    people.compareAll(connection);
  }

  private Optional<DirectoryGroup> find(String connection, String selected) {
    var roster = rosters.named(connection);
    return roster.group(selected).or(() -> roster.group(new GroupId(selected)));
  }
}
