package io.muster.lifecycle.sync;

import static io.muster.lifecycle.sync.DirectorySync.ASK_FIRST;
import static io.muster.lifecycle.sync.DirectorySync.MIRRORED_PEOPLE;
import static io.muster.lifecycle.sync.DirectorySync.REMOVAL_GROUPS;
import static io.muster.lifecycle.sync.DirectorySync.REMOVAL_NAMES;
import static io.muster.lifecycle.sync.DirectorySync.REMOVAL_PLAN;
import static io.muster.lifecycle.sync.DirectorySync.REMOVED_BEFORE;
import static io.muster.lifecycle.sync.DirectorySync.REMOVED_PEOPLE;

import io.muster.lifecycle.sync.Removals.Removal;
import io.muster.lifecycle.sync.SyncProperties.Connection;
import io.muster.lifecycle.sync.SyncProperties.Mode;
import java.time.Clock;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/**
 * Works out who would leave mirrored groups, and lets them go only if they are few, or if a person
 * agreed to exactly these.
 */
@Component
class PlanRemovals extends SyncStep {
  private static final int NAMES_SHOWN = 20;
  private static final int GROUPS_SHOWN = 20;

  private final Syncs syncs;
  private final Removals removals;
  private final Runs runs;
  private final Clock clock;

  PlanRemovals(Syncs syncs, Removals removals, Runs runs, Clock clock) {
    this.syncs = syncs;
    this.removals = removals;
    this.runs = runs;
    this.clock = clock;
  }

  @Override
  protected boolean part(String connection, DelegateExecution execution) {
    var settings = syncs.named(connection);
    if (settings.mode() == Mode.DIRECTORY_USERS) {
      // the fleet takes them out by itself, or does not
      ASK_FIRST.set(execution, false);
      return false;
    }
    var now = clock.instant();
    var since = now.minus(settings.removalWindow());
    var removal = removals.planned(connection, since);
    var approved = runs.approved(connection).filter(removal.plan()::equals).isPresent();
    var refused = runs.refused(connection).filter(removal.plan()::equals).isPresent();
    var ask = isTooMany(settings, removal) && !approved && !refused;
    ASK_FIRST.set(execution, ask);
    if (ask) {
      REMOVAL_PLAN.set(execution, removal.plan());
      REMOVED_PEOPLE.set(execution, removal.people());
      REMOVED_BEFORE.set(execution, removal.before());
      MIRRORED_PEOPLE.set(execution, removal.mirrored());
      REMOVAL_GROUPS.set(
          execution,
          DirectorySync.cut(String.join("; ", removals.byGroup(connection, GROUPS_SHOWN))));
      REMOVAL_NAMES.set(
          execution, DirectorySync.cut(String.join(", ", removals.names(connection, NAMES_SHOWN))));
    }
    if (!ask && !approved && !refused) {
      removals.unasked(connection, now, since);
    }
    removals.takeOut(connection, !ask && !refused);
    return false;
  }

  /** More than a set share within the window, so that no drip empties a group, or everybody. */
  private static boolean isTooMany(Connection settings, Removal removal) {
    if (removal.people() == 0) {
      return false;
    }
    var share = (long) (removal.mirrored() + removal.before()) * settings.removalPercent() / 100;
    return removal.people() + removal.before() > Math.max(settings.removalPeople(), share)
        || removal.people() == removal.mirrored();
  }
}
