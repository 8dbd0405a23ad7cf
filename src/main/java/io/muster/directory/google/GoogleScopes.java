package io.muster.directory.google;

import io.muster.directory.google.GoogleProperties.Connection;
import io.muster.directory.google.GoogleProperties.GroupsKeptBy;
import io.muster.preflight.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a connection has to be allowed, one by one.
 *
 * @see <a href="https://developers.google.com/workspace/admin/directory/v1/guides/authorizing">
 *     Google's scopes</a>
 */
final class GoogleScopes {
  private static final String AUTH = "https://www.googleapis.com/auth/";

  private GoogleScopes() {}

  /**
   * What is allowed of what this connection needs, and what is missing.
   *
   * @param missing what was asked for and is not allowed
   * @param allow how it comes to be allowed
   */
  static List<Finding> findings(
      String name, Connection connection, Set<String> missing, String allow) {
    var asked = connection.wantedScopes();
    var findings = new ArrayList<Finding>();
    var others = new TreeSet<>(missing);
    for (var need : needs(connection)) {
      var fitting = new TreeSet<>(asked);
      fitting.retainAll(need.fitting());
      if (fitting.isEmpty()) {
        findings.add(need.notAskedFor(name, allow));
      } else if (missing.contains(need.least().uri()) || missing.containsAll(fitting)) {
        fitting.retainAll(missing);
        others.removeAll(fitting);
        findings.add(need.notAllowed(fitting, allow));
      } else {
        findings.add(need.allowed());
      }
    }
    if (!others.isEmpty()) {
      findings.add(
          Finding.blocks(
              "muster.google.connections.%s.scopes asks for %s, which is not allowed, and so Google gives no token at all."
                  .formatted(name, others),
              "Muster does not need it: take it out of that setting."));
    }
    return findings;
  }

  private static List<Need> needs(Connection connection) {
    var needs = new ArrayList<Need>();
    needs.add(new Need(Scope.USERS, "find, make, change and bar accounts", Set.of()));
    needs.add(new Need(Scope.SECURITY, "end sessions and take tokens away", Set.of()));
    needs.add(new Need(Scope.GROUPS, "read groups", Set.of("admin.directory.group")));
    needs.add(
        connection.groups() == GroupsKeptBy.MUSTER
            ? new Need(
                Scope.MEMBERS,
                "put people into groups and take them out",
                Set.of("admin.directory.group"))
            : new Need(
                Scope.MEMBERS_SEEN,
                "read who is in groups",
                Set.of(
                    "admin.directory.group.member",
                    "admin.directory.group.readonly",
                    "admin.directory.group")));
    if (connection.groups() == GroupsKeptBy.RULE) {
      needs.add(
          new Need(
              Scope.RULES, "read the rules of dynamic groups", Set.of("cloud-identity.groups")));
    }
    return needs;
  }

  /**
   * One thing that has to be allowed.
   *
   * @param least the narrowest scope that allows it
   * @param toDo what for
   * @param wider others that allow it too
   */
  private record Need(Scope least, String toDo, Set<String> wider) {
    Set<String> fitting() {
      var all = new TreeSet<String>();
      Stream.concat(Stream.of(least.uri()), wider.stream().map(AUTH::concat)).forEach(all::add);
      return all;
    }

    Finding allowed() {
      return Finding.good("Is allowed to %s.".formatted(toDo));
    }

    Finding notAllowed(Set<String> asked, String allow) {
      return Finding.blocks(
          "Is not allowed to %s: the client id lacks the scope %s, and without it Google gives no token at all."
              .formatted(toDo, String.join(", ", asked)),
          allow);
    }

    Finding notAskedFor(String name, String allow) {
      return Finding.blocks(
          "Does not ask to %s: muster.google.connections.%s.scopes leaves out %s."
              .formatted(toDo, name, least.uri()),
          "Add it, or take the setting out so that all that is needed is asked for. " + allow);
    }
  }
}
