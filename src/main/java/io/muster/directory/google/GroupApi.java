package io.muster.directory.google;

import com.google.api.services.directory.model.Group;
import com.google.api.services.directory.model.Groups;
import com.google.api.services.directory.model.Member;
import com.google.api.services.directory.model.Members;
import io.muster.directory.google.GoogleProperties.Connection;
import io.muster.remote.RemoteFailure.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The calls about groups and who is in them, each wrapped once. */
final class GroupApi {
  private static final int SHOWN = 200;
  private static final int MOST_PAGES = 50;

  private final GoogleCalls calls;
  private final Connection connection;

  GroupApi(GoogleCalls calls, Connection connection) {
    this.calls = calls;
    this.connection = connection;
  }

  /** The group with this id or address; empty if there is none. */
  Optional<Group> group(String key) {
    return calls.find(
        "GET group", Scope.GROUPS, clients -> clients.directory().groups().get(named(key)));
  }

  /** The groups of this name; by an index that lags behind. */
  List<Group> groupsNamed(String name) {
    var query = "name='" + name.replace("\\", "\\\\").replace("'", "\\'") + "'";
    return groups(page(query, null)).stream()
        .filter(group -> name.equals(group.getName()))
        .toList();
  }

  /** A part of all groups, or of those that fit. */
  Groups page(@Nullable String query, @Nullable String page) {
    return calls.read(
        query == null ? "the groups" : "search for groups",
        Scope.GROUPS,
        clients -> {
          var list =
              clients
                  .directory()
                  .groups()
                  .list()
                  .setMaxResults(SHOWN)
                  .setPageToken(page)
                  .setQuery(query);
          return connection
              .onlyDomain()
              .map(list::setDomain)
              .orElseGet(() -> list.setCustomer(connection.customer()));
        });
  }

  static List<Group> groups(Groups page) {
    return page.getGroups() == null ? List.of() : page.getGroups();
  }

  /** The groups a user is in directly; empty if there is no such user. */
  Optional<List<Group>> groupsOf(String user) {
    var all = new ArrayList<Group>();
    String next = null;
    for (int number = 1; number <= MOST_PAGES; number++) {
      var from = next;
      var found =
          calls.find(
              "GET groups of user " + user,
              Scope.GROUPS,
              clients ->
                  clients
                      .directory()
                      .groups()
                      .list()
                      .setUserKey(named(user))
                      .setMaxResults(SHOWN)
                      .setPageToken(from));
      if (found.isEmpty()) {
        return Optional.empty();
      }
      all.addAll(groups(found.get()));
      next = found.get().getNextPageToken();
      if (next == null) {
        return Optional.of(all);
      }
    }
    throw new Refused("Google's list of the groups of user %s has no end.".formatted(user));
  }

  /** A part of those in a group, those of nested groups included; empty if it is gone. */
  Optional<Members> members(String group, @Nullable String page) {
    return calls.find(
        "GET members of group " + group,
        connection.groups() == GoogleProperties.GroupsKeptBy.MUSTER
            ? Scope.MEMBERS
            : Scope.MEMBERS_SEEN,
        clients ->
            clients
                .directory()
                .members()
                .list(named(group))
                .setIncludeDerivedMembership(true)
                .setMaxResults(SHOWN)
                .setPageToken(page));
  }

  /** True if the user is in the group directly, as it is now. */
  boolean isMember(String group, String user) {
    return calls
        .find(
            "GET member of group " + group,
            Scope.MEMBERS,
            clients -> clients.directory().members().get(named(group), named(user)))
        .isPresent();
  }

  void join(String group, String user) {
    calls.make(
        "the joining of group %s by user %s".formatted(group, user),
        Scope.MEMBERS,
        clients ->
            clients
                .directory()
                .members()
                .insert(named(group), new Member().setId(named(user)).setRole("MEMBER")));
  }

  void leave(String group, String user) {
    calls.write(
        "the leaving of group %s by user %s".formatted(group, user),
        Scope.MEMBERS,
        clients -> clients.directory().members().delete(named(group), named(user)));
  }

  private static String named(String key) {
    return UserApi.named(key);
  }
}
