package io.muster.simulator.okta;

import com.fasterxml.jackson.databind.JsonNode;
import io.muster.simulator.Answer;
import io.muster.simulator.Call;
import io.muster.simulator.Limits;
import io.muster.simulator.Refusal;
import io.muster.simulator.Routes;
import io.muster.simulator.Simulator;
import io.muster.simulator.SimulatorSettings;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An Okta org as its published description shows it, on a port of its own.
 *
 * <p>Group rules are evaluated some time after a change, a search shows what was so a while ago,
 * only an active user can be suspended, a deactivated one takes no change, and every answer tells
 * how many calls are left.
 */
public final class OktaSimulator extends Simulator {
  private static final String API = "/api/v1";
  private static final Set<String> ACTIVATABLE = Set.of("STAGED", "DEPROVISIONED");

  private final OktaOptions options;
  private final Org org;
  private final Tokens tokens;
  private final Limits minute;
  private final EventHooks hooks;
  private final Routes routes = new Routes();
  private @Nullable String apiToken;
  private @Nullable String tokenOwner;

  private OktaSimulator(OktaOptions options, SimulatorSettings settings) {
    super(settings);
    this.options = options;
    this.org = new Org(options, settings.clock());
    this.apiToken = options.token();
    this.tokens = new Tokens(options.app(), settings.clock());
    this.hooks = new EventHooks(org);
    org.tell(hooks::happened);
    this.minute = Limits.fixed(settings.clock(), Duration.ofMinutes(1));
    routes
        .on("GET", API + "/users", this::listUsers)
        .on("POST", API + "/users", this::create)
        .on("GET", API + "/users/{user}", call -> shown(call, user(call)))
        .on("POST", API + "/users/{user}", this::update)
        .on("GET", API + "/users/{user}/groups", this::groupsOfUser)
        .on("DELETE", API + "/users/{user}/sessions", this::endSessions)
        .on("POST", API + "/users/{user}/lifecycle/suspend", this::suspend)
        .on("POST", API + "/users/{user}/lifecycle/unsuspend", this::unsuspend)
        .on("POST", API + "/users/{user}/lifecycle/activate", this::activate)
        .on("POST", API + "/users/{user}/lifecycle/deactivate", this::deactivate)
        .on("GET", API + "/groups", this::listGroups)
        .on("PUT", API + "/groups/{group}/users/{user}", this::join)
        .on("DELETE", API + "/groups/{group}/users/{user}", this::leave)
        .on("GET", API + "/eventHooks", this::listHooks)
        .on("POST", API + "/eventHooks", this::addHook)
        .on("POST", API + "/eventHooks/{hook}/lifecycle/verify", this::verifyHook)
        .on("GET", API + "/groups/rules", this::listRules)
        .on("GET", API + "/groups/{group}", call -> Answer.json(200, Shapes.group(group(call))))
        .on("GET", API + "/groups/{group}/users", this::membersOfGroup)
        .on("GET", API + "/logs", this::readLog);
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
    return org.addGroup(name);
  }

  /**
   * Adds an active rule that puts whomever it fits into the group.
   *
   * @param expression such as {@code user.department=="Engineering" && user.city!="Berlin"}
   */
  public synchronized void addRule(String group, String expression) {
    Expression.rule(expression);
    org.add(
        new Org.Rule(
            org.id("0pr"),
            group.substring(0, Math.min(50, group.length())),
            org.addGroup(group),
            expression,
            Set.of(),
            "ACTIVE",
            org.now()));
  }

  /** Switches the rules of a group on, off, or breaks them: ACTIVE, INACTIVE, INVALID. */
  public synchronized void setRules(String group, String status) {
    org.change(group, rule -> rule.with(status));
  }

  /** The rules of the group leave this user out by name. */
  public synchronized void leaveOut(String group, String user) {
    org.change(group, rule -> rule.leavingOut(user));
  }

  /** Adds a user behind everybody's back. */
  public synchronized String addUser(String login, @Nullable String employeeNumber) {
    var user = org.addUser("ACTIVE");
    user.profile.put("login", login);
    user.profile.put("email", login);
    user.profile.put("firstName", "Some");
    user.profile.put("lastName", "Body");
    if (employeeNumber != null) {
      user.profile.put("employeeNumber", employeeNumber);
    }
    org.touch(user);
    return user.id;
  }

