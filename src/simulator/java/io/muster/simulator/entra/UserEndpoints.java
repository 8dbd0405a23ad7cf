package io.muster.simulator.entra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muster.simulator.Answer;
import io.muster.simulator.Call;
import io.muster.simulator.Routes;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What Graph does with users. */
final class UserEndpoints {
  private static final String USERS = "/v1.0/users";
  private static final String BIN = "/v1.0/directory/deletedItems";
  private static final Pattern GUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Pattern ADVANCED =
      Pattern.compile("onPremisesExtensionAttributes/| ne |not |endsWith|/\\$count");
  private static final Set<String> NEVER_SHOWN = Set.of("passwordProfile", "@odata.type");
  private static final Map<String, Integer> LONGEST =
      Map.of("employeeId", 16, "department", 64, "jobTitle", 128, "mailNickname", 64, "city", 128);

  private final Tenant tenant;
  private final EntraOptions options;
  private final Lists lists;

  UserEndpoints(Tenant tenant, EntraOptions options, Lists lists) {
    this.tenant = tenant;
    this.options = options;
    this.lists = lists;
  }

  void on(Routes routes) {
    routes
        .on("GET", USERS, this::list)
        .on("POST", USERS, this::create)
        .on("GET", USERS + "/{user}", this::get)
        .on("PATCH", USERS + "/{user}", this::update)
        .on("DELETE", USERS + "/{user}", this::delete)
        .on("PUT", USERS + "/{user}/manager/$ref", this::setManager)
        .on("DELETE", USERS + "/{user}/manager/$ref", this::clearManager)
        .on("GET", USERS + "/{user}/transitiveMemberOf", this::groupsOf)
        .on("POST", USERS + "/{user}/revokeSignInSessions", this::revokeSessions)
        .on("GET", BIN + "/microsoft.graph.user", this::listBin)
        .on("GET", BIN + "/{user}", this::getBinned)
        .on("POST", BIN + "/{user}/restore", this::restore);
  }

  private Answer list(Call call) {
    var end = tenant.now().minus(options.indexDelay());
    var filter = call.parameter("$filter").map(text -> filter(text, call));
    return lists.page(
        call,
        tenant.users().stream()
            .flatMap(user -> user.asOf(end).stream())
            .filter(data -> filter.map(it -> it.holds(data)).orElse(true)),
        data -> Shapes.user(data, call));
  }

  /** The bin is small, and no lag of it is known. */
  private Answer listBin(Call call) {
    demandIndex(call);
    var filter = call.parameter("$filter").map(text -> filter(text, call));
    return lists.page(
        call,
        tenant.bin().stream().filter(user -> filter.map(it -> it.holds(user.data)).orElse(true)),
        user -> Shapes.user(user.data, call));
  }

  private static Filter filter(String text, Call call) {
    if (ADVANCED.matcher(text).find()) {
      demandIndex(call);
    }
    try {
      return Filter.parse(text);
    } catch (IllegalArgumentException notUnderstood) {
      throw Shapes.badRequest("Invalid filter clause: " + text);
    }
  }

  /** Advanced queries are answered from an index, and only to those who say that they know it. */
  private static void demandIndex(Call call) {
    var known =
        call.header("consistencylevel").filter("eventual"::equalsIgnoreCase).isPresent()
            && call.parameter("$count").filter("true"::equals).isPresent();
    if (!known && call.parameter("$skiptoken").isEmpty()) {
      throw Shapes.badRequest("Unsupported Query.");
    }
  }

  private Answer get(Call call) {
    var user = shownUser(call);
    var shown = Shapes.user(user.data, call);
    if (call.parameter("$expand").orElse("").startsWith("manager") && user.manager != null) {
      tenant
          .find(user.manager)
          .ifPresent(
              manager -> {
                var expanded = shown.putObject("manager");
                expanded.put("@odata.type", "#microsoft.graph.user");
                expanded.put("id", manager.id);
                for (var name : List.of("employeeId", "onPremisesExtensionAttributes")) {
                  if (manager.data.has(name)) {
                    expanded.set(name, manager.data.get(name));
                  }
                }
              });
    }
    return Answer.json(200, shown);
  }

  private Answer create(Call call) {
    var body = call.json();
    for (var required :
        List.of("displayName", "mailNickname", "userPrincipalName", "accountEnabled")) {
      if (body.path(required).asText().isBlank()) {
        throw Shapes.badRequest(
            "A value is required for property '%s' of resource 'User'.".formatted(required));
      }
    }
    if (body.path("passwordProfile").path("password").asText().length() < 8) {
      throw Shapes.badRequest("The specified password does not comply with password complexity.");
    }
    check(body, null);
    var user = tenant.addUser();
    write(user, body);
    user.data.put("createdDateTime", Shapes.time(tenant.now()));
    user.data.put("signInSessionsValidFromDateTime", Shapes.time(tenant.now()));
    user.data.put("userType", "Member");
    tenant.touch(user);
    return Answer.json(201, Shapes.user(user.data, call));
  }

