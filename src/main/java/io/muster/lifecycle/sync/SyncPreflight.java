package io.muster.lifecycle.sync;

import io.muster.directory.DirectoryGroup;
import io.muster.directory.GroupId;
import io.muster.directory.Roster;
import io.muster.directory.Rosters;
import io.muster.lifecycle.sync.SyncProperties.Connection;
import io.muster.lifecycle.sync.SyncProperties.Mode;
import io.muster.preflight.Expectations;
import io.muster.preflight.Finding;
import io.muster.preflight.Preflight;
import io.muster.preflight.PreflightSource;
import io.muster.remote.RemoteFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/**
 * Looks whether each sync can be carried out as it is set up, by one reading call for each selected
 * group: the directory is there, so is every group, and none is one of everybody by mistake.
 */
@Component
class SyncPreflight implements PreflightSource {
  private final SyncProperties properties;
  private final Rosters rosters;

  SyncPreflight(SyncProperties properties, Rosters rosters) {
    this.properties = properties;
    this.rosters = rosters;
  }

  @Override
  public List<Preflight> preflights() {
    return new TreeMap<>(properties.connections())
        .entrySet().stream()
            .<Preflight>map(sync -> new Look(sync.getKey(), sync.getValue()))
            .toList();
  }

  /** The look at one sync. */
  private final class Look implements Preflight {
    private final String name;
    private final Connection sync;

    private Look(String name, Connection sync) {
      this.name = name;
      this.sync = sync;
    }

    @Override
    public String connection() {
      return name;
    }

    @Override
    public String kind() {
      return "directory sync";
    }

    @Override
    public List<Finding> check(Expectations expected) {
      var roster = rosters.named(name);
      var findings = new ArrayList<Finding>();
      for (var group : sync.looked()) {
        findings.add(group(group, roster));
        others(group).forEach(other -> findings.add(filledTwice(group, other)));
      }
      return findings;
    }

    private Finding group(String selected, Roster roster) {
      try {
        return roster
            .group(selected)
            .or(() -> roster.group(new GroupId(selected)))
            .map(group -> standing(selected, group))
            .orElseGet(
                () ->
                    Finding.blocks(
                        "There is no group '%s', which is selected.".formatted(selected),
                        "Mend muster.sync.connections.%s.%s, or make the group."
                            .formatted(name, sync.watches(selected) ? "watch" : "groups")));
      } catch (RemoteFailure failure) {
        return Finding.of(failure);
      }
    }

    private Finding standing(String selected, DirectoryGroup group) {
      if (sync.watches(selected)) {
        return Finding.good("The group '%s' is there, to be watched.".formatted(group.name()));
      }
      if (!ScopeGuard.meansEverybody(group.keptBy(), group.rule())) {
        return Finding.good(
            "The group '%s' is there, and not everybody is in it.".formatted(group.name()));
      }
      return sync.everyoneIsMeant()
          ? Finding.good(
              "Everybody is in the group '%s', and muster.sync.connections.%s.everyone says that this is meant."
                  .formatted(group.name(), name))
          : Finding.blocks(
              "Everybody is in the group '%s', so that the whole directory would be mirrored."
                  .formatted(group.name()),
              "Select smaller groups; or, if just that is meant, set muster.sync.connections.%s.everyone=yes-the-entire-directory."
                  .formatted(name));
    }

    private List<String> others(String group) {
      return sync.mode() != Mode.LOCAL_USERS || sync.watches(group)
          ? List.of()
          : properties.connections().entrySet().stream()
              .filter(other -> !other.getKey().equals(name))
              .filter(other -> other.getValue().mode() == Mode.LOCAL_USERS)
              .filter(other -> other.getValue().groups().contains(group))
              .map(java.util.Map.Entry::getKey)
              .sorted()
              .toList();
    }

    private Finding filledTwice(String group, String other) {
      return Finding.blocks(
          "The group '%s' is selected in the sync '%s' too, and two directories cannot fill one group of the fleet."
              .formatted(group, other),
          "Give one of the two groups another name, or select it in one of the two syncs only.");
    }
  }
}
