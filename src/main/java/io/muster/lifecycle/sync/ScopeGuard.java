package io.muster.lifecycle.sync;

import io.muster.directory.DirectoryGroup;
import io.muster.directory.DirectoryGroup.KeptBy;
import io.muster.lifecycle.sync.Groups.Group;
import io.muster.remote.RemoteFailure.Refused;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Refuses a group that everybody is in, unless just that is meant, and one whose mirror would be
 * that of another directory's group too. Groups change, so it is asked whenever one is seen.
 */
@Component
class ScopeGuard {
  private final Syncs syncs;
  private final Groups groups;

  ScopeGuard(Syncs syncs, Groups groups) {
    this.syncs = syncs;
    this.groups = groups;
  }

  /**
   * Looks at all mirrored groups as they were last seen.
   *
   * @throws Refused saying which group it is and what to do
   */
  void demandSelection(String connection) {
    for (var group : groups.mirrored(connection)) {
      demandNotEverybody(connection, group.name(), group.keptBy(), group.rule());
      // who has the mirror already is not troubled by another who would like it
      if (!group.name().equals(group.fleetName())) {
        demandMirrorOfItsOwn(connection, group.name());
      }
    }
  }

  /**
   * Looks at a group as it is now.
   *
   * @throws Refused saying which group it is and what to do
   */
  void demandSelection(String connection, DirectoryGroup group) {
    demandNotEverybody(connection, group.name(), group.keptBy(), group.rule());
    demandMirrorOfItsOwn(connection, group.name());
  }

  /**
   * Looks at the groups that a mirrored one holds: a group around that of everybody is one too.
   *
   * @throws Refused saying which group it is and what to do
   */
  void demandSelection(String connection, Group around, List<DirectoryGroup> within) {
    if (around.watched() || syncs.named(connection).everyoneIsMeant()) {
      return;
    }
    for (var group : within) {
      if (meansEverybody(group.keptBy(), group.rule())) {
        throw new Refused(
            "Everybody in %s is in the group '%s', because '%s' is in it. Take that out of it in the directory, or select smaller groups; or say that the whole directory is meant: muster.sync.connections.%1$s.everyone=yes-the-entire-directory."
                .formatted(connection, around.name(), group.name()));
      }
    }
  }

  private void demandMirrorOfItsOwn(String connection, String name) {
    if (!syncs.fills(connection)) {
      return;
    }
    for (var other : groups.connectionsOf(name)) {
      if (!other.equals(connection) && syncs.fills(other)) {
        throw new Refused(
            "The group '%s' of %s is mirrored already, as the group of that name in %s. Two directories cannot fill one group of the fleet: give one of the two another name, or select it in one of them only."
                .formatted(name, connection, other));
      }
    }
  }

  private void demandNotEverybody(
      String connection, String name, KeptBy keptBy, @Nullable String rule) {
    if (meansEverybody(keptBy, rule) && !syncs.named(connection).everyoneIsMeant()) {
      throw new Refused(
          "Everybody in %s is in the group '%s'. Select smaller groups, or say that the whole directory is meant: muster.sync.connections.%1$s.everyone=yes-the-entire-directory."
              .formatted(connection, name));
    }
  }

  static boolean meansEverybody(KeptBy keptBy, @Nullable String rule) {
    return keptBy == KeptBy.DIRECTORY || (rule != null && RuleReach.isEverybody(rule));
  }
}
