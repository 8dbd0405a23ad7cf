package io.muster.lifecycle.sync;

import io.muster.directory.Account.Status;
import io.muster.directory.Roster;
import io.muster.directory.Rosters;
import io.muster.lifecycle.sync.Groups.Group;
import io.muster.lifecycle.sync.People.Person;
import io.muster.remote.RemoteFailure.Misconfigured;
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
  private final ScopeGuard guard;

  ReadMembers(Rosters rosters, Groups groups, People people, Members members, ScopeGuard guard) {
    this.rosters = rosters;
    this.groups = groups;
    this.people = people;
    this.members = members;
    this.guard = guard;
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
    var back = false;
    for (var person : unread) {
      var member = roster.member(person.account());
      if (member.isPresent()) {
        back |= isBack(connection, person);
        people.put(connection, List.of(member.get()));
      } else if (person.login().isEmpty()) {
        // told of before the directory can show it; if it is gone for good, that is told too
        people.notYet(connection, person.account());
      } else {
        people.gone(connection, person.account());
        members.inNoGroup(connection, person.account());
      }
    }
    return back || unread.size() == AT_ONCE;
  }

  /** Whoever comes back is in groups again of which nothing is told. */
  private boolean isBack(String connection, Person person) {
    return person.status() == Status.RETIRED
        && groups.readThoseOf(connection, person.account()) > 0;
  }

  private void readPage(String connection, Roster roster, Group group) {
    Roster.Page page;
    try {
      page = roster.members(group.id(), group.page());
    } catch (Refused refused) {
      refused(connection, roster, group, refused);
      return;
    }
    guard.demandSelection(connection, group, page.groups());
    if (group.page() == null) {
      groups.beginReading(connection, group.id());
    }
    var round = group.page() == null ? group.round() + 1 : group.round();
    people.put(connection, page.items());
    members.put(connection, group.id(), round, page.items());
    var next = page.next();
    if (next == null) {
      groups.wasRead(connection, group.id());
      members.endOfReading(connection, group.id(), round);
    } else {
      groups.readOn(connection, group.id(), next);
    }
  }

  /** Only a group that is really gone is taken for one: whoever is in it would be taken out. */
  private void refused(String connection, Roster roster, Group group, Refused refused) {
    if (roster.group(group.id()).isEmpty()) {
      groups.gone(connection, group.id());
      members.ofNoGroup(connection, group.id());
    } else if (group.page() != null) {
      // the mark of a page may have ended while the run stood still
      groups.toRead(connection, group.id());
    } else {
      throw new Misconfigured(
          "The directory (%s) shows the group '%s', and not who is in it: %s Mend that, then set the retries of this step to 1."
              .formatted(connection, group.name(), refused.getMessage()),
          refused);
    }
  }
}
