package io.muster.directory.entra;

import com.microsoft.graph.models.DirectoryRole;
import com.microsoft.graph.models.Group;
import com.microsoft.graph.models.ReferenceCreate;
import com.microsoft.graph.models.ReferenceUpdate;
import com.microsoft.graph.models.User;
import com.microsoft.graph.models.UserCollectionResponse;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import io.muster.directory.entra.EntraProperties.Attributes;
import io.muster.directory.entra.EntraProperties.Connection;
import io.muster.people.EmployeeId;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.RemoteFailure.Unavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Every call about accounts that we make to one tenant, each wrapped once. */
final class EntraApi {
  private static final int PAGE = 999;
  private static final int MOST_PAGES = 100;
  private static final Pattern GUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private final GraphServiceClient graph;
  private final EntraCalls calls;
  private final String base;
  private final String[] selection;
  private final String managerShown;

  EntraApi(GraphServiceClient graph, EntraCalls calls, Connection connection) {
    this.graph = graph;
    this.calls = calls;
    this.base = connection.graph();
    this.selection = EntraUser.selection(connection.attributes());
    this.managerShown = managerShown(connection.attributes());
  }

  private static String managerShown(Attributes names) {
    return "manager($select=id," + UserProperty.selected(names.employeeNumber()) + ")";
  }

  /** The user with this id as it is now; empty if there is none, the bin left aside. */
  Optional<EntraUser> user(String id) {
    return calls.only(id, userNamed(id));
  }

  /** The user whom Graph means by this id or login, the bin left aside; look at the login. */
  Optional<EntraUser> userNamed(String idOrLogin) {
    return calls
        .find(
            "GET user",
            EntraPermissions.READ_USERS,
            () ->
                graph
                    .users()
                    .byUserId(EntraCalls.named(idOrLogin))
                    .get(
                        ask -> {
                          ask.queryParameters.select = selection;
                          ask.queryParameters.expand = new String[] {managerShown};
                        }))
        .map(user -> EntraUser.of(user, false));
  }

  /** The user with this id in the bin. */
  Optional<EntraUser> binned(String id) {
    if (!GUID.matcher(id).matches()) {
      return Optional.empty();
    }
    return calls.only(
        id,
        calls
            .find(
                "GET deleted user",
                EntraPermissions.READ_USERS,
                () -> graph.directory().deletedItems().byDirectoryObjectId(id).get())
            .filter(User.class::isInstance)
            .map(found -> EntraUser.of((User) found, true)));
  }

  /** Finds who bears the employee's number in this property. */
  static String bearing(String number, EmployeeId employee) {
    return number + " eq " + EntraCalls.quoted(employee.value());
  }

  /** The ids of the users that fit; the index may lag behind, so read each again. */
  List<String> search(String filter, boolean fromIndex) {
    return ids(
        calls.read(
            "search for users",
            EntraPermissions.READ_USERS,
            () ->
                graph
                    .users()
                    .get(
                        ask -> {
                          ask.queryParameters.filter = filter;
                          ask.queryParameters.select = new String[] {"id"};
                          if (fromIndex) {
                            ask.queryParameters.count = true;
                            ask.headers.add("ConsistencyLevel", "eventual");
                          }
                        })));
  }

  private static List<String> ids(UserCollectionResponse found) {
    return Optional.ofNullable(found.getValue()).orElse(List.of()).stream()
        .flatMap(user -> Optional.ofNullable(user.getId()).stream())
        .toList();
  }

  /** The users in the bin that fit, by an index that lags behind. */
  List<EntraUser> searchBin(String filter) {
    var url =
        EntraCalls.url(
            base + "/directory/deletedItems/microsoft.graph.user",
            "$filter",
            filter,
            "$count",
            "true",
            "$select",
            String.join(",", selection));
    var found =
        calls.read(
            "search for deleted users",
            EntraPermissions.READ_USERS,
            () ->
                graph
                    .directory()
                    .deletedItems()
                    .graphUser()
                    .withUrl(url)
                    .get(ask -> ask.headers.add("ConsistencyLevel", "eventual")));
    return Optional.ofNullable(found.getValue()).orElse(List.of()).stream()
        .map(user -> EntraUser.of(user, true))
        .toList();
  }

  /** Makes a user; the answer is its id. */
  String create(User user) {
    return calls
        .write("the making of a user", EntraPermissions.WRITE_USERS, () -> graph.users().post(user))
        .flatMap(made -> Optional.ofNullable(made.getId()))
        .orElseThrow(
            () ->
                Unavailable.answerLost(
                    "Microsoft Graph's answer to the making of a user cannot be read.", null));
  }

