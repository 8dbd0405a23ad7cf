package io.muster.simulator.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muster.simulator.Answer;
import io.muster.simulator.Call;
import io.muster.simulator.Limits;
import io.muster.simulator.Refusal;
import io.muster.simulator.Routes;
import io.muster.simulator.Simulator;
import io.muster.simulator.SimulatorSettings;
import java.security.PublicKey;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A Google Workspace domain as its published description shows it, on a port of its own: the
 * directory, the part of Cloud Identity that knows dynamic groups, and the token endpoint.
 *
 * <p>A search shows what was so a while ago, a new user may be hidden and take no change for some
 * time, dynamic groups take their time, an old address stays as an alias, lists are replaced as a
 * whole, and too many calls are forbidden rather than too many.
 */
public final class GoogleSimulator extends Simulator {
  private static final String OVERRIDE = "x-http-method-override";
  private static final String SCOPE = "https://www.googleapis.com/auth/";

  private final GoogleOptions options;
  private final Customer customer;
  private final Channels channels;
  private final Tokens tokens;
  private final Limits minute;
  private final Routes routes = new Routes();
  private final String admin;
  private final Set<Api> off = EnumSet.noneOf(Api.class);
  private Set<String> forbidden = Set.of();

  private GoogleSimulator(GoogleOptions options, SimulatorSettings settings) {
    super(settings);
    this.options = options;
    this.channels = new Channels(settings.clock());
    this.customer = new Customer(options, settings.clock(), channels::ring);
    this.tokens =
        new Tokens(
            options.account(),
            address -> customer.find(address).filter(Person::active).isPresent(),
            settings.clock());
    this.minute = Limits.fixed(settings.clock(), Duration.ofMinutes(1));
    this.admin = "admin@" + options.domain();
    addUser(admin, null);
    setRole(Role.SUPER);
    var pages = new Pages(options.pageSize());
    new UserEndpoints(customer, options, pages).addTo(routes);
    new GroupEndpoints(customer, pages).addTo(routes);
    routes
        .on("POST", "/admin/directory/v1/users/watch", channels::watch)
        .on("POST", "/admin/directory_v1/channels/stop", channels::stop);
  }

  /** Starts one; an administrator is there already. */
  public static GoogleSimulator start(GoogleOptions options, SimulatorSettings settings) {
    var simulator = new GoogleSimulator(options, settings);
    simulator.listen();
    return simulator;
  }

  // the domain, as an administrator sees it

  /** The administrator's address. */
  public String admin() {
    return admin;
  }

  /** Adds a user behind everybody's back. */
  public synchronized String addUser(String address, @Nullable String employeeNumber) {
    var data = Customer.object().put("primaryEmail", address);
    data.putObject("name").put("givenName", "Some").put("familyName", "Body");
    data.put("suspended", false).put("archived", false).put("orgUnitPath", "/");
    if (employeeNumber != null) {
      data.putArray("externalIds")
          .addObject()
          .put("value", employeeNumber)
          .put("type", "organization");
    }
    return customer.addPerson(data).id;
  }

  /** Changes a user's JSON behind everybody's back. */
  public synchronized void change(String id, Consumer<ObjectNode> change) {
    var person = existing(id);
    change.accept(person.data);
    customer.changed("update", person);
  }

  /** Gives a user another address; the old one stays as an alias. */
  public synchronized void rename(String id, String address) {
    var person = existing(id);
    customer.rename(person, address);
    customer.changed("update", person);
  }

  /** Deletes a user behind everybody's back; it can be brought back. */
  public synchronized void deleteUser(String id) {
    customer.delete(existing(id));
  }

  /** An administrator restores a user who was deleted. */
  public synchronized void restoreUser(String id) {
    customer.undelete(customer.deletedOne(id).orElseThrow());
  }

  /** An application gets a token of the user's, and the user makes a password for another. */
  public synchronized void addTokens(String id) {
    existing(id).tokens.add("292824132082.apps.googleusercontent.com");
    existing(id).appPasswords.put(7, "mail on the old phone");
  }

  /** Adds a group; asked again, it is the same one. Answers its id. */
  public synchronized String addGroup(String name) {
    return customer.addTeam(name).id;
  }

  /** Adds another group of a name that one has already. Answers its id. */
  public synchronized String addTwin(String name) {
    return customer.newTeam(name).id;
  }

  /** Gives a group another name; its address stays. */
  public synchronized void renameGroup(String id, String name) {
    var team = team(id);
    team.name = name;
    team.version++;
  }

  /** Gives a group another address, maybe one of somebody else's domain. */
  public synchronized void moveGroup(String id, String address) {
    team(id).address = address;
  }

  public synchronized void removeGroup(String id) {
    customer.removeTeam(id);
  }

  /**
   * Makes the group a dynamic one.
   *
   * @param query such as {@code user.organizations.exists(org, org.department=='Sales')}
   */
  public synchronized void setQuery(String group, String query) {
    customer.setQuery(customer.addTeam(group), query);
  }

  /** Makes all users of the customer members of the group, by one entry. */
  public synchronized void addEverybody(String group) {
    team(group).members.add(Shapes.CUSTOMER);
  }

  /** Puts a user or a group into a group by hand. */
  public synchronized void addMember(String group, String member) {
    team(group).members.add(member);
  }

  /** Takes a user or a group out of a group by hand. */
  public synchronized void removeMember(String group, String member) {
    team(group).members.remove(member);
  }

  /** The service account may no longer ask for this. */
  public synchronized void disallow(String scope) {
    tokens.disallow(scope);
  }

