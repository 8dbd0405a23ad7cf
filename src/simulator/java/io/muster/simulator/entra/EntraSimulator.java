package io.muster.simulator.entra;

import io.muster.simulator.Answer;
import io.muster.simulator.Call;
import io.muster.simulator.Refusal;
import io.muster.simulator.Routes;
import io.muster.simulator.Simulator;
import io.muster.simulator.SimulatorSettings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An Entra tenant behind Microsoft Graph v1.0, and the place its tokens come from, on a port of its
 * own.
 *
 * <p>Dynamic groups are worked out some time after a change, filters and deltas show what was so a
 * while ago, a new user may not be found by its id at once, deleted users lie in a bin for 30 days,
 * and calls are counted in resource units.
 */
public final class EntraSimulator extends Simulator {
  private static final String LOGINS = "entra-logins";

  private final EntraOptions options;
  private final Tenant tenant;
  private final Logins logins;
  private final Throttle throttle;
  private final Subscriptions subscriptions;
  private final Estate estate;
  private final Routes routes = new Routes();

  private EntraSimulator(EntraOptions options, SimulatorSettings settings) {
    super(settings);
    this.options = options;
    this.tenant = new Tenant(options, settings.clock());
    this.logins = new Logins(options, settings.clock());
    this.throttle = new Throttle(options, settings.clock());
    this.subscriptions = new Subscriptions(tenant, options);
    tenant.happenings().onEach(subscriptions::note);
    var lists = new Lists(options);
    var deltas = new Deltas(tenant, options);
    new UserEndpoints(tenant, options, lists).on(routes);
    new GroupEndpoints(tenant, lists).on(routes);
    this.estate = new Estate(options, lists);
    estate.on(routes);
    for (var parentheses : List.of("", "()")) {
      routes
          .on("GET", "/v1.0/users/delta" + parentheses, deltas::users)
          .on("GET", "/v1.0/groups/delta" + parentheses, deltas::groups);
    }
    routes
        .on("GET", "/v1.0/subscriptions", subscriptions::list)
        .on("POST", "/v1.0/subscriptions", subscriptions::create)
        .on("GET", "/v1.0/subscriptions/{subscription}", subscriptions::get)
        .on("PATCH", "/v1.0/subscriptions/{subscription}", subscriptions::renew)
        .on("DELETE", "/v1.0/subscriptions/{subscription}", subscriptions::delete);
  }

  /** Starts one. */
  public static EntraSimulator start(EntraOptions options, SimulatorSettings settings) {
    var simulator = new EntraSimulator(options, settings);
    simulator.listen();
    return simulator;
  }

  // the tenant, as an administrator sees it

  /** Adds a group that people are put into by hand; asked again, it is the same one. */
  public synchronized String addGroup(String name) {
    return group(name).map(group -> group.id).orElseGet(() -> tenant.addGroup(name).id);
  }

  /** Adds one more group of that name. */
  public synchronized String addNamesake(String name) {
    return tenant.addGroup(name).id;
  }

  /**
   * Makes the group a dynamic one.
   *
   * @param rule such as {@code user.department -eq "Sales" -and user.city -ne "Berlin"}
   */
  public synchronized void setRule(String group, String rule) {
    tenant.setRule(existingGroup(addGroup(group)), rule, false);
  }

  /** Switches the rule of a group off, or on again. */
  public synchronized void pause(String group, boolean paused) {
    var found = group(group).orElseThrow(() -> new IllegalArgumentException("no group " + group));
    tenant.setRule(found, found.rule, paused);
  }

  /** The group is a copy of one on premises. */
  public synchronized void syncGroup(String group) {
    var found = existingGroup(addGroup(group));
    found.synced = true;
    tenant.changed(found);
  }

  public synchronized void renameGroup(String id, String name) {
    var found = existingGroup(id);
    found.name = name;
    tenant.changed(found);
  }