  /** Writes what is on it and leaves the rest. */
  void update(String id, User changes) {
    calls.write(
        "the update of user " + id,
        EntraPermissions.WRITE_USERS,
        () -> graph.users().byUserId(EntraCalls.named(id)).patch(changes));
  }

  /** Lets the user sign in, or not. */
  void enable(String id, boolean enabled) {
    var change = new User();
    change.setAccountEnabled(enabled);
    calls.write(
        (enabled ? "the enabling of user " : "the disabling of user ") + id,
        EntraPermissions.WRITE_USERS,
        () -> graph.users().byUserId(EntraCalls.named(id)).patch(change));
  }

  /** Writes who the manager is. */
  void setManager(String id, String manager) {
    var reference = new ReferenceUpdate();
    reference.setOdataId(base + "/directoryObjects/" + EntraCalls.named(manager));
    calls.write(
        "the manager of user " + id,
        EntraPermissions.WRITE_USERS,
        () -> graph.users().byUserId(EntraCalls.named(id)).manager().ref().put(reference));
  }

  /** Takes the manager away. */
  void clearManager(String id) {
    calls.write(
        "the manager of user " + id,
        EntraPermissions.WRITE_USERS,
        () -> graph.users().byUserId(EntraCalls.named(id)).manager().ref().delete());
  }

  /** Puts the user into the bin, which only one can be put into whom no legal hold protects. */
  void delete(Unheld user) {
    var id = user.id();
    calls.write(
        "the deletion of user " + id,
        EntraPermissions.WRITE_USERS,
        () -> graph.users().byUserId(EntraCalls.named(id)).delete());
  }

  /** Takes the user out of the bin. */
  void restore(String id) {
    calls.write(
        "the return of user " + id,
        EntraPermissions.WRITE_USERS,
        (Supplier<@Nullable Object>)
            () ->
                graph
                    .directory()
                    .deletedItems()
                    .byDirectoryObjectId(EntraCalls.named(id))
                    .restore()
                    .post());
  }

  /** Makes every session and refresh token void. */
  void endSessions(String id) {
    calls.write(
        "the end of the sessions of user " + id,
        EntraPermissions.REVOKE_SESSIONS,
        (Supplier<@Nullable Object>)
            () -> graph.users().byUserId(EntraCalls.named(id)).revokeSignInSessions().post());
  }

  /** Puts the user into the group; one that is in it already is as wished. */
  void join(String group, String id) {
    var reference = new ReferenceCreate();
    reference.setOdataId(base + "/directoryObjects/" + EntraCalls.named(id));
    calls.join(
        "the joining of group %s by user %s".formatted(group, id),
        EntraPermissions.WRITE_MEMBERS,
        () -> graph.groups().byGroupId(EntraCalls.named(group)).members().ref().post(reference));
  }

  /** Takes the user out of the group. */
  void leave(String group, String id) {
    calls.write(
        "the leaving of group %s by user %s".formatted(group, id),
        EntraPermissions.WRITE_MEMBERS,
        () ->
            graph
                .groups()
                .byGroupId(EntraCalls.named(group))
                .members()
                .byDirectoryObjectId(EntraCalls.named(id))
                .ref()
                .delete());
  }

  /** The groups the user is in, the ones that those are in too; empty if there is no such user. */
  Optional<Memberships> memberships(String id) {
    var groups = new ArrayList<Group>();
    var roles = false;
    String next = null;
    for (int page = 1; page <= MOST_PAGES; page++) {
      var link = next;
      var builder = graph.users().byUserId(EntraCalls.named(id)).transitiveMemberOf();
      var shown =
          calls.find(
              "GET groups of user " + id,
              EntraPermissions.READ_GROUPS,
              () ->
                  link != null
                      ? builder.withUrl(link).get()
                      : builder.get(
                          ask -> {
                            ask.queryParameters.select = new String[] {"id", "displayName"};
                            ask.queryParameters.top = PAGE;
                          }));
      if (shown.isEmpty()) {
        return Optional.empty();
      }
      for (var item : Optional.ofNullable(shown.get().getValue()).orElse(List.of())) {
        if (item instanceof Group group) {
          groups.add(group);
        }
        roles |= item instanceof DirectoryRole;
      }
      next = shown.get().getOdataNextLink();
      if (next == null) {
        return Optional.of(new Memberships(groups, roles));
      }
    }
    throw new Refused("The list of groups of user %s has no end.".formatted(id));
  }

  /**
   * What a user is in.
   *
   * @param groups the groups
   * @param roles whether there is an administrator's role among the rest
   */
  record Memberships(List<Group> groups, boolean roles) {}
}
