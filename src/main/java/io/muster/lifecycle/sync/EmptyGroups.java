package io.muster.lifecycle.sync;

import io.muster.devices.DeviceFleet;
import io.muster.lifecycle.sync.Groups.Group;
import io.muster.remote.RemoteFailure.Refused;
import java.util.HashSet;
import java.util.Set;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/**
 * Takes out of the mirrored groups whoever may go. Their users and devices stay, and so does a user
 * who is wanted in the same group by another account.
 */
@Component
class EmptyGroups extends SyncStep {
  private static final int AT_ONCE = 200;

  private final DeviceFleet fleet;
  private final Groups groups;
  private final Members members;

  EmptyGroups(DeviceFleet fleet, Groups groups, Members members) {
    this.fleet = fleet;
    this.groups = groups;
    this.members = members;
  }

  @Override
  protected boolean part(String connection, DelegateExecution execution) {
    var next = members.nextToEmpty(connection).flatMap(id -> groups.find(connection, id));
    next.ifPresent(group -> takeOut(connection, group));
    return next.isPresent();
  }

  private void takeOut(String connection, Group group) {
    var leaving = members.leaving(connection, group.id(), AT_ONCE);
    var fleetGroup = group.fleetGroup();
    if (fleetGroup != null) {
      var users = new HashSet<>(leaving.values());
      users.removeAll(members.wantedIn(connection, fleetGroup));
      try {
        fleet.mirror().changeMembers(fleetGroup, Set.of(), users);
      } catch (Refused refused) {
        groups.turnedAway(
            connection, group.id(), DirectorySync.cut(String.valueOf(refused.getMessage())));
        return;
      }
      groups.toProve(connection, group.id());
    }
    members.mirrored(connection, group.id(), leaving.keySet(), false);
  }
}
