package io.muster.simulator.entra;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How this tenant behaves.
 *
 * @param tenant its id
 * @param clientId the app that may call
 * @param secret the app's secret
 * @param certificate a certificate the app may prove itself with instead, or null
 * @param permissions what the app was granted
 * @param domains the verified domains; a login must have one of them
 * @param unitsPerTenSeconds resource units in ten seconds, before 429
 * @param ruleDelay how long a dynamic group takes to be evaluated after a change
 * @param indexDelay how long filters, searches and deltas do not see a change
 * @param replicaDelay how long a new user is not found by its id
 * @param pageSize how many things a list shows at most, whatever is asked for
 * @param reach where a notification URL really leads from here
 */
public record EntraOptions(
    String tenant,
    String clientId,
    String secret,
    @Nullable X509Certificate certificate,
    Set<String> permissions,
    Set<String> domains,
    int unitsPerTenSeconds,
    Duration ruleDelay,
    Duration indexDelay,
    Duration replicaDelay,
    int pageSize,
    UnaryOperator<URI> reach) {
  private static final int USUAL_PAGE = 100;
  private static final int UNITS_OF_A_SMALL_TENANT = 3500;
  private static final Set<String> USUAL_PERMISSIONS =
      Set.of(
          "User.ReadWrite.All",
          "User.RevokeSessions.All",
          "GroupMember.Read.All",
          "GroupMember.ReadWrite.All");

  /** Slow rules and a lagging index, as in a real tenant, with the published limits. */
  public static EntraOptions realistic(String tenant, String clientId, String secret) {
    return new EntraOptions(
        tenant,
        clientId,
        secret,
        null,
        USUAL_PERMISSIONS,
        Set.of("example.com", "elsewhere.example"),
        UNITS_OF_A_SMALL_TENANT,
        Duration.ofMinutes(3),
        Duration.ofSeconds(5),
        Duration.ZERO,
        USUAL_PAGE,
        UnaryOperator.identity());
  }

  /** Everything at once, as often as asked. */
  public static EntraOptions prompt(String tenant, String clientId, String secret) {
    return realistic(tenant, clientId, secret)
        .rulesAfter(Duration.ZERO)
        .indexAfter(Duration.ZERO)
        .unitsPerTenSeconds(Integer.MAX_VALUE);
  }

  public EntraOptions unitsPerTenSeconds(int units) {
    return with(units, ruleDelay, indexDelay, replicaDelay, pageSize);
  }

  public EntraOptions rulesAfter(Duration delay) {
    return with(unitsPerTenSeconds, delay, indexDelay, replicaDelay, pageSize);
  }

  public EntraOptions indexAfter(Duration delay) {
    return with(unitsPerTenSeconds, ruleDelay, delay, replicaDelay, pageSize);
  }

  public EntraOptions newUsersShownAfter(Duration delay) {
    return with(unitsPerTenSeconds, ruleDelay, indexDelay, delay, pageSize);
  }

  public EntraOptions inPagesOf(int things) {
    return with(unitsPerTenSeconds, ruleDelay, indexDelay, replicaDelay, things);
  }

  /** The app was granted these and nothing else. */
  public EntraOptions granted(Set<String> newPermissions) {
    return new EntraOptions(
        tenant,
        clientId,
        secret,
        certificate,
        Set.copyOf(newPermissions),
        domains,
        unitsPerTenSeconds,
        ruleDelay,
        indexDelay,
        replicaDelay,
        pageSize,
        reach);
  }

  /** The app may prove itself with this too. */
  public EntraOptions knowing(X509Certificate newCertificate) {
    return new EntraOptions(
        tenant,
        clientId,
        secret,
        newCertificate,
        permissions,
        domains,
        unitsPerTenSeconds,
        ruleDelay,
        indexDelay,
        replicaDelay,
        pageSize,
        reach);
  }

  /** Notifications go where this says, as a proxy in front of the receiver would pass them on. */
  public EntraOptions reaching(UnaryOperator<URI> newReach) {
    return new EntraOptions(
        tenant,
        clientId,
        secret,
        certificate,
        permissions,
        domains,
        unitsPerTenSeconds,
        ruleDelay,
        indexDelay,
        replicaDelay,
        pageSize,
        newReach);
  }

  private EntraOptions with(
      int units, Duration rules, Duration index, Duration replica, int things) {
    return new EntraOptions(
        tenant,
        clientId,
        secret,
        certificate,
        permissions,
        domains,
        units,
        rules,
        index,
        replica,
        things,
        reach);
  }
}
