package io.muster.lifecycle.sync;

import io.muster.devices.DeviceFleet;
import io.muster.devices.FleetMirror;
import io.muster.directory.GroupId;
import io.muster.lifecycle.sync.Groups.Group;
import io.muster.lifecycle.sync.SyncProperties.Mode;
import io.muster.remote.RemoteFailure.Refused;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Sees to it that each group has its mirror under its present name, with everybody in it. */
@Component
class FillGroups extends SyncStep {
  private static final int GROUPS_AT_ONCE = 20;
  private static final int PEOPLE_AT_ONCE = 200;

  private final Syncs syncs;
  private final DeviceFleet fleet;
  private final Groups groups;
  private final Members members;
  private final Runs runs;

  FillGroups(Syncs syncs, DeviceFleet fleet, Groups groups, Members members, Runs runs) {
    this.syncs = syncs;
    this.fleet = fleet;
    this.groups = groups;
    this.members = members;
    this.runs = runs;
  }

  @Override
  protected boolean part(String connection, DelegateExecution execution) {
    var ours = syncs.named(connection).mode() == Mode.LOCAL_USERS;
    var mirror = fleet.mirror();
    var more = findMirrors(connection, mirror, ours) || (ours && write(connection, mirror));
    if (!more && !ours) {
      groups.followNames(connection);
      members.letGo(connection);
      members.differing(connection).forEach(group -> groups.toProve(connection, group));
    }
    return more;
  }

  /** Finds the groups that have no mirror yet among those of the fleet, or makes them. */
  private boolean findMirrors(String connection, FleetMirror mirror, boolean ours) {
    var lacking = groups.withoutMirror(connection);
    if (lacking.isEmpty()) {
      return false;
    }
    if (!runs.knowsGroups(connection)) {
      var there = mirror.groups();
      for (var group : lacking) {
        Optional.ofNullable(there.get(group.name()))
            .ifPresent(id -> groups.mirroredBy(connection, group.id(), id, group.name()));
      }
      runs.readGroups(connection);
      return true;
    }
    if (!ours) {
      return false;
    }
    var failed = 0;
    for (var group : lacking.stream().limit(GROUPS_AT_ONCE).toList()) {
      failed += make(connection, mirror, group) ? 0 : 1;
    }
    return lacking.size() > GROUPS_AT_ONCE && failed < GROUPS_AT_ONCE;
  }

  private boolean make(String connection, FleetMirror mirror, Group group) {
    try {
      groups.mirroredBy(connection, group.id(), mirror.ensureGroup(group.name()), group.name());
      return true;
    } catch (Refused refused) {
      refused(connection, group, refused);
      return false;
    }
  }

  private boolean write(String connection, FleetMirror mirror) {
    var misnamed = groups.nextMisnamed(connection);
    if (misnamed.isPresent()) {
      rename(connection, mirror, misnamed.get());
      return true;
    }
    var next = members.nextToFill(connection).flatMap(id -> groups.find(connection, id));
    next.ifPresent(group -> fill(connection, mirror, group));
    return next.isPresent();
  }

  /** What is refused is tried again by the next run; until then the mirror keeps its old name. */
  private void rename(String connection, FleetMirror mirror, Group group) {
    var fleetGroup = Objects.requireNonNull(group.fleetGroup());
    try {
      mirror.ensureNamed(fleetGroup, group.name());
      groups.mirroredBy(connection, group.id(), fleetGroup, group.name());
      groups.toProve(connection, group.id());
    } catch (Refused refused) {
      refused(connection, group, refused);
    }
  }

  private void refused(String connection, Group group, Refused refused) {
    groups.problem(connection, group.id(), DirectorySync.cut(String.valueOf(refused.getMessage())));
  }

  private void fill(String connection, FleetMirror mirror, Group group) {
    GroupId id = group.id();
    var lacking = members.lacking(connection, id, PEOPLE_AT_ONCE);
    var fleetGroup = group.fleetGroup();
    if (fleetGroup != null) {
      try {
        mirror.changeMembers(fleetGroup, new HashSet<>(lacking.values()), Set.of());
      } catch (Refused refused) {
        groups.turnedAway(
            connection, group.id(), DirectorySync.cut(String.valueOf(refused.getMessage())));
        return;
      }
      members.mirrored(connection, id, lacking.keySet(), true);
      groups.toProve(connection, id);
    }
  }
}
