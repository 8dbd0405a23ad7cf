package io.muster.directory.entra;

import io.muster.remote.ConnectedSystem;
import io.muster.remote.ConnectedSystem.Kind;
import io.muster.remote.ConnectedSystems;
import io.muster.remote.EndpointRule;
import io.muster.remote.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The Entra tenants people may live in.
 *
 * @param connections one tenant for each name that the routing table may give; default none
 */
@ConfigurationProperties("muster.entra")
record EntraProperties(@DefaultValue Map<String, Connection> connections)
    implements ConnectedSystems {
  static final String PREFIX = "muster.entra.connections.";
  private static final Pattern GUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final Pattern DOMAIN = Pattern.compile("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+");

  EntraProperties {
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
   * How to reach one tenant, and what our own things are called there.
   *
   * <p>An app registration with either a client secret or a certificate; its application
   * permissions are {@code User.ReadWrite.All}, {@code User.RevokeSessions.All} and {@code
   * GroupMember.Read.All}, with admin consent.
   *
   * @param tenantId the directory (tenant) id, or one of its domains. Needed
   * @param clientId the application (client) id of the app registration. Needed
   * @param clientSecret a client secret of the app; it ends on a day that Entra shows beside it
   * @param certificate the app's certificate and its private key, RSA in PKCS #8, as one PEM text
   * @param authority where tokens come from; another one in national clouds
   * @param graphUrl where Microsoft Graph is; another one in national clouds
   * @param plainHttp whether a URL that is neither https nor on this machine is taken; for
   *     simulators only, default false
   * @param connectTimeout how long to wait for a connection, default 5 s
   * @param answerTimeout how long to wait for an answer, default 30 s
   * @param domains the domains that work addresses may have; default none, and Entra alone judges
   * @param groups who decides who is in the groups of the tables, default {@code rule}; for {@code
   *     muster} the app needs {@code GroupMember.ReadWrite.All} too
   * @param retiring what becomes of a leaver's account in the end; default {@code disable}
   * @param attributes where we write what HR says
   */
  record Connection(
      @Nullable String tenantId,
      @Nullable String clientId,
      @Nullable Secret clientSecret,
      @Nullable Secret certificate,
      @DefaultValue("https://login.microsoftonline.com") URI authority,
      @DefaultValue("https://graph.microsoft.com/v1.0") URI graphUrl,
      @DefaultValue("false") boolean plainHttp,
      @DefaultValue("5s") Duration connectTimeout,
      @DefaultValue("30s") Duration answerTimeout,
      @DefaultValue Set<String> domains,
      @DefaultValue("rule") GroupsKeptBy groups,
      @DefaultValue("disable") Retiring retiring,
      @DefaultValue Attributes attributes) {

    Connection {
      domains = Set.copyOf(domains);
    }

    /** Which tenant, where, and as whom we are known there. */
    String account() {
      return ConnectedSystem.account(graph(), authority, tenantId, clientId);
    }

    /** Where Graph is, without a slash at the end. */
    String graph() {
      return withoutSlash(graphUrl);
    }

    /** Where this tenant's tokens come from. */
    URI tokenEndpoint() {
      return URI.create(withoutSlash(authority) + "/" + tenantId + "/oauth2/v2.0/token");
    }

    /** What a token is for: everything the app was granted at Graph. */
    String scope() {
      return graphUrl.getScheme() + "://" + graphUrl.getRawAuthority() + "/.default";
    }

    /** True if work addresses may have this one's domain. */
    boolean takes(String address) {
      var domain = address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
      return domains.isEmpty()
          || domains.stream().anyMatch(it -> it.toLowerCase(Locale.ROOT).equals(domain));
    }

    private static String withoutSlash(URI url) {
      var text = url.toString();
      return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }
  }

  /** Who decides who is in a group. */
  enum GroupsKeptBy {
    /** The rules of the tenant's dynamic groups. */
    RULE,
    /** Muster, which puts each person in and takes them out. */
    MUSTER
  }

  /** What becomes of a leaver's account in the end. */
  enum Retiring {
    /** It stays, disabled: mailbox and files are kept until an administrator decides. */
    DISABLE,
    /**
     * It is put into Entra's bin, which destroys it, its mailbox and its files after 30 days; that
     * of a person under legal hold is disabled and stays.
     */
    DELETE
  }

  /**
   * The properties of a user that hold what HR says, such as {@code city}, {@code
   * employeeOrgData/costCenter} or {@code onPremisesExtensionAttributes/extensionAttribute1}. Rules
   * of dynamic groups can read extension attributes, but not {@code employeeOrgData}.
   *
   * @param employeeNumber holds the number HR knows the person by, default {@code employeeId},
   *     which takes 16 characters
   * @param location holds the site, default {@code city}
   * @param costCenter holds the cost centre, default {@code employeeOrgData/costCenter}
   */
  record Attributes(
      @DefaultValue("employeeId") String employeeNumber,
      @DefaultValue("city") String location,
      @DefaultValue("employeeOrgData/costCenter") String costCenter) {}

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
      throw new IllegalStateException("Entra is not set up: " + String.join("; ", wrong) + ".");
    }
  }

  private static List<String> problems(String name, Connection connection) {
    var prefix = PREFIX + name + ".";
    var wrong = new ArrayList<String>();
    var tenant = connection.tenantId();
    if (tenant == null || !(GUID.matcher(tenant).matches() || DOMAIN.matcher(tenant).matches())) {
      wrong.add(prefix + "tenant-id must be the directory (tenant) id of the app registration");
    }
    var client = connection.clientId();
    if (client == null || !GUID.matcher(client).matches()) {
      wrong.add(prefix + "client-id must be the application (client) id of the app registration");
    }
    wrong.addAll(credentialProblems(prefix, connection));
    urlProblem(connection, connection.authority())
        .ifPresent(it -> wrong.add(prefix + "authority must " + it));
    urlProblem(connection, connection.graphUrl())
        .ifPresent(it -> wrong.add(prefix + "graph-url must " + it));
    var names = connection.attributes();
    new TreeMap<>(
            Map.of(
                "employee-number", names.employeeNumber(),
                "location", names.location(),
                "cost-center", names.costCenter()))
        .forEach(
            (property, value) -> {
              if (!UserProperty.isOne(value)) {
                wrong.add(
                    "%sattributes.%s must be a property of a user, such as city or onPremisesExtensionAttributes/extensionAttribute1"
                        .formatted(prefix, property));
              }
            });
    return wrong;
  }

  private static List<String> credentialProblems(String prefix, Connection connection) {
    var wrong = new ArrayList<String>();
    var certificate = connection.certificate();
    var secret = connection.clientSecret();
    var hasCertificate = certificate != null && !certificate.isBlank();
    var hasSecret = secret != null && !secret.isBlank();
    if (hasCertificate && hasSecret) {
      wrong.add(prefix + "client-secret and certificate are both set; leave one of them");
    } else if (certificate != null && hasCertificate) {
      try {
        AppCertificate.of(certificate);
      } catch (IllegalArgumentException unusable) {
        wrong.add(prefix + "certificate must be " + unusable.getMessage());
      }
    } else if (!hasSecret) {
      wrong.add(
          prefix
              + "client-secret is missing; make one in Entra under App registrations, Certificates & secrets, or set certificate");
    }
    return wrong;
  }

  private static Optional<String> urlProblem(Connection connection, URI url) {
    return new EndpointRule(
            "an address, such as https://graph.microsoft.com/v1.0",
            "what we prove ourselves with",
            connection.plainHttp())
        .problem(url);
  }
}
