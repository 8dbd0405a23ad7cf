package io.muster.simulator.hexnode;

import io.muster.simulator.Answer;
import io.muster.simulator.Call;
import io.muster.simulator.Refusal;
import io.muster.simulator.Routes;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Users and user groups. */
final class UserEndpoints {
  private static final Set<String> OWNERSHIPS = Set.of("personal", "corporate", "user_choice");

  private final Estate estate;
  private final Shapes shapes;
  private final HexnodeOptions options;

  UserEndpoints(Estate estate, Shapes shapes, HexnodeOptions options) {
    this.estate = estate;
    this.shapes = shapes;
    this.options = options;
  }

  void addTo(Routes routes, String api) {
    routes
        .on("GET", api + "/users/", this::list)
        .on("POST", api + "/users/", this::create)
        .on("GET", api + "/users/{id}/", call -> Answer.json(200, shapes.userDetail(user(call))))
        .on("PUT", api + "/users/{id}/", this::edit)
        .on("DELETE", api + "/users/{id}/", this::delete)
        .on("POST", api + "/users/{id}/send_request/", this::invite)
        .on("GET", api + "/usergroups/", this::groups)
        .on("POST", api + "/usergroups/", this::createGroup)
        .on(
            "GET",
            api + "/usergroups/{id}/",
            call -> Answer.json(200, shapes.userGroupDetail(group(call))))
        .on("PUT", api + "/usergroups/{id}/", this::replaceGroup)
        .on("POST", api + "/usergroups/{id}/", this::changeMembers)
        .on("DELETE", api + "/usergroups/{id}/", this::deleteGroup);
  }

  private Answer list(Call call) {
    var type = call.parameter("user_type").orElse("");
    var enrolment = call.parameter("enrollment_status").orElse("");
    // "search" is ignored as any unknown parameter is: nothing says that it finds an address
    var found =
        estate.users.values().stream()
            .filter(user -> type.isEmpty() || type.equals("local") == user.local())
            .filter(
                user ->
                    enrolment.isEmpty()
                        || enrolment.equals("enrolled") == !estate.devicesOf(user.id).isEmpty())
            .sorted(ordered(call, Comparator.comparing(user -> user.name)))
            .toList();
    return Pages.of(call, found, shapes::user);
  }

  private Answer create(Call call) {
    var body = Body.of(call, options.bodyForm());
    var name = body.required("name");
    var email = email(body);
    if (estate.users.values().stream().anyMatch(user -> user.local() && user.has(email))) {
      throw Body.field("email", "user with this email already exists.");
    }
    var user = estate.addUser(name, email, body.text("phoneno").orElse(null), User.LOCAL);
    return Answer.json(201, shapes.user(user));
  }

  private Answer edit(Call call) {
    var user = user(call);
    requireLocal(user);
    var body = Body.of(call, options.bodyForm());
    var name = body.required("name");
    var email = email(body);
    if (estate.users.values().stream()
        .anyMatch(other -> other != user && other.local() && other.has(email))) {
      throw Body.field("email", "user with this email already exists.");
    }
    user.name = name;
    user.email = email;
    user.phone = body.text("phoneno").orElse(null);
    return Answer.json(200, shapes.user(user));
  }

  /** The devices of the user are disenrolled, whatever else is waiting for them. */
  private Answer delete(Call call) {
    var user = user(call);
    requireLocal(user);
    for (var device : estate.devicesOf(user.id)) {
      estate.ask(device, ActionKind.DISENROLL, Estate.nothing());
    }
    estate.remove(user);
    return Answer.empty(204);
  }

  private Answer invite(Call call) {
    var user = user(call);
    var ownership = Body.of(call, options.bodyForm()).required("ownership");
    if (!OWNERSHIPS.contains(ownership)) {
      throw Body.field("ownership", "\"" + ownership + "\" is not a valid choice.");
    }
    if (user.email == null) {
      throw Body.detail("The user has no email address.");
    }
    estate.invitations.add(new Invitation(user.id, user.email, ownership, estate.now(), false));
    return Answer.empty(200);
  }

  private Answer groups(Call call) {
    var all =
        estate.userGroups.values().stream()
            .sorted(ordered(call, Comparator.comparing(group -> group.name)))
            .toList();
    return Pages.of(call, all, shapes::userGroup);
  }

  private Answer createGroup(Call call) {
    var body = Body.of(call, options.bodyForm());
    var name = body.required("groupname");
    var description = body.given("description");
    var members = body.known("users", estate.users);
    if (estate.userGroups.values().stream().anyMatch(group -> group.name.equals(name))) {
      throw Body.field("groupname", "group with this name already exists.");
    }
    var group = estate.addUserGroup(name, description);
    group.members.addAll(members);
    return Answer.json(201, shapes.userGroupDetail(group));
  }

  private Answer replaceGroup(Call call) {
    var group = group(call);
    var body = Body.of(call, options.bodyForm());
    var name = body.required("groupname");
    if (estate.userGroups.values().stream()
        .anyMatch(other -> other != group && other.name.equals(name))) {
      throw Body.field("groupname", "group with this name already exists.");
    }
    group.name = name;
    group.description = body.given("description");
    if (body.has("users")) {
      var members = body.known("users", estate.users);
      group.members.clear();
      group.members.addAll(members);
    }
    group.modified = estate.now();
    return Answer.json(200, shapes.userGroupDetail(group));
  }

  /** Whoever is named twice is added. */
  private Answer changeMembers(Call call) {
    var group = group(call);
    var body = Body.of(call, options.bodyForm());
    body.givenIds("add_users");
    var removed = new LinkedHashSet<>(body.givenIds("remove_users"));
    var added = body.known("add_users", estate.users);
    removed.removeAll(added);
    group.members.removeAll(removed);
    group.members.addAll(added);
    group.modified = estate.now();
    return Answer.json(201, shapes.userGroupDetail(group));
  }

  private Answer deleteGroup(Call call) {
    estate.removeUserGroup(group(call));
    return Answer.empty(204);
  }

  private User user(Call call) {
    return Ids.find(call, estate.users, "user");
  }

  private Group group(Call call) {
    return Ids.find(call, estate.userGroups, "usergroup");
  }

  private static void requireLocal(User user) {
    if (!user.local() || user.id == Estate.DEFAULT_USER) {
      throw new Refusal(
          Answer.json(400, Map.of("detail", "Only local users can be changed or deleted.")));
    }
  }

  private static String email(Body body) {
    var email = body.required("email");
    if (!email.matches("[^@\\s]+@[^@\\s]+")) {
      throw Body.field("email", "Enter a valid email address.");
    }
    return email;
  }

  private static <T> Comparator<T> ordered(Call call, Comparator<T> byName) {
    var order = call.parameter("order_by").orElse("asc").toLowerCase(Locale.ROOT);
    return order.equals("desc") ? byName.reversed() : byName;
  }
}
