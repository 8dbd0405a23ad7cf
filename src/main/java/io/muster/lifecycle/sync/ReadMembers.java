package io.muster.lifecycle.sync;

import io.muster.directory.Roster;
import io.muster.directory.Rosters;
import io.muster.lifecycle.sync.Groups.Group;
import io.muster.remote.RemoteFailure.Refused;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/**
 * Reads the groups and people of whom it is not known how they are now: a page of one group at a
 * time, or some people.
 */
@Component
class ReadMembers extends SyncStep {
  private static final int AT_ONCE = 20;

  private final Rosters rosters;
  private final Groups groups;
  private final People people;
  private final Members members;

  ReadMembers(Rosters rosters, Groups groups, People people, Members members) {
    this.rosters = rosters;
    this.groups = groups;
    this.people = people;
    this.members = members;
  }

  @Override
  protected boolean part(String connection, DelegateExecution execution) {
    var roster = rosters.named(connection);
    var next = groups.nextToRead(connection);
    if (next.isPresent()) {
      readPage(connection, roster, next.get());
      return true;
    }
    var unread = people.toRead(connection, AT_ONCE);
    for (var person : unread) {
      roster
          .member(person.account())
          .ifPresentOrElse(
              member -> people.put(connection, List.of(member)),
              () -> {
                people.gone(connection, person.account());
                members.inNoGroup(connection, person.account());
              });
    }
    return unread.size() == AT_ONCE;
  }

  private void readPage(String connection, Roster roster, Group group) {
    if (group.page() == null) {
      groups.beginReading(connection, group.id());
    }
    var round = group.page() == null ? group.round() + 1 : group.round();
    try {
      var page = roster.members(group.id(), group.page());
      people.put(connection, page.items());
      members.put(connection, group.id(), round, page.items());
      var next = page.next();
      if (next == null) {
        groups.wasRead(connection, group.id());
        members.endOfReading(connection, group.id(), round);
      } else {
        groups.readOn(connection, group.id(), next);
      }
    } catch (Refused gone) {
      // it was deleted between being told of and being read
      groups.gone(connection, group.id());
      members.ofNoGroup(connection, group.id());
    }
  }
}