  public synchronized void removeGroup(String id) {
    var found = existingGroup(id);
    found.deleted = true;
    tenant.changed(found);
  }

  /** Puts a user, a group or a piece of software into a group by hand. */
  public synchronized void addMember(String group, String member) {
    tenant.addMember(existingGroup(addGroup(group)), member);
  }

  public synchronized void removeMember(String group, String member) {
    tenant.removeMember(existingGroup(addGroup(group)), member);
  }

  /** Puts a user, a group or a piece of software into the group of this id, or takes it out. */
  public synchronized void setMember(String group, String member, boolean in) {
    if (in) {
      tenant.addMember(existingGroup(group), member);
    } else {
      tenant.removeMember(existingGroup(group), member);
    }
  }

  /** Adds a piece of software, which can be in groups too. */
  public synchronized String addSoftware() {
    return tenant.addSoftware();
  }

  /** Adds a user behind everybody's back. */
  public synchronized String addUser(String login, @Nullable String employeeId) {
    var user = tenant.addUser();
    user.data.put("userPrincipalName", login);
    user.data.put("mail", login);
    user.data.putArray("proxyAddresses").add("SMTP:" + login);
    user.data.put("accountEnabled", true);
    user.data.put("givenName", "Some");
    user.data.put("surname", "Body");
    user.data.put("displayName", "Some Body");
    user.data.put("signInSessionsValidFromDateTime", Shapes.time(user.created));
    if (employeeId != null) {
      user.data.put("employeeId", employeeId);
    }
    tenant.touch(user);
    return user.id;
  }

  /** Gives a user one more mail address. */
  public synchronized void addAddress(String id, String address) {
    var user = existing(id);
    user.data.withArray("proxyAddresses").add("smtp:" + address);
    tenant.touch(user);
  }

  /** Takes all mail addresses off a user. */
  public synchronized void dropAddresses(String id) {
    var user = existing(id);
    user.data.putArray("proxyAddresses");
    tenant.touch(user);
  }

  /** Makes somebody the manager of a user behind everybody's back. */
  public synchronized void manage(String id, String manager) {
    var user = existing(id);
    user.manager = existing(manager).id;
    tenant.touch(user);
  }

  /** Changes one property behind everybody's back. */
  public synchronized void set(String id, String property, String value) {
    var user = existing(id);
    user.data.put(property, value);
    tenant.touch(user);
  }

  /** Lets a user sign in, or not, behind everybody's back. */
  public synchronized void enable(String id, boolean enabled) {
    var user = existing(id);
    user.data.put("accountEnabled", enabled);
    tenant.touch(user);
  }

  /** The user is a copy of one on premises. */
  public synchronized void sync(String id) {
    var user = existing(id);
    user.data.put("onPremisesSyncEnabled", true);
    tenant.touch(user);
  }

  /** The user holds an administrator's role. */
  public synchronized void promote(String id) {
    existing(id).administrator = true;
  }

  /** Puts a user into the bin behind everybody's back. */
  public synchronized void bin(String id) {
    tenant.bin(existing(id));
  }

  /** Deletes a user for good behind everybody's back. */
  public synchronized void removeUser(String id) {
    tenant.purge(id);
  }

  /** One property of a user, or nothing; parts of parts after a slash. */
  public synchronized Optional<String> property(String idOrLogin, String property) {
    return tenant
        .find(idOrLogin)
        .map(user -> user.data.at("/" + property))
        .filter(value -> !value.isMissingNode() && !value.isNull())
        .map(value -> value.asText());
  }

  /** The id of a user's manager, or nothing. */
  public synchronized Optional<String> managerOf(String id) {
    return tenant.find(id).flatMap(user -> Optional.ofNullable(user.manager));
  }

  /** The names of the groups a user is in now. */
  public synchronized Set<String> groupsOf(String id) {
    return tenant.groupsAround(id).stream().map(group -> group.name).collect(Collectors.toSet());
  }