  /** Somebody deletes the service account's key. */
  public synchronized void removeKey() {
    tokens.removeKey();
  }

  /** Somebody makes the service account a key, the only one there is. */
  public synchronized void makeKey(PublicKey key) {
    tokens.makeKey(key);
  }

  /** Somebody deletes the service account. */
  public synchronized void removeServiceAccount() {
    tokens.removeAccount();
  }

  /** Somebody switches an interface off in the Cloud project. */
  public synchronized void switchOff(Api api) {
    off.add(api);
  }

  /** The interfaces that a Cloud project has to have enabled. */
  public enum Api {
    ADMIN_SDK("Admin SDK API", "admin.googleapis.com"),
    CLOUD_IDENTITY("Cloud Identity API", "cloudidentity.googleapis.com");

    final String title;
    final String service;

    Api(String title, String service) {
      this.title = title;
      this.service = service;
    }

    static Api of(Call call) {
      return call.path().startsWith("/v1/groups") ? CLOUD_IDENTITY : ADMIN_SDK;
    }
  }

  /** What the administrator's role is. */
  public enum Role {
    SUPER,
    /** Somebody else gave it some privileges. */
    DELEGATED,
    NONE
  }

  /** The administrator's role is another now; what it may not is forbidden to us too. */
  public synchronized void setRole(Role role, String... mayNot) {
    change(
        customer.find(admin).orElseThrow().id,
        user ->
            user.put("isAdmin", role == Role.SUPER)
                .put("isDelegatedAdmin", role == Role.DELEGATED));
    forbidden = Set.of(mayNot);
  }

  /** No token of the service account is good any more. */
  public synchronized void revokeTokens() {
    tokens.revokeAll();
  }

  /** A user as it is now, or nothing. */
  public synchronized Optional<JsonNode> user(String key) {
    return customer.find(key).map(person -> Shapes.user(person));
  }

  /** The names of the groups a user is in now. */
  public synchronized Set<String> groupsOf(String id) {
    return customer.teams().stream()
        .filter(team -> customer.direct(team).contains(id))
        .map(team -> team.name)
        .collect(Collectors.toSet());
  }

  /** How often a user was signed out. */
  public synchronized int signedOut(String id) {
    return customer.find(id).map(person -> person.signedOut).orElse(0);
  }

  /** How many users there are besides the administrator. */
  public synchronized int userCount() {
    return customer.people().size() - 1;
  }

  /**
   * One try to ring somebody.
   *
   * @param channel which channel
   * @param state the event, or {@code sync} for the first
   * @param status what was answered; 0 for nothing
   */
  public record Ring(String channel, String state, int status) {}

  /** Everything that was rung. */
  public List<Ring> rung() {
    return channels.rung();
  }

  /** The events that somebody is rung for now. */
  public synchronized List<String> watched() {
    return channels.events();
  }

  @Override
  public void close() {
    super.close();
    channels.close();
  }

  private Person existing(String id) {
    return customer.find(id).orElseThrow(() -> new IllegalArgumentException("no user " + id));
  }

  private Team team(String id) {
    return customer.team(id).orElseThrow(() -> new IllegalArgumentException("no group " + id));
  }

  // the wire

  @Override
  protected Answer answer(Call call) {
    if (call.method().equals("POST") && call.path().equals("/token")) {
      return tokens.give(call);
    }
    var token = tokens.borne(call);
    if (token.isEmpty()) {
      return Problems.noToken();
    }
    if (!minute.take(token.get().admin(), options.perMinute()).allowed()) {
      return Problems.tooMany(options.tooMuch());
    }
    var meant = meant(call);
    var api = Api.of(meant);
    if (off.contains(api)) {
      return Problems.apiOff(api.title, api.service);
    }
    if (token.get().scopes().stream().noneMatch(scope -> covers(scope, meant))) {
      return Problems.scopeMissing();
    }
    if (forbidden.contains(needed(meant))) {
      return Problems.forbidden().answer();
    }
    try {
      return routes.answer(meant).orElseGet(() -> Answer.html(404, "Error 404 (Not Found)!!1"));
    } catch (Refusal refusal) {
      return refusal.answer();
    }
  }

  /** A long GET and a PATCH may travel as a POST. */
  private static Call meant(Call call) {
    var method = call.header(OVERRIDE);
    if (method.isEmpty()) {
      return call;
    }
    var get = method.get().equals("GET");
    return new Call(
        method.get(),
        call.origin(),
        call.path(),
        get ? call.body() : call.query(),
        call.headers(),
        get ? "" : call.body(),
        Map.of());
  }

  private static boolean covers(String scope, Call call) {
    var name = scope.startsWith(SCOPE) ? scope.substring(SCOPE.length()) : scope;
    var reads = call.method().equals("GET");
    var needed = needed(call);
    var wider = needed.replace(".member", "");
    return name.equals(needed)
        || name.equals(wider)
        || (reads && (name.equals(needed + ".readonly") || name.equals(wider + ".readonly")));
  }

  /** The scope without its beginning, and without the end of one that only reads. */
  private static String needed(Call call) {
    var path = call.path();
    if (path.startsWith("/v1/groups")) {
      return "cloud-identity.groups";
    }
    if (path.matches(".*/(tokens|asps|signOut)(/.*)?")) {
      return "admin.directory.user.security";
    }
    if (path.contains("/members") || path.contains("/hasMember")) {
      return "admin.directory.group.member";
    }
    return path.contains("/groups") ? "admin.directory.group" : "admin.directory.user";
  }
}
