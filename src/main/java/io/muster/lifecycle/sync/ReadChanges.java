package io.muster.lifecycle.sync;

import io.muster.directory.AccountId;
import io.muster.directory.DirectoryGroup;
import io.muster.directory.Roster;
import io.muster.directory.Roster.Change;
import io.muster.directory.Roster.Change.Kind;
import io.muster.directory.Rosters;
import io.muster.lifecycle.sync.Groups.Group;
import java.util.Objects;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/**
 * Hears from the directory what has changed, a page at a time. Only a directory that was never read
 * or has lost the mark is read as a whole, and then only its selected groups.
 */
@Component
class ReadChanges extends SyncStep {
  private final Rosters rosters;
  private final Groups groups;
  private final ScopeGuard guard;
  private final People people;
  private final Members members;
  private final Runs runs;
  private final OutdatedDecisions outdated;

  ReadChanges(
      Rosters rosters,
      Groups groups,
      ScopeGuard guard,
      People people,
      Members members,
      Runs runs,
      OutdatedDecisions outdated) {
    this.rosters = rosters;
    this.groups = groups;
    this.guard = guard;
    this.people = people;
    this.members = members;
    this.runs = runs;
    this.outdated = outdated;
  }

  @Override
  protected boolean part(String connection, DelegateExecution execution) {
    var roster = rosters.named(connection);
    var mark = runs.mark(connection);
    var known = groups.known(connection);
    if (mark.isEmpty()) {
      runs.mark(connection, roster.mark(known));
      groups.readAll(connection);
      outdated.mark(connection);
      return false;
    }
    var told = roster.changes(mark.get(), known);
    if (told.lost()) {
      groups.readAll(connection);
    }
    for (var change : told.changes()) {
      note(connection, roster, change);
    }
    runs.mark(connection, told.mark());
    if (!told.more()) {
      outdated.mark(connection);
    }
    return told.more();
  }

  private void note(String connection, Roster roster, Change change) {
    var group = change.group();
    if (group == null) {
      noteAccount(connection, change.kind(), Objects.requireNonNull(change.account()));
    } else {
      groups
          .find(connection, group)
          .filter(known -> !known.gone())
          .ifPresent(known -> noteGroup(connection, roster, change, known));
    }
  }

  private void noteAccount(String connection, Kind kind, AccountId account) {
    if (kind == Kind.ACCOUNT_GONE) {
      people.gone(connection, account);
      members.inNoGroup(connection, account);
    } else {
      people.changed(connection, account);
    }
  }

  private void noteGroup(String connection, Roster roster, Change change, Group known) {
    var account = change.account();
    var group = known.id();
    switch (change.kind()) {
      case GROUP, GROUP_GONE -> lookAt(connection, roster, known);
      case MEMBERS -> groups.toRead(connection, group);
      case JOINED, LEFT -> {
        if (account != null) {
          people.meet(connection, account);
          members.set(connection, group, account, change.kind() == Kind.JOINED);
        }
      }
      case ACCOUNT, ACCOUNT_GONE -> {
        if (account != null) {
          noteAccount(connection, change.kind(), account);
        }
      }
    }
  }

  /** Expectations go by the name of a group, and the reasons of a drift by who keeps it. */
  private void compareAgain(String connection, Group before, DirectoryGroup now) {
    if (!before.name().equals(now.name())) {
      people.compareAll(connection);
    } else if (before.keptBy() != now.keptBy()
        || before.settled() != now.settled()
        || !Objects.equals(before.rule(), now.rule())) {
      members.compare(connection, now.id());
    }
  }

  private void lookAt(String connection, Roster roster, Group known) {
    var group = known.id();
    roster
        .group(group)
        .ifPresentOrElse(
            found -> {
              // the next run, too, has to know what it has become
              groups.seen(connection, found);
              compareAgain(connection, known, found);
              if (!known.watched()) {
                guard.demandSelection(connection, found);
              }
            },
            () -> {
              groups.gone(connection, group);
              members.ofNoGroup(connection, group);
            });
  }
}
