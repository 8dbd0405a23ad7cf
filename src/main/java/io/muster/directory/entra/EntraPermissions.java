package io.muster.directory.entra;

import io.muster.directory.entra.EntraProperties.Connection;
import io.muster.directory.entra.EntraProperties.GroupsKeptBy;
import io.muster.directory.entra.EntraProperties.Retiring;
import io.muster.preflight.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an app has to be granted at Graph, one by one, and what it had better not be.
 *
 * @see <a href="https://learn.microsoft.com/graph/permissions-reference">Graph's permissions</a>
 */
final class EntraPermissions {
  static final String READ_USERS = "User.Read.All";
  static final String WRITE_USERS = "User.ReadWrite.All";
  static final String REVOKE_SESSIONS = "User.RevokeSessions.All";
  static final String READ_GROUPS = "GroupMember.Read.All";
  static final String WRITE_MEMBERS = "GroupMember.ReadWrite.All";
  static final String READ_LICENCES = "LicenseAssignment.Read.All";
  static final String READ_APPS = "Application.Read.All";
  private static final String READ_ALL = "Directory.Read.All";
  private static final String WRITE_ALL = "Directory.ReadWrite.All";
  private static final Set<String> TOO_MUCH =
      Set.of(
          "RoleManagement.ReadWrite.Directory",
          "AppRoleAssignment.ReadWrite.All",
          "Application.ReadWrite.All");

  private EntraPermissions() {}

  /** What is granted of what this connection needs, and what is missing. */
  static List<Finding> findings(Connection connection, Set<String> granted) {
    var findings = new ArrayList<Finding>();
    needs(connection).forEach(need -> findings.add(need.finding(granted)));
    var more = new TreeSet<>(granted);
    more.retainAll(TOO_MUCH);
    if (!more.isEmpty()) {
      findings.add(
          Finding.warns(
              "The app has %s too, which Muster never uses.".formatted(more),
              "Take it away: whoever got hold of the app's credentials could do anything with it."));
    }
    return findings;
  }

  /** The names of all that this connection needs. */
  static Set<String> needed(Connection connection) {
    return new TreeSet<>(needs(connection).stream().map(Need::least).toList());
  }

  /** True if the app may see which licences the tenant has. */
  static boolean seesLicences(Set<String> granted) {
    return hasOne(
        granted,
        READ_LICENCES,
        Set.of("Organization.Read.All", "Organization.ReadWrite.All", READ_ALL, WRITE_ALL));
  }

  /** True if the app may see its own registration. */
  static boolean seesApps(Set<String> granted) {
    return hasOne(granted, READ_APPS, Set.of("Application.ReadWrite.All", READ_ALL));
  }

  private static List<Need> needs(Connection connection) {
    var needs = new ArrayList<Need>();
    needs.add(new Need(WRITE_USERS, "find, make, change and bar accounts", Set.of(WRITE_ALL)));
    if (connection.retiring() == Retiring.DELETE) {
      needs.add(
          new Need(WRITE_USERS, "put leavers into the bin", Set.of("User.DeleteRestore.All")));
    }
    needs.add(new Need(REVOKE_SESSIONS, "end sessions", Set.of(WRITE_ALL)));
    needs.add(
        new Need(
            READ_GROUPS,
            "read groups and who is in them",
            Set.of(WRITE_MEMBERS, "Group.Read.All", "Group.ReadWrite.All", READ_ALL, WRITE_ALL)));
    if (connection.groups() == GroupsKeptBy.MUSTER) {
      needs.add(
          new Need(
              WRITE_MEMBERS,
              "put people into groups and take them out",
              Set.of("Group.ReadWrite.All", WRITE_ALL)));
    }
    return needs;
  }

  private static boolean hasOne(Set<String> granted, String least, Set<String> wider) {
    return granted.contains(least) || wider.stream().anyMatch(granted::contains);
  }

  /**
   * One thing the app has to be allowed.
   *
   * @param least the narrowest permission that allows it
   * @param toDo what for
   * @param wider others that allow it too
   */
  private record Need(String least, String toDo, Set<String> wider) {
    Finding finding(Set<String> granted) {
      return hasOne(granted, least, wider)
          ? Finding.good("May %s.".formatted(toDo))
          : Finding.blocks(
              "May not %s: the app lacks the application permission %s.".formatted(toDo, least),
              "Grant it %s in Entra under App registrations, API permissions, Application permissions, have an administrator consent, and look again."
                  .formatted(least));
    }
  }
}
