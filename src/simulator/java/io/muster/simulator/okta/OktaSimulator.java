package io.muster.simulator.okta;

import com.fasterxml.jackson.databind.JsonNode;
import io.muster.simulator.Answer;
import io.muster.simulator.Call;
import io.muster.simulator.Limits;
import io.muster.simulator.Refusal;
import io.muster.simulator.Routes;
import io.muster.simulator.Simulator;
import io.muster.simulator.SimulatorSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An Okta org as its published description shows it, on a port of its own.
 *
 * <p>Group rules are evaluated some time after a change, a search does not see what is new, only an
 * active user can be suspended, and every answer tells how many calls are left.
 */
public final class OktaSimulator extends Simulator {
  private static final Pattern EQUALS = Pattern.compile("profile\\.(\\w+) eq \"(.*)\"");
  private static final Pattern RULE = Pattern.compile("user\\.(\\w+)==\"([^\"]*)\"");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final Set<String> SUSPENDABLE = Set.of("ACTIVE");
  private static final Set<String> ACTIVATABLE = Set.of("STAGED", "DEPROVISIONED");
  private static final String EVERYONE = "Everyone";

  private final OktaOptions options;
  private final Limits minute;
  private final Routes routes = new Routes();
  private final Map<String, OktaUser> users = new LinkedHashMap<>();
  private final Map<String, String> groups = new LinkedHashMap<>();
  private final List<Rule> rules = new ArrayList<>();
  private int number;

  private OktaSimulator(OktaOptions options, SimulatorSettings settings) {
    super(settings);
    this.options = options;
    this.minute = Limits.fixed(settings.clock(), Duration.ofMinutes(1));
    groups.put(id("00g"), EVERYONE);
    routes
        .on("GET", "/api/v1/users", this::list)
        .on("POST", "/api/v1/users", this::create)
        .on("GET", "/api/v1/users/{user}", call -> shown(user(call)))
        .on("POST", "/api/v1/users/{user}", this::update)
        .on("GET", "/api/v1/users/{user}/groups", this::groupsOfUser)
        .on("DELETE", "/api/v1/users/{user}/sessions", this::endSessions)
        .on("POST", "/api/v1/users/{user}/lifecycle/suspend", this::suspend)
        .on("POST", "/api/v1/users/{user}/lifecycle/unsuspend", this::unsuspend)
        .on("POST", "/api/v1/users/{user}/lifecycle/activate", this::activate)
        .on("POST", "/api/v1/users/{user}/lifecycle/deactivate", this::deactivate)
        .on("GET", "/api/v1/groups", this::listGroups)
        .on("GET", "/api/v1/groups/rules", call -> Answer.json(200, rulesShown()));
  }

  /** Starts one. */
  public static OktaSimulator start(OktaOptions options, SimulatorSettings settings) {
    var simulator = new OktaSimulator(options, settings);
    simulator.listen();
    return simulator;
  }

  // the org, as an administrator sees it

  /** Adds a group; asked again, it is the same one. */
  public synchronized String addGroup(String name) {
    return groups.entrySet().stream()
        .filter(group -> group.getValue().equals(name))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseGet(
            () -> {
              var id = id("00g");
              groups.put(id, name);
              return id;
            });
  }

