package io.muster.lifecycle.sync;

import static io.muster.lifecycle.sync.DirectorySync.ASK_FIRST;
import static io.muster.lifecycle.sync.DirectorySync.MIRRORED_PEOPLE;
import static io.muster.lifecycle.sync.DirectorySync.REMOVAL_GROUPS;
import static io.muster.lifecycle.sync.DirectorySync.REMOVAL_NAMES;
import static io.muster.lifecycle.sync.DirectorySync.REMOVAL_PLAN;
import static io.muster.lifecycle.sync.DirectorySync.REMOVED_PEOPLE;

import io.muster.lifecycle.sync.Removals.Removal;
import io.muster.lifecycle.sync.SyncProperties.Connection;
import io.muster.lifecycle.sync.SyncProperties.Mode;
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

  PlanRemovals(Syncs syncs, Removals removals, Runs runs) {
    this.syncs = syncs;
    this.removals = removals;
    this.runs = runs;
  }

  @Override
  protected boolean part(String connection, DelegateExecution execution) {
    var settings = syncs.named(connection);
    if (settings.mode() == Mode.DIRECTORY_USERS) {
      // the fleet takes them out by itself, or does not
      ASK_FIRST.set(execution, false);
      return false;
    }
    var removal = removals.planned(connection);
    var approved = runs.approved(connection).filter(removal.plan()::equals).isPresent();
    var refused = runs.refused(connection).filter(removal.plan()::equals).isPresent();
    var ask = isTooMany(settings, removal) && !approved && !refused;
    ASK_FIRST.set(execution, ask);
    if (ask) {
      REMOVAL_PLAN.set(execution, removal.plan());
      REMOVED_PEOPLE.set(execution, removal.people());
      MIRRORED_PEOPLE.set(execution, removal.mirrored());
      REMOVAL_GROUPS.set(
          execution,
          DirectorySync.cut(String.join("; ", removals.byGroup(connection, GROUPS_SHOWN))));
      REMOVAL_NAMES.set(
          execution, DirectorySync.cut(String.join(", ", removals.names(connection, NAMES_SHOWN))));
    }
    removals.takeOut(connection, !ask && !refused);
    return false;
  }

  /** More than a set share, or everybody there is. */
  private static boolean isTooMany(Connection settings, Removal removal) {
    var share = (long) removal.mirrored() * settings.removalPercent() / 100;
    return removal.people() > Math.max(settings.removalPeople(), share)
        || (removal.people() > 0 && removal.people() == removal.mirrored());
  }
}
