package io.muster.directory.okta;

import com.fasterxml.jackson.core.type.TypeReference;
import com.okta.sdk.resource.api.GroupApi;
import com.okta.sdk.resource.api.GroupRuleApi;
import com.okta.sdk.resource.api.SystemLogApi;
import com.okta.sdk.resource.api.UserApi;
import com.okta.sdk.resource.api.UserLifecycleApi;
import com.okta.sdk.resource.api.UserResourcesApi;
import com.okta.sdk.resource.api.UserSessionsApi;
import com.okta.sdk.resource.client.ApiClient;
import com.okta.sdk.resource.model.CreateUserRequest;
import com.okta.sdk.resource.model.Group;
import com.okta.sdk.resource.model.GroupRule;
import com.okta.sdk.resource.model.LogEvent;
import com.okta.sdk.resource.model.UpdateUserRequest;
import com.okta.sdk.resource.model.UserProfile;
import com.okta.sdk.resource.model.UserStatus;
import io.muster.remote.RemoteFailure;
import io.muster.remote.RemoteFailure.Refused;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every call we make to one org, each wrapped once, because the SDK's arguments change places
 * between its versions. Throws a {@link RemoteFailure} and nothing else of its own.
 */
final class OktaApi implements AutoCloseable {
  private static final int GROUPS_SHOWN = 200;
  private static final int RULES_SHOWN = 200;
  private static final int MEMBERS_SHOWN = 200;
  private static final int EVENTS_SHOWN = 1000;
  private static final int MOST_PAGES = 100;
  private static final TypeReference<Map<String, Object>> ATTRIBUTES = new TypeReference<>() {};

  private final ApiClient client;
  private final OktaCalls calls;
  private final OktaAnswers answers;
  private final UserApi users;
  private final UserLifecycleApi lifecycle;
  private final UserSessionsApi sessions;
  private final UserResourcesApi resources;
  private final GroupApi groups;
  private final GroupRuleApi rules;
  private final SystemLogApi log;

  OktaApi(ApiClient client, OktaCredentials credentials, OktaAnswers answers) {
    this.client = client;
    this.calls = new OktaCalls(credentials, answers);
    this.answers = answers;
    this.users = new UserApi(client);
    this.lifecycle = new UserLifecycleApi(client);
    this.sessions = new UserSessionsApi(client);
    this.resources = new UserResourcesApi(client);
    this.groups = new GroupApi(client);
    this.rules = new GroupRuleApi(client);
    this.log = new SystemLogApi(client);
  }

  /** The user with this id as it is now; empty if there is none. */
  Optional<OktaUser> user(String id) {
    var found = userNamed(id);
    found
        .filter(user -> !id.equals(user.id()))
        .ifPresent(
            other -> {
              throw answers.aboutAnother(id, other.id());
            });
    return found;
  }

  /**
   * The user whom Okta means by this login; it may be another's, so look at the login. The name
   * {@code me} means whoever asks.
   */
  Optional<OktaUser> userNamed(String idOrLogin) {
    return calls
        .find("GET user", () -> users.getUser(named(idOrLogin), null, null))
        .map(
            user ->
                user(
                    user.getId(),
                    user.getStatus(),
                    user.getTransitioningToStatus(),
                    user.getProfile()));
  }

  /** Lists one user, if any, to see whether we may. */
  void anyUser() {
    calls.read(
        "the list of users", () -> users.listUsers(null, null, null, 1, null, null, null, null));
  }

  /** Lists one group, if any, to see whether we may. */
  void anyGroup() {
    calls.read(
        "the list of groups", () -> groups.listGroups(null, null, null, 1, null, null, null, null));
  }

  /** The ids of the users that fit; by an index that lags behind, so read each again. */
  List<String> search(String expression) {
    return calls
        .read(
            "search for users",
            () -> users.listUsers(null, null, null, null, null, expression, null, null))
        .stream()
        .map(user -> user.getId())
        .toList();
  }

  /** Makes a user who is asked by mail to finish signing up; the answer is its id. */
  String create(Map<String, @Nullable String> attributes) {
    var request = new CreateUserRequest().profile(profile(attributes));
    var made =
        calls.write("the making of a user", () -> users.createUser(request, true, null, null));
    if (made == null || made.getId() == null) {
      throw answers.unreadable("the making of a user", true);
    }
    return made.getId();
  }

  /** Writes these attributes and leaves the others; a null clears one. */
  void update(String id, Map<String, @Nullable String> attributes) {
    var request = new UpdateUserRequest().profile(profile(attributes));
    calls.write("the update of user " + id, () -> users.updateUser(named(id), request, null));
  }

  /** Lets the user in who is new or was deactivated; a mail tells how. */
  void activate(String id) {
    calls.write("the activation of user " + id, () -> lifecycle.activateUser(named(id), true));
  }

  void suspend(String id) {
    calls.write("the suspension of user " + id, () -> lifecycle.suspendUser(named(id)));
  }

  void unsuspend(String id) {
    calls.write("the return of user " + id, () -> lifecycle.unsuspendUser(named(id)));
  }

  void deactivate(String id) {
    calls.write(
        "the deactivation of user " + id, () -> lifecycle.deactivateUser(named(id), false, null));
  }