  /** Puts a user into a group by hand. */
  public synchronized void addMember(String group, String user) {
    org.setMember(org.addGroup(group), existing(user), true);
  }

  /** Puts a user into a group by hand, or takes them out. */
  public synchronized void setMember(String groupId, String user, boolean in) {
    org.setMember(groupId, existing(user), in);
  }

  /** Adds a group that comes from an application, whatever it is called. */
  public synchronized String addAppGroup(String name) {
    return org.newGroup(name, "APP_GROUP");
  }

  /** Gives a group another name. */
  public synchronized void renameGroup(String groupId, String name) {
    org.rename(groupId, name);
  }

  /** Deletes a group and the rules that fill it. */
  public synchronized void removeGroup(String groupId) {
    org.removeGroup(groupId);
  }

  /** No place in the log that was ever told is known any more. */
  public synchronized void forgetLog() {
    org.log().forget();
  }

  /** Deletes a user behind everybody's back. */
  public synchronized void removeUser(String id) {
    org.remove(id);
  }

  /** Changes one attribute behind everybody's back. */
  public synchronized void setAttribute(String id, String attribute, String value) {
    var user = existing(id);
    user.profile.put(attribute, value);
    org.touch(user);
  }

  /** Changes a status behind everybody's back. */
  public synchronized void setStatus(String id, String status) {
    org.move(existing(id), status);
  }

  /** From now on, event hooks are told of an event this long after it happened. */
  public synchronized void tellHooksAfter(Duration delay) {
    hooks.late(delay);
  }

  /**
   * Tells every verified event hook what has happened by now, and so many times over, as Okta may.
   *
   * @return what the hooks answered, 0 for silence
   */
  public List<Integer> tellHooks(int times) {
    List<HttpRequest> deliveries;
    synchronized (this) {
      org.users();
      deliveries = hooks.takeDue();
    }
    var answers = new ArrayList<Integer>();
    for (int number = 0; number < times; number++) {
      deliveries.forEach(delivery -> answers.add(hooks.send(delivery)));
    }
    return answers;
  }

  /** The API token was made by this user. */
  public synchronized void setTokenOwner(String user) {
    tokenOwner = existing(user).id;
  }

  /** Somebody revokes the API token. */
  public synchronized void revokeApiToken() {
    apiToken = null;
  }

  /** Somebody makes an API token, the only one there is. */
  public synchronized void makeApiToken(String token) {
    apiToken = token;
  }

  /** No token of the service app is good any more. */
  public synchronized void revokeTokens() {
    tokens.revokeAll();
  }

  /** The status of a user, or nothing. */
  public synchronized Optional<String> status(String idOrLogin) {
    return org.find(idOrLogin).map(user -> user.status);
  }

  /** One attribute of a user, or nothing. */
  public synchronized Optional<String> attribute(String idOrLogin, String attribute) {
    return org.find(idOrLogin).map(user -> user.text(attribute)).filter(text -> !text.isEmpty());
  }

