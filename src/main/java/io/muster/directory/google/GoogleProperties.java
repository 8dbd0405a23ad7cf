package io.muster.directory.google;

import io.muster.remote.ConnectedSystem;
import io.muster.remote.ConnectedSystem.Kind;
import io.muster.remote.ConnectedSystems;
import io.muster.remote.EndpointRule;
import io.muster.remote.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The Google domains people may live in.
 *
 * @param connections one or more domains of a customer for each name that the routing table may
 *     give; default none
 */
@ConfigurationProperties("muster.google")
record GoogleProperties(@DefaultValue Map<String, Connection> connections)
    implements ConnectedSystems {
  private static final String PREFIX = "muster.google.connections.";
  private static final Pattern ADDRESS = Pattern.compile("[^@\\s]+@[^@\\s]+");

  GoogleProperties {
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
                    each.getValue().account()))
        .toList();
  }

  /**
   * How to reach some domains of one customer, and what our own things are called there.
   *
   * @param serviceAccountKey the JSON file that Google gives for a key of the service account.
   *     Needed, unless the file is named
   * @param serviceAccountKeyFile where that file is, instead
   * @param adminEmail the administrator in whose name the service account acts. Needed; every call
   *     fails once that account is suspended, so it must not be a person who may leave
   * @param customer the customer's id, default {@code my_customer}, which is the administrator's
   *     own
   * @param domains the mail domains of the people here. Needed; with one, lists are of that domain
   *     only
   * @param scopes what is asked for, default what {@code groups} needs; an administrator has to
   *     allow the same to the service account's client id
   * @param groups who decides who is in a group, default {@code rule}
   * @param orgUnit the organizational unit that new people go to, default {@code /}
   * @param retiring what becomes of the account of somebody who has left, default {@code archive}
   * @param leaversUnit the organizational unit of those who have left, where {@code retiring} is
   *     {@code leavers-unit}
   * @param attributes where we write what HR says
   * @param rootUrl of the directory, default Google's
   * @param cloudIdentityUrl of Cloud Identity, which knows the rules of groups, default Google's
   * @param tokenUrl where tokens come from, default what the key says
   * @param plainHttp whether URLs that are neither https nor on this machine are taken; for
   *     simulators only, default false
   * @param connectTimeout how long to wait for a connection, default 5 s
   * @param answerTimeout how long to wait for an answer, default 30 s
   */
  record Connection(
      @Nullable Secret serviceAccountKey,
      @Nullable Path serviceAccountKeyFile,
      @Nullable String adminEmail,
      @DefaultValue("my_customer") String customer,
      @DefaultValue Set<String> domains,
      @DefaultValue Set<String> scopes,
      @DefaultValue("rule") GroupsKeptBy groups,
      @DefaultValue("/") String orgUnit,
      @DefaultValue("archive") Retiring retiring,
      @Nullable String leaversUnit,
      @DefaultValue Attributes attributes,
      @DefaultValue("https://admin.googleapis.com/") URI rootUrl,
      @DefaultValue("https://cloudidentity.googleapis.com/") URI cloudIdentityUrl,
      @Nullable URI tokenUrl,
      @DefaultValue("false") boolean plainHttp,
      @DefaultValue("5s") Duration connectTimeout,
      @DefaultValue("30s") Duration answerTimeout) {

    Connection {
      domains =
          domains.stream()
              .map(domain -> domain.toLowerCase(Locale.ROOT))
              .collect(Collectors.toUnmodifiableSet());
      scopes = Set.copyOf(scopes);
    }

    /** The service account's key; without any of it in the failure. */
    ServiceAccountKey key() {
      return ServiceAccountKey.of(serviceAccountKey, serviceAccountKeyFile);
    }

    /** Which customer, where, and as whom we are known there. */
    String account() {
      return ConnectedSystem.account(rootUrl, customer, admin(), key().email());
    }

    /** The administrator's address. */
    String admin() {
      return adminEmail == null ? "" : adminEmail;
    }

    /** The unit of those who have left, or none. */
    Optional<String> unitOfLeavers() {
      return retiring == Retiring.LEAVERS_UNIT
          ? Optional.ofNullable(leaversUnit)
          : Optional.empty();
    }

    /** The one domain, if there is only one. */
    Optional<String> onlyDomain() {
      return domains.size() == 1 ? domains.stream().findFirst() : Optional.empty();
    }

    /** True if the address is in one of the domains. */
    boolean covers(String address) {
      var domain = address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
      return domains.contains(domain);
    }

    /** The scopes to ask for. */
    Set<String> wantedScopes() {
      return scopes.isEmpty()
          ? groups.scopes().stream().map(Scope::uri).collect(Collectors.toCollection(TreeSet::new))
          : new TreeSet<>(scopes);
    }
  }

  /** Who decides who is in a group. */
  enum GroupsKeptBy {
    /** The customer's own dynamic groups; not every edition has them. */
    RULE,
    /** Muster, which puts each person in and takes them out. */
    MUSTER,
    /** People, by hand. */
    NONE;

    Set<Scope> scopes() {
      var scopes = EnumSet.of(Scope.USERS, Scope.SECURITY, Scope.GROUPS);
      scopes.add(this == MUSTER ? Scope.MEMBERS : Scope.MEMBERS_SEEN);
      if (this == RULE) {
        scopes.add(Scope.RULES);
      }
      return scopes;
    }
  }

  /** What becomes of an account for good. Google has nothing between this and erasing it. */
  enum Retiring {
    /** It is archived: the data stays, and each needs a licence for archived users. */
    ARCHIVE,
    /** It is suspended and put into the organizational unit of those who have left. */
    LEAVERS_UNIT
  }

  /**
   * Where on a user each attribute is written: {@code organizations.<field>}, {@code
   * externalIds.<type>}, {@code relations.<type>}, {@code locations.<field>} or {@code
   * customSchemas.<schema>.<field>}.
   *
   * @param employeeNumber the number HR knows the person by, default {@code
   *     externalIds.organization}
   * @param title default {@code organizations.title}
   * @param department default {@code organizations.department}
   * @param costCenter default {@code organizations.costCenter}
   * @param location the site, default {@code organizations.location}
   * @param manager the manager's employee number, default {@code relations.manager}
   */
  record Attributes(
      @DefaultValue("externalIds.organization") String employeeNumber,
      @DefaultValue("organizations.title") String title,
      @DefaultValue("organizations.department") String department,
      @DefaultValue("organizations.costCenter") String costCenter,
      @DefaultValue("organizations.location") String location,
      @DefaultValue("relations.manager") String manager) {

    private Map<String, String> all() {
      return new TreeMap<>(
          Map.of(
              "employee-number", employeeNumber,
              "title", title,
              "department", department,
              "cost-center", costCenter,
              "location", location,
              "manager", manager));
    }
  }

  /**
   * Looks the settings through.
   *
   * @throws IllegalStateException that names everything missing or wrong
   */
  void check() {
    var wrong = new ArrayList<String>();
    new TreeMap<>(connections)
        .forEach(
            (name, connection) ->
                problems(connection).forEach(it -> wrong.add(PREFIX + name + "." + it)));
    if (!wrong.isEmpty()) {
      throw new IllegalStateException("Google is not set up: " + String.join("; ", wrong) + ".");
    }
  }

  private static List<String> problems(Connection connection) {
    var wrong = new ArrayList<String>();
    keyProblem(connection).ifPresent(wrong::add);
    if (AccountLocation.isOne(connection.attributes().employeeNumber())
        && !AccountLocation.of(connection.attributes().employeeNumber()).searchable()) {
      wrong.add(
          "attributes.employee-number must be under externalIds or customSchemas, because Google"
              + " searches nothing else by it");
    }
    if (!ADDRESS.matcher(connection.admin()).matches()) {
      wrong.add(
          "admin-email must be the address of the administrator the service account acts for");
    }
    if (connection.domains().isEmpty()) {
      wrong.add("domains is missing; name the mail domains of the people who live here");
    }
    if (connection.retiring() == Retiring.LEAVERS_UNIT
        && !isUnit(connection.leaversUnit() == null ? "" : connection.leaversUnit())) {
      wrong.add("leavers-unit must be the path of an organizational unit, such as /Former");
    }
    if (!isUnit(connection.orgUnit())) {
      wrong.add("org-unit must be the path of an organizational unit, such as /Staff");
    }
    connection
        .attributes()
        .all()
        .forEach(
            (property, place) -> {
              if (!AccountLocation.isOne(place)) {
                wrong.add(
                    "attributes.%s must be a place such as organizations.title, externalIds.organization, relations.manager or customSchemas.Hr.number"
                        .formatted(property));
              }
            });
    urlProblem(connection, connection.rootUrl()).ifPresent(it -> wrong.add("root-url must " + it));
    urlProblem(connection, connection.cloudIdentityUrl())
        .ifPresent(it -> wrong.add("cloud-identity-url must " + it));
    if (connection.tokenUrl() != null) {
      urlProblem(connection, connection.tokenUrl())
          .ifPresent(it -> wrong.add("token-url must " + it));
    }
    return wrong;
  }

  private static boolean isUnit(String path) {
    return path.startsWith("/");
  }

  private static Optional<String> keyProblem(Connection connection) {
    if (connection.serviceAccountKey() != null && connection.serviceAccountKeyFile() != null) {
      return Optional.of(
          "service-account-key and service-account-key-file are both set; leave one of them");
    }
    if (connection.serviceAccountKey() == null && connection.serviceAccountKeyFile() == null) {
      return Optional.of(
          "service-account-key is missing; make a JSON key in the Cloud console under IAM, Service"
              + " accounts, Keys");
    }
    try {
      var key = connection.key();
      return connection.tokenUrl() == null
          ? urlProblem(connection, key.tokenUrl())
              .map(it -> "service-account-key has a token_uri that must " + it)
          : Optional.empty();
    } catch (IllegalArgumentException unusable) {
      return Optional.of(
          (connection.serviceAccountKeyFile() == null
                  ? "service-account-key"
                  : "service-account-key-file")
              + " "
              + unusable.getMessage());
    }
  }

  private static Optional<String> urlProblem(Connection connection, URI url) {
    return new EndpointRule(
            "an address, such as https://admin.googleapis.com/",
            "the token",
            connection.plainHttp())
        .problem(url);
  }
}