  /**
   * Adds an active rule that puts whoever's attribute has this value into the group.
   *
   * @param expression such as {@code user.department=="Engineering"}
   */
  public synchronized void addRule(String group, String expression) {
    var matcher = RULE.matcher(expression);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("rules here compare one attribute: " + expression);
    }
    rules.add(
        new Rule(
            id("0pr"),
            group,
            addGroup(group),
            expression,
            matcher.group(1),
            matcher.group(2),
            "ACTIVE"));
  }

  /** Switches the rules of a group on, off, or breaks them: ACTIVE, INACTIVE, INVALID. */
  public synchronized void setRules(String group, String status) {
    rules.replaceAll(rule -> rule.groupName.equals(group) ? rule.with(status) : rule);
  }

  /** Adds a user behind everybody's back. */
  public synchronized String addUser(String login, @Nullable String employeeNumber) {
    var user = new OktaUser(id("00u"), "ACTIVE", clock().instant());
    user.profile.put("login", login);
    user.profile.put("email", login);
    user.profile.put("firstName", "Some");
    user.profile.put("lastName", "Body");
    if (employeeNumber != null) {
      user.profile.put("employeeNumber", employeeNumber);
    }
    users.put(user.id, user);
    return user.id;
  }

  /** Deletes a user behind everybody's back. */
  public synchronized void removeUser(String id) {
    users.remove(id);
  }

  /** Changes one attribute behind everybody's back. */
  public synchronized void setAttribute(String id, String attribute, String value) {
    Optional.ofNullable(users.get(id)).orElseThrow().profile.put(attribute, value);
  }

  /** Changes a status behind everybody's back. */
  public synchronized void setStatus(String id, String status) {
    Optional.ofNullable(users.get(id)).orElseThrow().status = status;
  }

  /** The status of a user, or nothing. */
  public synchronized Optional<String> status(String idOrLogin) {
    return find(idOrLogin).map(user -> user.status);
  }

  /** One attribute of a user, or nothing. */
  public synchronized Optional<String> attribute(String idOrLogin, String attribute) {
    return find(idOrLogin).map(user -> user.text(attribute)).filter(text -> !text.isEmpty());
  }

  /** How often a user's sessions were ended. */
  public synchronized int sessionsEnded(String idOrLogin) {
    return find(idOrLogin).map(user -> user.sessionsEnded).orElse(0);
  }

  /** How many users there are. */
  public synchronized int userCount() {
    return users.size();
  }

  // the wire

  @Override
  protected synchronized Answer answer(Call call) {
    if (!call.header("authorization").orElse("").equals("SSWS " + options.token())) {
      return error(401, "E0000011", "Invalid token provided", List.of());
    }
    var verdict = minute.take("org", options.perMinute());
    Answer answer;
    if (!verdict.allowed()) {
      answer = error(429, "E0000047", "API call exceeded rate limit.", List.of());
    } else {
      try {
        answer =
            routes
                .answer(call)
                .orElseGet(() -> error(404, "E0000007", "Not found: Resource", List.of()));
      } catch (Refusal refusal) {
        answer = refusal.answer();
      }
    }
    return answer
        .and("X-Rate-Limit-Limit", Integer.toString(verdict.limit()))
        .and("X-Rate-Limit-Remaining", Integer.toString(verdict.remaining()))
        .and("X-Rate-Limit-Reset", Long.toString(verdict.resetsAt().getEpochSecond()))
        .and("X-Okta-Request-Id", id("req"));
  }

  private Answer list(Call call) {
    var search = call.parameter("search").or(() -> call.parameter("filter"));
    var lag = call.parameter("search").isPresent() ? options.indexDelay() : Duration.ZERO;
    var found =
        users.values().stream()
            .filter(user -> search.isPresent() || !user.status.equals("DEPROVISIONED"))
            .filter(user -> !user.changed.plus(lag).isAfter(clock().instant()))
            .filter(user -> search.map(text -> fits(user, text)).orElse(true))
            .map(this::json)
            .toList();
    return Answer.json(200, found);
  }

  private static boolean fits(OktaUser user, String search) {
    Matcher matcher = EQUALS.matcher(search);
    if (!matcher.matches()) {
      throw new Refusal(error(400, "E0000031", "Invalid search criteria.", List.of()));
    }
    var value = matcher.group(2).replace("\\\"", "\"").replace("\\\\", "\\");
    return user.text(matcher.group(1)).equals(value);
  }

  private Answer create(Call call) {
    var profile = call.json().path("profile");
    for (var required : List.of("login", "email", "firstName", "lastName")) {
      if (profile.path(required).asText().isEmpty()) {
        throw invalid(required + ": The field cannot be left blank");
      }
    }
    if (find(profile.path("login").asText()).isPresent()) {
      throw invalid("login: An object with this field already exists in the current organization");
    }
    var activate = !"false".equals(call.parameter("activate").orElse("true"));
    var user = new OktaUser(id("00u"), activate ? "PROVISIONED" : "STAGED", clock().instant());
    write(user, profile);
    users.put(user.id, user);
    return shown(user);
  }

  private Answer update(Call call) {
    var user = user(call);
    if (!user.status.equals("DEPROVISIONED")) {
      write(user, call.json().path("profile"));
      user.changed = clock().instant();
    }
    return shown(user);
  }

  private static void write(OktaUser user, JsonNode profile) {
    profile
        .properties()
        .forEach(
            field ->
                user.profile.put(
                    field.getKey(), field.getValue().isNull() ? null : field.getValue().asText()));
  }

  private Answer suspend(Call call) {
    return move(call, SUSPENDABLE, "SUSPENDED");
  }

  private Answer unsuspend(Call call) {
    return move(call, Set.of("SUSPENDED"), "ACTIVE");
  }

  private Answer activate(Call call) {
    var answer = move(call, ACTIVATABLE, "PROVISIONED");
    return answer.status() == 200 ? Answer.json(200, Map.of()) : answer;
  }

  private Answer deactivate(Call call) {
    var user = user(call);
    if (user.status.equals("DEPROVISIONED")) {
      throw new Refusal(
          error(
              403,
              "E0000038",
              "This operation is not allowed in the user's current status.",
              List.of()));
    }
    user.status = "DEPROVISIONED";
    user.changed = clock().instant();
    return Answer.json(200, Map.of());
  }

  private Answer move(Call call, Set<String> from, String to) {
    var user = user(call);
    if (!from.contains(user.status)) {
      throw new Refusal(
          error(
              400,
              "E0000001",
              "Api validation failed: " + to.toLowerCase(Locale.ROOT),
              List.of("Cannot go from " + user.status + " to " + to)));
    }
    user.status = to;
    user.changed = clock().instant();
    return Answer.json(200, Map.of());
  }

  private Answer endSessions(Call call) {
    user(call).sessionsEnded++;
    return Answer.empty(204);
  }

  private Answer groupsOfUser(Call call) {
    var user = user(call);
    var ids = new TreeSet<>(user.groupsByHand);
    if (!user.changed.plus(options.ruleDelay()).isAfter(clock().instant())) {
      rules.stream()
          .filter(rule -> rule.status.equals("ACTIVE"))
          .filter(rule -> user.text(rule.attribute).equals(rule.value))
          .forEach(rule -> ids.add(rule.group));
    }
    ids.add(addGroup(EVERYONE));
    return Answer.json(200, ids.stream().map(this::groupJson).toList());
  }

  private Answer listGroups(Call call) {
    var prefix = call.parameter("q").orElse("");
    return Answer.json(
        200,
        groups.entrySet().stream()
            .filter(group -> group.getValue().startsWith(prefix))
            .map(group -> groupJson(group.getKey()))
            .toList());
  }

  private List<Map<String, Object>> rulesShown() {
    return rules.stream().map(this::ruleJson).toList();
  }

  private Optional<OktaUser> find(String key) {
    return users.values().stream()
        .filter(user -> user.id.equals(key) || user.text("login").equalsIgnoreCase(key))
        .findFirst();
  }

  private OktaUser user(Call call) {
    var key = call.variable("user");
    return find(key)
        .orElseThrow(
            () ->
                new Refusal(
                    error(
                        404,
                        "E0000007",
                        "Not found: Resource not found: " + key + " (User)",
                        List.of())));
  }

  private Answer shown(OktaUser user) {
    return Answer.json(200, json(user));
  }

  private Map<String, @Nullable Object> json(OktaUser user) {
    var json = new LinkedHashMap<String, @Nullable Object>();
    json.put("id", user.id);
    json.put("status", user.status);
    json.put("created", TIME.format(user.created));
    json.put("activated", user.status.equals("STAGED") ? null : TIME.format(user.created));
    json.put("statusChanged", TIME.format(user.changed));
    json.put("lastLogin", null);
    json.put("lastUpdated", TIME.format(user.changed));
    json.put("passwordChanged", null);
    json.put("type", Map.of("id", "oty0000000000000000"));
    json.put("profile", user.profile);
    json.put("credentials", Map.of("provider", Map.of("type", "OKTA", "name", "OKTA")));
    json.put("_links", Map.of("self", Map.of("href", base() + "/api/v1/users/" + user.id)));
    return json;
  }

  private Map<String, Object> groupJson(String id) {
    var name = groups.getOrDefault(id, "");
    var time = TIME.format(Instant.EPOCH);
    return Map.of(
        "id",
        id,
        "created",
        time,
        "lastUpdated",
        time,
        "lastMembershipUpdated",
        time,
        "objectClass",
        List.of("okta:user_group"),
        "type",
        name.equals(EVERYONE) ? "BUILT_IN" : "OKTA_GROUP",
        "profile",
        Map.of("name", name, "description", ""));
  }

  private Map<String, Object> ruleJson(Rule rule) {
    var time = TIME.format(Instant.EPOCH);
    return Map.of(
        "type",
        "group_rule",
        "id",
        rule.id,
        "status",
        rule.status,
        "name",
        rule.groupName,
        "created",
        time,
        "lastUpdated",
        time,
        "conditions",
        Map.of(
            "people",
            Map.of("users", Map.of("exclude", List.of()), "groups", Map.of("exclude", List.of())),
            "expression",
            Map.of("type", "urn:okta:expression:1.0", "value", rule.expression)),
        "actions",
        Map.of("assignUserToGroups", Map.of("groupIds", List.of(rule.group))));
  }

  private static Refusal invalid(String cause) {
    return new Refusal(error(400, "E0000001", "Api validation failed: login", List.of(cause)));
  }

  private static Answer error(int status, String code, String summary, List<String> causes) {
    return Answer.json(
        status,
        Map.of(
            "errorCode",
            code,
            "errorSummary",
            summary,
            "errorLink",
            code,
            "errorId",
            "oae0000000000000000",
            "errorCauses",
            causes.stream().map(cause -> Map.of("errorSummary", cause)).toList()));
  }

  private String id(String prefix) {
    return "%s%017d".formatted(prefix, ++number);
  }

  /** One group rule. */
  private record Rule(
      String id,
      String groupName,
      String group,
      String expression,
      String attribute,
      String value,
      String status) {
    Rule with(String newStatus) {
      return new Rule(id, groupName, group, expression, attribute, value, newStatus);
    }
  }
}