  /** The names of the groups a user is in now, Everyone among them. */
  public synchronized Set<String> groupsOf(String idOrLogin) {
    return org.find(idOrLogin).stream()
        .flatMap(user -> org.groupsOf(user).stream())
        .map(Org.Group::name)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** How often a user's sessions were ended. */
  public synchronized int sessionsEnded(String idOrLogin) {
    return org.find(idOrLogin).map(user -> user.sessionsEnded).orElse(0);
  }

  /** How many users there are. */
  public synchronized int userCount() {
    return org.users().size();
  }

  private OktaUser existing(String id) {
    return org.find(id).orElseThrow(() -> new IllegalArgumentException("no user " + id));
  }

  // the wire

  @Override
  protected Answer answer(Call call) {
    var bucket = bucket(call);
    var verdict = minute.take(bucket, options.perMinute());
    // the server writes the machine's date into every answer, and the reset is read against that
    var reset = Clock.systemUTC().instant().plus(Duration.between(org.now(), verdict.resetsAt()));
    return (verdict.allowed() ? allowed(call) : tooMany())
        .and("X-Rate-Limit-Limit", Integer.toString(verdict.limit()))
        .and("X-Rate-Limit-Remaining", Integer.toString(verdict.remaining()))
        .and("X-Rate-Limit-Reset", Long.toString(reset.getEpochSecond()))
        .and("X-Okta-Request-Id", org.id("req"));
  }

  /** Single users are counted apart from lists, and groups apart from users. */
  private static String bucket(Call call) {
    var rest = call.path().startsWith(API) ? call.path().substring(API.length() + 1) : call.path();
    int slash = rest.indexOf('/');
    return slash < 0 ? rest : rest.substring(0, slash + 1);
  }

  private static Answer tooMany() {
    return Shapes.error(
        429, "E0000047", "API call exceeded rate limit due to too many requests.", List.of());
  }

  private Answer allowed(Call call) {
    if (call.method().equals("POST") && call.path().equals("/oauth2/v1/token")) {
      return tokens.give(call);
    }
    if (call.header("authorization").isEmpty()) {
      return Shapes.error(403, "E0000005", "Invalid session", List.of());
    }
    var byToken =
        apiToken != null && call.header("authorization").orElse("").equals("SSWS " + apiToken);
    if (!byToken && !tokens.accept(call)) {
      return Shapes.error(401, "E0000011", "Invalid token provided", List.of());
    }
    try {
      return routes.answer(call).orElseGet(() -> unknown(call));
    } catch (Refusal refusal) {
      return refusal.answer();
    }
  }

  private Answer unknown(Call call) {
    return routes.methodsAt(call.path()).isEmpty()
        ? Answer.html(404, "404 Not Found")
        : Shapes.error(
            405, "E0000022", "The endpoint does not support the provided HTTP method", List.of());
  }

  // users

  private Answer listUsers(Call call) {
    var search = call.parameter("search");
    if (search.isPresent()) {
      var expression = understood(search.get());
      var end = org.now().minus(options.indexDelay());
      return page(
          call,
          org.users().stream()
              .flatMap(
                  user ->
                      user
                          .asOf(end)
                          .filter(seen -> expression.holds(lookup(user, seen)))
                          .map(seen -> Map.entry(user, seen))
                          .stream()),
          found ->
              Shapes.user(
                  found.getKey(),
                  found.getValue().status(),
                  found.getValue().profile(),
                  call.origin()));
    }
    var filter = call.parameter("filter").map(OktaSimulator::understood);
    return page(
        call,
        org.users().stream()
            .filter(
                user ->
                    filter
                        .map(it -> it.holds(lookup(user, now(user))))
                        .orElse(!user.status.equals("DEPROVISIONED"))),
        user -> Shapes.user(user, call.origin()));
  }

  private OktaUser.Seen now(OktaUser user) {
    return new OktaUser.Seen(org.now(), user.status, user.profile);
  }

  private static UnaryOperator<String> lookup(OktaUser user, OktaUser.Seen seen) {
    return name ->
        switch (name) {
          case "id" -> user.id;
          case "status" -> seen.status();
          default ->
              name.startsWith("profile.") ? seen.text(name.substring("profile.".length())) : "";
        };
  }

  private static Expression understood(String search) {
    try {
      return Expression.search(search);
    } catch (IllegalArgumentException notUnderstood) {
      throw new Refusal(Shapes.error(400, "E0000031", "Invalid search criteria.", List.of()));
    }
  }

  private Answer create(Call call) {
    var body = call.json();
    var profile = body.path("profile");
    for (var required : List.of("login", "email", "firstName", "lastName")) {
      if (profile.path(required).asText().isBlank()) {
        throw Shapes.invalid(required, required + ": The field cannot be left blank");
      }
    }
    if (!profile.path("login").asText().matches(".+@.+")
        || !profile.path("email").asText().matches(".{2,}@.{2,}")) {
      throw Shapes.invalid("login", "login: Username must be in the form of an email address");
    }
    checkLengths(profile);
    checkFree(profile, null);
    var user = org.addUser(statusOfNew(call, body));
    write(user, profile);
    body.path("groupIds").forEach(id -> org.setMember(id.asText(), user, true));
    org.touch(user);
    return shown(call, user);
  }

  private static String statusOfNew(Call call, JsonNode body) {
    if ("false".equals(call.parameter("activate").orElse("true"))) {
      return "STAGED";
    }
    return body.path("credentials").path("password").has("value") ? "ACTIVE" : "PROVISIONED";
  }

  private static void checkLengths(JsonNode profile) {
    for (var name : List.of("firstName", "lastName")) {
      if (profile.path(name).asText().length() > 50) {
        throw Shapes.invalid(
            name, name + ": String is too long (maximum allowed is 50 characters)");
      }
    }
  }

  private void checkFree(JsonNode profile, @Nullable OktaUser himself) {
    var login = profile.path("login");
    if (login.isTextual()
        && org.byLogin(login.asText()).filter(other -> other != himself).isPresent()) {
      throw Shapes.invalid(
          "login", "login: An object with this field already exists in the current organization");
    }
  }

  private Answer update(Call call) {
    var user = user(call);
    var profile = call.json().path("profile");
    checkLengths(profile);
    checkFree(profile, user);
    if (!user.status.equals("DEPROVISIONED")) {
      write(user, profile);
      org.touch(user);
    }
    return shown(call, user);
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
    var user = user(call);
    if (!user.status.equals("ACTIVE")) {
      throw Shapes.invalid("suspendUser", "Cannot suspend a user that is not active");
    }
    org.move(user, "SUSPENDED");
    return Answer.empty(200);
  }

  private Answer unsuspend(Call call) {
    var user = user(call);
    if (!user.status.equals("SUSPENDED")) {
      throw Shapes.invalid("unsuspendUser", "Cannot unsuspend a user that is not suspended");
    }
    org.move(user, "ACTIVE");
    return Answer.empty(200);
  }

  private Answer activate(Call call) {
    var user = user(call);
    if (user.status.equals("ACTIVE")) {
      throw new Refusal(
          Shapes.error(
              403, "E0000016", "Activation failed because the user is already active", List.of()));
    }
    if (!ACTIVATABLE.contains(user.status)) {
      throw Shapes.notAllowedNow();
    }
    org.move(user, "PROVISIONED");
    // the link is in the mail, unless there is none
    return Answer.json(
        200,
        "false".equals(call.parameter("sendEmail").orElse("true"))
            ? Map.of(
                "activationToken",
                "XE6wE17zmphl3KqAPFxO",
                "activationUrl",
                call.origin() + "/welcome/XE6wE17zmphl3KqAPFxO")
            : Map.of());
  }

  private Answer deactivate(Call call) {
    var user = user(call);
    if (user.status.equals("DEPROVISIONED")) {
      throw Shapes.notAllowedNow();
    }
    org.deactivate(user);
    return Answer.empty(200);
  }

  private Answer endSessions(Call call) {
    var user = user(call);
    user.sessionsEnded++;
    org.log().add("user.session.clear", SystemLog.user(user.id));
    return Answer.empty(204);
  }

  private OktaUser user(Call call) {
    var key = call.variable("user");
    if (key.equals("me")) {
      return tokenOwner();
    }
    return org.find(key).orElseThrow(() -> new Refusal(Shapes.notFound(key + " (User)")));
  }

  /** An account for services that is no user of ours, unless somebody else made the token. */
  private OktaUser tokenOwner() {
    if (tokenOwner != null) {
      return existing(tokenOwner);
    }
    var service = new OktaUser("00uservice00000000000", "ACTIVE", org.now());
    service.profile.put("login", "service@admins.example");
    return service;
  }

  private static Answer shown(Call call, OktaUser user) {
    return Answer.json(200, Shapes.user(user, call.origin()));
  }

  // event hooks

  private Answer listHooks(Call call) {
    return Answer.json(200, hooks.all().stream().map(EventHooks.Hook::shown).toList());
  }

  private Answer addHook(Call call) {
    var settings = call.json();
    if (settings.path("channel").path("config").path("uri").asText().isBlank()) {
      throw Shapes.invalid("uri", "uri: The field cannot be left blank");
    }
    return Answer.json(200, hooks.register(settings).shown());
  }

  private Answer verifyHook(Call call) {
    var id = call.variable("hook");
    var hook = hooks.find(id).orElseThrow(() -> new Refusal(Shapes.notFound(id + " (EventHook)")));
    if (!hooks.verify(hook)) {
      throw Shapes.invalid("verification", "The endpoint did not answer the challenge");
    }
    return Answer.json(200, hook.shown());
  }

  // groups

  private Answer groupsOfUser(Call call) {
    return Answer.json(200, org.groupsOf(user(call)).stream().map(Shapes::group).toList());
  }

  private Answer listGroups(Call call) {
    var prefix = call.parameter("q").orElse("");
    var search = call.parameter("search").map(OktaSimulator::understood);
    return page(
        call,
        org.groups().stream()
            .filter(group -> group.name().startsWith(prefix))
            .filter(
                group ->
                    search
                        .map(
                            it -> it.holds(name -> name.equals("profile.name") ? group.name() : ""))
                        .orElse(true)),
        Shapes::group);
  }

  private Answer join(Call call) {
    org.setMember(groupByHand(call).id(), user(call), true);
    return Answer.empty(204);
  }

  private Answer leave(Call call) {
    org.setMember(groupByHand(call).id(), user(call), false);
    return Answer.empty(204);
  }

  private Org.Group groupByHand(Call call) {
    var group = group(call);
    if (group.name().equals(Org.EVERYONE)) {
      throw new Refusal(
          Shapes.error(
              403,
              "E0000006",
              "You do not have permission to perform the requested action",
              List.of()));
    }
    return group;
  }

  private Org.Group group(Call call) {
    var id = call.variable("group");
    return org.group(id).orElseThrow(() -> new Refusal(Shapes.notFound(id + " (UserGroup)")));
  }

  private Answer membersOfGroup(Call call) {
    var members = org.membersOf(group(call).id());
    return page(call, members.stream(), user -> Shapes.user(user, call.origin()));
  }

  /** In the order in which it was written down; there is always a next, even after the last. */
  private Answer readLog(Call call) {
    int asked = Math.min(1000, call.parameter("limit").map(Integer::parseInt).orElse(100));
    var shown =
        org.log()
            .read(
                call.parameter("after"),
                call.parameter("since").map(Instant::parse),
                call.parameter("filter").map(OktaSimulator::understood),
                Math.min(asked, options.pageSize()));
    var next = new TreeMap<>(call.parameters());
    next.remove("since");
    next.put("after", shown.after());
    return Answer.json(200, shown.events().stream().map(Shapes::event).toList())
        .and("Link", "<" + call.url() + ">; rel=\"self\"")
        .and("Link", "<" + link(call, next) + ">; rel=\"next\"");
  }

  private Answer listRules(Call call) {
    return page(call, org.rules().stream(), Shapes::rule);
  }

  /** One page; self and next are two header lines, as the vendor sends them. */
  private <T> Answer page(Call call, Stream<T> things, Function<T, ?> shape) {
    var all = things.toList();
    int from = call.parameter("after").map(Integer::parseInt).orElse(0);
    int asked = call.parameter("limit").map(Integer::parseInt).orElse(options.pageSize());
    int to = Math.min(all.size(), from + Math.min(asked, options.pageSize()));
    var answer =
        Answer.json(200, all.subList(Math.min(from, to), to).stream().map(shape).toList())
            .and("Link", "<" + call.url() + ">; rel=\"self\"");
    return to == all.size() ? answer : answer.and("Link", "<" + next(call, to) + ">; rel=\"next\"");
  }

  private static String next(Call call, int after) {
    var all = new TreeMap<>(call.parameters());
    all.put("after", Integer.toString(after));
    return link(call, all);
  }

  private static String link(Call call, Map<String, String> parameters) {
    return call.origin()
        + call.path()
        + "?"
        + parameters.entrySet().stream()
            .map(
                parameter ->
                    parameter.getKey()
                        + "="
                        + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
  }
}
