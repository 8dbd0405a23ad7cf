package io.muster.directory.okta;

import io.muster.remote.ConnectedSystem;
import io.muster.remote.ConnectedSystem.Kind;
import io.muster.remote.ConnectedSystems;
import io.muster.remote.EndpointRule;
import io.muster.remote.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The Okta orgs people may live in.
 *
 * @param connections one org for each name that the routing table may give; default none
 */
@ConfigurationProperties("muster.okta")
record OktaProperties(@DefaultValue Map<String, Connection> connections)
    implements ConnectedSystems {
  private static final String PREFIX = "muster.okta.connections.";
  private static final Pattern ATTRIBUTE = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");
  private static final int SHORTEST_HOOK_SECRET = 16;

  OktaProperties {
    connections = Map.copyOf(connections);
  }

  @Override
  public List<ConnectedSystem> connected() {
    return connections.entrySet().stream()
        .map(
            each ->
                new ConnectedSystem(
                    Kind.DIRECTORY,
                    each.getKey(),
                    PREFIX + each.getKey(),
                    ConnectedSystem.account(each.getValue().url(), each.getValue().clientId())))
        .toList();
  }

  /**
   * How to reach one org, and what our own things are called there.
   *
   * <p>Either an API token, or a service app with a key: one of the two is needed.
   *
   * @param orgUrl such as {@code https://acme.okta.com}, without {@code -admin}. Needed
   * @param apiToken a token made under Security, API, Tokens; it dies with the administrator who
   *     made it, so that one must not be a person who may leave
   * @param clientId the client id of a service app
   * @param privateKey the app's private key, RSA or EC, as PEM in PKCS #8
   * @param keyId the id of that key in the app, or null if the app has only one
   * @param scopes what the app asks for, default {@code okta.users.manage} and {@code
   *     okta.groups.read}. With {@code okta.logs.read} it sees changes, and that sessions ended
   * @param hookSecret what Okta's event hook says in the header {@code Authorization}; at least 16
   *     characters. Without it no hook of this org is answered, and changes are found by asking
   * @param plainHttp whether a URL that is neither https nor on this machine is taken; for
   *     simulators only, default false
   * @param connectTimeout how long to wait for a connection, default 5 s
   * @param answerTimeout how long to wait for an answer, default 30 s
   * @param suspending what to do with a leaver's account that Okta cannot suspend, because it is
   *     not in use yet, locked out or without a valid password; default {@code deactivate}
   * @param groups who decides who is in a group, default {@code rule}; an app that keeps the
   *     membership itself needs the scope {@code okta.groups.manage}
   * @param attributes where we write what HR says
   */
  record Connection(
      @Nullable URI orgUrl,
      @Nullable Secret apiToken,
      @Nullable String clientId,
      @Nullable Secret privateKey,
      @Nullable String keyId,
      @DefaultValue({"okta.users.manage", "okta.groups.read"}) Set<String> scopes,
      @Nullable Secret hookSecret,
      @DefaultValue("false") boolean plainHttp,
      @DefaultValue("5s") Duration connectTimeout,
      @DefaultValue("30s") Duration answerTimeout,
      @DefaultValue("deactivate") WhenNotSuspendable suspending,
      @DefaultValue("rule") GroupsKeptBy groups,
      @DefaultValue Attributes attributes) {

    Connection {
      scopes = Set.copyOf(scopes);
    }

    boolean usesServiceApp() {
      return privateKey != null;
    }

    /** Where the org is, without a slash at the end. */
    String url() {
      var text = String.valueOf(orgUrl);
      return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    /** The service app's key. */
    SigningKey key() {
      return SigningKey.of(privateKey == null ? "" : privateKey.reveal());
    }
  }

  /** What to do with an account that Okta cannot suspend. */
  enum WhenNotSuspendable {
    /** Bar it for good; apps are taken away. A rescinded leaving activates it again. */
    DEACTIVATE,
    /** Leave it and ask a person. */
    ASK
  }

  /** Who decides who is in a group. */
  enum GroupsKeptBy {
    /** The org's own group rules. */
    RULE,
    /** Muster, which puts each person in and takes them out. */
    MUSTER
  }

  /**
   * The names of profile attributes that differ from org to org.
   *
   * @param employeeNumber holds the number HR knows the person by, default {@code employeeNumber}
   * @param location holds the site, default {@code city}
   * @param manager holds the manager's employee number, default "managerId"
   */
  record Attributes(
      @DefaultValue("employeeNumber") String employeeNumber,
      @DefaultValue("city") String location,
      @DefaultValue("managerId") String manager) {}

  /**
   * Looks the settings through.
   *
   * @throws IllegalStateException that names everything missing or wrong
   */
  void check() {
    var wrong = new ArrayList<String>();
    new TreeMap<>(connections)
        .forEach((name, connection) -> wrong.addAll(problems(name, connection)));
    if (!wrong.isEmpty()) {
      throw new IllegalStateException("Okta is not set up: " + String.join("; ", wrong) + ".");
    }
  }

  private static List<String> problems(String name, Connection connection) {
    var prefix = PREFIX + name + ".";
    var wrong = new ArrayList<String>();
    urlProblem(connection).ifPresent(it -> wrong.add(prefix + "org-url must " + it));
    if (connection.usesServiceApp()) {
      wrong.addAll(appProblems(prefix, connection));
    } else if (connection.apiToken() == null || connection.apiToken().isBlank()) {
      wrong.add(
          prefix
              + "api-token is missing; make one in Okta under Security, API, Tokens, or set client-id and private-key of a service app");
    }
    var hookSecret = connection.hookSecret();
    if (hookSecret != null && hookSecret.reveal().length() < SHORTEST_HOOK_SECRET) {
      wrong.add(
          prefix
              + "hook-secret is too short; make one with: openssl rand -base64 32, and give Okta the same");
    }
    var names = connection.attributes();
    Map.of(
            "employee-number", names.employeeNumber(),
            "location", names.location(),
            "manager", names.manager())
        .forEach(
            (property, value) -> {
              if (!ATTRIBUTE.matcher(value).matches()) {
                wrong.add(
                    "%sattributes.%s must be the name of a profile attribute"
                        .formatted(prefix, property));
              }
            });
    return wrong;
  }

  private static Optional<String> urlProblem(Connection connection) {
    var url = connection.orgUrl();
    return new EndpointRule(
            "the org's address, such as https://acme.okta.com", "the token", connection.plainHttp())
        .problem(url)
        .or(
            () ->
                Optional.ofNullable(url)
                    .filter(it -> it.getHost().contains("-admin.okta"))
                    .map(it -> "be the org's own address, without -admin"));
  }

  private static List<String> appProblems(String prefix, Connection connection) {
    var wrong = new ArrayList<String>();
    if (connection.apiToken() != null) {
      wrong.add(prefix + "api-token and private-key are both set; leave one of them");
    }
    if (connection.clientId() == null || connection.clientId().isBlank()) {
      wrong.add(prefix + "client-id is missing; it is the service app's");
    }
    if (connection.groups() == GroupsKeptBy.MUSTER
        && !connection.scopes().contains("okta.groups.manage")) {
      wrong.add(
          prefix
              + "groups is muster, so scopes has to hold okta.groups.manage; grant it to the app too");
    }
    if (connection.scopes().isEmpty()) {
      wrong.add(prefix + "scopes is empty, and without scopes the app may do nothing");
    }
    try {
      connection.key();
    } catch (IllegalArgumentException unusable) {
      wrong.add(
          prefix
              + "private-key must be an RSA or P-256 key in PKCS #8, beginning with -----BEGIN PRIVATE KEY-----");
    }
    return wrong;
  }
}