  /** How often a user's sessions were revoked. */
  public synchronized int sessionsRevoked(String id) {
    return existing(id).sessionsRevoked;
  }

  /** How many users there are, those in the bin among them. */
  public synchronized int userCount() {
    return tenant.users().size() + tenant.bin().size();
  }

  /** True if the user lies in the bin. */
  public synchronized boolean isBinned(String id) {
    return tenant.binned(id).isPresent();
  }

  /** No token given out so far is good any more. */
  public synchronized void revokeTokens() {
    logins.revokeTokens();
  }

  /** Somebody took the app's secret away. */
  public synchronized void revokeSecret() {
    logins.revokeSecret();
  }

  /** The app's secret has ended. */
  public synchronized void endSecret() {
    logins.endSecret();
  }

  /** The app has this secret, and no other. */
  public synchronized void makeSecret(String secret) {
    logins.makeSecret(secret);
  }

  /** The app has its secret again. */
  public synchronized void renewSecret() {
    logins.renewSecret();
  }

  /** From now on nobody but Graph can read what is in a token. */
  public synchronized void sealTokens() {
    logins.sealTokens();
  }

  /** The app's secret ends then. */
  public synchronized void secretEnds(Instant end) {
    estate.secretEnds(end);
  }

  /** The tenant has a licence with this service plan, such as {@code AAD_PREMIUM}. */
  public synchronized void license(String plan) {
    estate.license(plan);
  }

  /** What is subscribed to now. */
  public synchronized List<String> subscribedTo() {
    return subscriptions.resources();
  }

  /** Every subscription is lost, and nobody is told. */
  public synchronized void loseSubscriptions() {
    subscriptions.loseAll();
  }

  /** Tells every subscriber of something about the subscription itself. */
  public synchronized void tellLifecycle(String event) {
    subscriptions.noteLifecycle(event);
  }

  /** Makes the calls to subscribers that are due now; not while anybody else is answered. */
  public void ring() {
    List<Runnable> due;
    synchronized (this) {
      tenant.settle();
      due = subscriptions.due();
    }
    due.forEach(Runnable::run);
  }

  private Optional<EntraGroup> group(String name) {
    return tenant.groups().stream().filter(group -> group.name.equals(name)).findFirst();
  }

  private EntraGroup existingGroup(String id) {
    return tenant.group(id).orElseThrow(() -> new IllegalArgumentException("no group " + id));
  }

  private EntraUser existing(String id) {
    return tenant.find(id).orElseThrow(() -> new IllegalArgumentException("no user " + id));
  }

  // the wire

  @Override
  protected String describedBy() {
    return "msgraph";
  }

  @Override
  protected String describedBy(Call call) {
    return Logins.isMeant(call) ? LOGINS : describedBy();
  }

  @Override
  protected Answer answer(Call call) {
    if (Logins.isMeant(call)) {
      return call.method().equals("POST") ? logins.give(call) : Answer.html(405, "Not allowed");
    }
    var answer = throttle.through(call, () -> permitted(call));
    return answer
        .and("request-id", UUID.randomUUID().toString())
        .and("client-request-id", call.header("client-request-id").orElse(""));
  }

  private Answer permitted(Call call) {
    try {
      if (!logins.accept(call)) {
        throw Shapes.refusal(401, "InvalidAuthenticationToken", "Access token is not valid.");
      }
      Permissions.demand(call, options.permissions());
      return routes.answer(call).orElseGet(() -> unknown(call));
    } catch (Refusal refusal) {
      return refusal.answer();
    }
  }

  private Answer unknown(Call call) {
    return routes.methodsAt(call.path()).isEmpty()
        ? Shapes.error(
            400,
            "BadRequest",
            "Resource not found for the segment '" + call.path() + "'.",
            List.of())
        : Shapes.error(
            405, "Request_BadRequest", "Specified HTTP method is not allowed.", List.of());
  }
}