  /** Ends sessions and revokes the tokens of the applications that signed in through Okta. */
  void endSessions(String id) {
    calls.write(
        "the end of the sessions of user " + id,
        () -> sessions.revokeUserSessions(named(id), true));
  }

  /** The groups of the user; empty if there is no such user. */
  Optional<List<Group>> groupsOf(String id) {
    var found = calls.find("GET groups of user " + id, () -> resources.listUserGroups(named(id)));
    if (found.flatMap(OktaCalls::next).isPresent()) {
      throw new Refused(
          "User %s is in more groups than Okta shows at once. Take them out of some."
              .formatted(id));
    }
    return found;
  }

  /** The groups of this name; by an index that lags behind. */
  List<Group> groupsNamed(String name) {
    var expression = "profile.name eq " + quoted(name);
    return calls
        .read(
            "search for groups",
            () -> groups.listGroups(null, null, null, GROUPS_SHOWN, null, expression, null, null))
        .stream()
        .filter(group -> group.getProfile() != null && name.equals(group.getProfile().getName()))
        .toList();
  }

  void join(String group, String user) {
    calls.write(
        "the joining of group %s by user %s".formatted(group, user),
        () -> groups.assignUserToGroup(named(group), named(user)));
  }

  void leave(String group, String user) {
    calls.write(
        "the leaving of group %s by user %s".formatted(group, user),
        () -> groups.unassignUserFromGroup(named(group), named(user)));
  }

  /** All rules. */
  List<GroupRule> rules() {
    var all = new ArrayList<GroupRule>();
    String after = null;
    for (int page = 1; page <= MOST_PAGES; page++) {
      var from = after;
      var shown =
          calls.read("the group rules", () -> rules.listGroupRules(RULES_SHOWN, from, null, null));
      all.addAll(shown);
      var next = OktaCalls.next(shown);
      if (next.isEmpty()) {
        return all;
      }
      after = next.get();
    }
    throw new Refused("Okta's list of group rules has no end.");
  }

  /** The group with this id as it is now; empty if there is none. */
  Optional<Group> group(String id) {
    return calls.find("GET group", () -> groups.getGroup(named(id)));
  }

  /** Some of those in the group, and where the list goes on; empty if there is no such group. */
  Optional<Part<OktaUser>> members(String group, @Nullable String after) {
    return calls
        .find(
            "GET members of group " + group,
            () -> groups.listGroupUsers(named(group), after, MEMBERS_SHOWN))
        .map(
            shown ->
                new Part<>(
                    shown.stream()
                        .map(
                            user ->
                                user(
                                    user.getId(),
                                    user.getStatus(),
                                    user.getTransitioningToStatus(),
                                    user.getProfile()))
                        .toList(),
                    OktaCalls.next(shown).orElse(null)));
  }

  /**
   * Some of the System Log in the order in which it was written down, and where it goes on; empty
   * if Okta does not know that place.
   *
   * @param since the time from which to tell, or null
   * @param after a place that an earlier part named, or null
   */
  Optional<Part<LogEvent>> log(@Nullable Instant since, @Nullable String after, String filter) {
    // without an end and ascending, or late events are left out
    var from = since == null ? null : since.toString();
    return calls
        .findUnlessRefused(
            "GET logs",
            () -> log.listLogEvents(from, null, after, filter, null, EVENTS_SHOWN, "ASCENDING"))
        .map(shown -> new Part<>(List.copyOf(shown), OktaCalls.next(shown).orElse(null)));
  }

  /**
   * The oldest events of the System Log that fit, written down since then. Empty if we may not see
   * them, or the log does not go that far back.
   */
  Optional<List<LogEvent>> events(Instant since, String filter) {
    var from = since.truncatedTo(ChronoUnit.MILLIS).toString();
    return calls
        .findIfPermitted(
            "GET logs",
            () -> log.listLogEvents(from, null, null, filter, null, EVENTS_SHOWN, "ASCENDING"))
        .map(List::copyOf);
  }

  /**
   * Part of a list.
   *
   * @param next where it goes on, or null
   */
  record Part<T>(List<T> items, @Nullable String next) {}

  @Override
  public void close() {
    client.getHttpClient().close(org.apache.hc.core5.io.CloseMode.GRACEFUL);
  }

  private OktaUser user(
      String id,
      @Nullable UserStatus status,
      @Nullable UserStatus becoming,
      @Nullable UserProfile profile) {
    Map<String, Object> attributes =
        profile == null ? Map.of() : client.getObjectMapper().convertValue(profile, ATTRIBUTES);
    return new OktaUser(
        id, status == null ? UserStatus.UNKNOWN_DEFAULT_OPEN_API : status, becoming, attributes);
  }

  /** The typed setters drop nulls, this map does not. */
  private static UserProfile profile(Map<String, @Nullable String> attributes) {
    var profile = new UserProfile();
    profile.getAdditionalProperties().putAll(attributes);
    return profile;
  }

  /** A text as a search or a filter takes it. */
  static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** An empty id would turn a call about one user into one about all. */
  static String named(String idOrLogin) {
    if (idOrLogin.isBlank()) {
      throw new IllegalArgumentException("an account without an id");
    }
    return idOrLogin;
  }
}
