package io.muster.directory;

import io.muster.directory.DirectoryGroup.KeptBy;
import io.muster.people.EmployeeId;
import io.muster.preflight.Expectations;
import io.muster.preflight.Finding;
import io.muster.preflight.Preflight;
import io.muster.remote.RemoteFailure;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at a directory through its port, whoever's it is: whether people can be found, and whether
 * the groups that our tables expect are there and kept by somebody.
 */
public final class DirectoryPreflight implements Preflight {
  private static final EmployeeId NOBODY = new EmployeeId("muster-preflight");
  private static final String NO_LOGIN = "muster-preflight@preflight.invalid";

  private final Directory directory;
  private final String kind;

  /** Of the kind people know it by, such as {@code Google Workspace}. */
  public DirectoryPreflight(Directory directory, String kind) {
    this.directory = directory;
    this.kind = kind;
  }

  @Override
  public String connection() {
    return directory.connection();
  }

  @Override
  public String kind() {
    return kind;
  }

  @Override
  public List<Finding> check(Expectations expected) {
    var findings = new ArrayList<>(finding(directory));
    if (findings.stream().anyMatch(finding -> finding.severity() == Finding.Severity.BLOCKS)) {
      return findings;
    }
    if (expected.connections().contains(connection())) {
      findings.addAll(groups(expected));
    }
    return findings;
  }

  /** Whether people can be found in it. */
  public static List<Finding> finding(Directory directory) {
    return List.of(
        can("find people by their number", () -> directory.find(NOBODY)),
        can("find people by their address", () -> directory.findByLogin(NO_LOGIN)));
  }

  private List<Finding> groups(Expectations expected) {
    try {
      var roster = directory.roster();
      return expected.groups().stream().map(name -> group(name, roster)).toList();
    } catch (RemoteFailure cannotTell) {
      return List.of(
          Finding.unknown(
              "Its groups cannot be looked at from here.",
              "See in the admin console that each group of expected-groups.dmn is there, and its rule."));
    }
  }

  private static Finding can(String what, Runnable call) {
    try {
      call.run();
      return Finding.good("Can " + what + ".");
    } catch (RemoteFailure failure) {
      return Finding.of(failure);
    }
  }

  private Finding group(String name, Roster roster) {
    try {
      return roster
          .group(name)
          .map(group -> standing(name, group))
          .orElseGet(
              () ->
                  Finding.blocks(
                      "There is no group '%s', which expected-groups.dmn expects.".formatted(name),
                      "Make it with a rule for its members, or mend the table."));
    } catch (RemoteFailure failure) {
      return Finding.of(failure);
    }
  }

  private static Finding standing(String name, DirectoryGroup group) {
    if (group.keptBy() == KeptBy.HAND) {
      return Finding.warns(
          "No rule keeps the group '%s'.".formatted(name),
          "Give it a rule, or tell Muster to keep it (groups: muster in the connection's settings).");
    }
    return group.settled()
        ? Finding.good("The group '%s' is there, and not kept by hand.".formatted(name))
        : Finding.warns(
            "The directory is still working out who belongs in '%s', or its rule stands still."
                .formatted(name),
            "Look at its rule in the admin console; where it is paused, let it go on.");
  }
}