  private Answer update(Call call) {
    var user = shownUser(call);
    var body = call.json();
    if (user.data.path("onPremisesSyncEnabled").asBoolean(false)) {
      throw Shapes.badRequest(
          "Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration.");
    }
    if (user.administrator && body.has("accountEnabled")) {
      throw Shapes.refusal(
          403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");
    }
    check(body, user);
    write(user, body);
    tenant.touch(user);
    return Answer.empty(204);
  }

  private void check(JsonNode body, @org.jspecify.annotations.Nullable EntraUser himself) {
    LONGEST.forEach(
        (property, most) -> {
          if (body.path(property).asText("").length() > most) {
            throw Shapes.badRequest(
                "Invalid value specified for property '%s' of resource 'User'."
                    .formatted(property));
          }
        });
    if (body.has("userPrincipalName")) {
      var login = body.path("userPrincipalName").asText().toLowerCase(Locale.ROOT);
      if (!options.domains().contains(login.substring(login.indexOf('@') + 1))) {
        throw Shapes.badRequest(
            "The domain portion of the userPrincipalName property is invalid. You must use one of the verified domain names in your organization.");
      }
      if (tenant.users().stream()
          .anyMatch(other -> other != himself && other.login().equalsIgnoreCase(login))) {
        throw Shapes.taken("userPrincipalName");
      }
    }
    if (body.path("mail").isTextual()
        && tenant.users().stream()
            .anyMatch(other -> other != himself && other.isReachedAt(body.path("mail").asText()))) {
      throw Shapes.taken("proxyAddresses");
    }
  }

  private static void write(EntraUser user, JsonNode body) {
    for (var property : body.properties()) {
      var name = property.getKey();
      if (NEVER_SHOWN.contains(name)) {
        continue;
      }
      if (property.getValue().isObject()) {
        var part = user.data.withObject("/" + name);
        part.setAll((ObjectNode) property.getValue());
        part.remove("@odata.type");
      } else {
        user.data.set(name, property.getValue());
      }
    }
    if (body.has("mail") && !body.path("mail").isNull()) {
      user.data.putArray("proxyAddresses").add("SMTP:" + body.path("mail").asText());
    }
  }

  private Answer delete(Call call) {
    tenant.bin(shownUser(call));
    return Answer.empty(204);
  }

  private Answer setManager(Call call) {
    var user = shownUser(call);
    var reference = call.json().path("@odata.id").asText();
    var manager = reference.substring(reference.lastIndexOf('/') + 1);
    user.manager = tenant.find(manager).orElseThrow(() -> Shapes.notFound(manager)).id;
    tenant.touch(user);
    return Answer.empty(204);
  }

  private Answer clearManager(Call call) {
    var user = shownUser(call);
    if (user.manager == null) {
      throw Shapes.notFound("manager");
    }
    user.manager = null;
    tenant.touch(user);
    return Answer.empty(204);
  }

  private Answer groupsOf(Call call) {
    var user = shownUser(call);
    var items =
        tenant.groupsAround(user.id).stream()
            .map(group -> Shapes.group(group, call).put("@odata.type", "#microsoft.graph.group"))
            .toList();
    var all = new java.util.ArrayList<ObjectNode>(items);
    if (user.administrator) {
      all.add(
          com.fasterxml.jackson.databind.node.JsonNodeFactory.instance
              .objectNode()
              .put("@odata.type", "#microsoft.graph.directoryRole")
              .put("id", "00000000-0000-0000-0000-00000000a001")
              .put("displayName", "Global Administrator"));
    }
    return lists.page(call, all.stream(), item -> item);
  }

  private Answer revokeSessions(Call call) {
    var user = shownUser(call);
    user.sessionsRevoked++;
    if (!user.homeElsewhere()) {
      user.data.put("signInSessionsValidFromDateTime", Shapes.time(tenant.now()));
      tenant.touch(user);
    }
    return Answer.json(200, Map.of("value", true));
  }

  private Answer getBinned(Call call) {
    var user = binned(call);
    return Answer.json(
        200, Shapes.user(user.data, call).put("@odata.type", "#microsoft.graph.user"));
  }

  private Answer restore(Call call) {
    var user = binned(call);
    tenant.restore(user);
    return Answer.json(
        200, Shapes.user(user.data, call).put("@odata.type", "#microsoft.graph.user"));
  }

  private EntraUser binned(Call call) {
    var id = call.variable("user");
    if (!GUID.matcher(id).matches()) {
      throw Shapes.badRequest("Invalid object identifier '%s'.".formatted(id));
    }
    return tenant.binned(id).orElseThrow(() -> Shapes.notFound(id));
  }

  /** By id or login, unless it is so new that the replica asked does not have it. */
  private EntraUser shownUser(Call call) {
    var key = call.variable("user");
    return tenant
        .find(key)
        .filter(user -> !user.created.plus(options.replicaDelay()).isAfter(tenant.now()))
        .orElseThrow(() -> Shapes.notFound(key));
  }
}
