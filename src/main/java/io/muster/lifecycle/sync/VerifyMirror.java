package io.muster.lifecycle.sync;

import static io.muster.lifecycle.sync.DirectorySync.DIFFERENCES;
import static io.muster.lifecycle.sync.DirectorySync.MIRROR;
import static io.muster.lifecycle.sync.DirectorySync.PROOF_SINCE;

import io.muster.devices.DeviceFleet;
import io.muster.devices.FleetGroupId;
import io.muster.devices.FleetMirror.FleetUser;
import io.muster.devices.FleetUserId;
import io.muster.directory.AccountId;
import io.muster.lifecycle.sync.Groups.Group;
import io.muster.lifecycle.sync.SyncProperties.Mode;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads back the groups that were changed, or that the fleet's own sync is to change. */
@Component
class VerifyMirror extends SyncStep {
  private final Syncs syncs;
  private final DeviceFleet fleet;
  private final Groups groups;
  private final People people;
  private final Members members;
  private final Runs runs;
  private final Clock clock;

  VerifyMirror(
      Syncs syncs,
      DeviceFleet fleet,
      Groups groups,
      People people,
      Members members,
      Runs runs,
      Clock clock) {
    this.syncs = syncs;
    this.fleet = fleet;
    this.groups = groups;
    this.people = people;
    this.members = members;
    this.runs = runs;
    this.clock = clock;
  }

  @Override
  protected boolean part(String connection, DelegateExecution execution) {
    var next = groups.nextToProve(connection);
    if (next.isPresent()) {
      groups.proven(connection, next.get().id(), prove(connection, next.get()));
      return true;
    }
    conclude(connection, execution);
    return false;
  }

  private void conclude(String connection, DelegateExecution execution) {
    var differences = new ArrayList<>(groups.differing(connection));
    differences.addAll(people.problems(connection));
    var since = PROOF_SINCE.find(execution).map(Instant::parse).orElseGet(clock::instant);
    PROOF_SINCE.set(execution, since.toString());
    MIRROR.set(
        execution,
        differences.isEmpty() ? "asWished" : isOverdue(connection, since) ? "overdue" : "waiting");
    DIFFERENCES.set(execution, DirectorySync.cut(String.join("; ", differences)));
  }

  /** What the fleet refused to us stays refused; what it does by itself may take its time. */
  private boolean isOverdue(String connection, Instant since) {
    var settings = syncs.named(connection);
    return settings.mode() == Mode.LOCAL_USERS
        || !clock.instant().isBefore(since.plus(settings.proofDeadline()));
  }

  private boolean prove(String connection, Group group) {
    var fleetGroup = mirrorOf(connection, group);
    if (fleetGroup == null) {
      return false;
    }
    var seen = fleet.mirror().members(fleetGroup);
    if (seen.isEmpty()) {
      groups.lostMirror(connection, group.id());
      members.lostMirror(connection, group.id());
      groups.problem(
          connection,
          group.id(),
          "the fleet has no such group any more; the next run makes it anew");
      return false;
    }
    var inside = seen.get();
    if (people.doubtUsersOf(connection, group.id())) {
      runs.knowsFleet(connection, false);
    }
    if (members.unknownIn(connection, group.id()) > 0) {
      people.areUsers(connection, List.copyOf(inside));
    }
    var there = inside.stream().map(FleetUser::id).collect(Collectors.toSet());
    var wanted = members.shouldBeIn(connection, group.id());
    var nobodyTooMany =
        syncs.named(connection).mode() == Mode.DIRECTORY_USERS
            ? isFollowed(connection, group, wanted, there)
            : isEmptied(connection, group, fleetGroup, there);
    if (syncs.named(connection).mode() == Mode.LOCAL_USERS) {
      // whoever somebody took out over there is put in again by the next run
      members.mirrored(connection, group.id(), among(wanted, there, false), false);
    }
    var asWished =
        nobodyTooMany
            && there.containsAll(wanted.values())
            && members.unknownIn(connection, group.id()) == 0;
    if (asWished) {
      members.forgetWhoLeft(connection, group.id());
    }
    return asWished;
  }

  private boolean isEmptied(
      String connection, Group group, FleetGroupId fleetGroup, Set<FleetUserId> there) {
    var wanted = members.wantedIn(connection, fleetGroup);
    return members.shouldNotBeIn(connection, group.id()).values().stream()
        .noneMatch(user -> there.contains(user) && !wanted.contains(user));
  }

  /** The fleet's own sync may have brought the group only now. */
  private @Nullable FleetGroupId mirrorOf(String connection, Group group) {
    if (group.fleetGroup() != null || syncs.named(connection).mode() == Mode.LOCAL_USERS) {
      return group.fleetGroup();
    }
    var found = fleet.mirror().groups().get(group.name());
    if (found != null) {
      groups.mirroredBy(connection, group.id(), found, group.name());
    }
    return found;
  }

  /** Keeps what the fleet's own sync has done; true if nobody is left to be taken out. */
  private boolean isFollowed(
      String connection, Group group, Map<AccountId, FleetUserId> wanted, Set<FleetUserId> there) {
    var leaving = members.shouldLeave(connection, group.id());
    members.mirrored(connection, group.id(), among(wanted, there, true), true);
    members.mirrored(connection, group.id(), among(leaving, there, false), false);
    return leaving.values().stream().noneMatch(there::contains);
  }

  private static List<AccountId> among(
      Map<AccountId, FleetUserId> users, Set<FleetUserId> there, boolean in) {
    return users.entrySet().stream()
        .filter(user -> there.contains(user.getValue()) == in)
        .map(Map.Entry::getKey)
        .toList();
  }
}
