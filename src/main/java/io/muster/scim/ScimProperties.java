package io.muster.scim;

import io.muster.remote.ConnectedSystem;
import io.muster.remote.ConnectedSystem.Kind;
import io.muster.remote.ConnectedSystems;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Who may push users and groups to us over SCIM. Their tokens are made at {@code
 * /api/scim/clients}, never configured.
 *
 * @param clients the clients by name, default none
 * @param maxBody the largest body that is read, default 4 MB
 * @param changesKept how long it is remembered what changed in a mirror, default 30 days. What a
 *     sync has not worked off yet is kept beyond, unless it did not ask for as long; it reads
 *     everything again then
 */
@ConfigurationProperties("muster.scim")
record ScimProperties(
    @DefaultValue Map<String, Client> clients,
    @DefaultValue("4MB") DataSize maxBody,
    @DefaultValue("30d") Duration changesKept)
    implements ConnectedSystems {
  private static final Duration LEAST_KEPT = Duration.ofDays(1);

  ScimProperties {
    clients = Map.copyOf(clients);
    for (var name : clients.keySet()) {
      if (!name.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,62}")) {
        throw new IllegalArgumentException(
            "muster.scim.clients: a name is 1 to 63 letters, digits, dashes, underscores");
      }
    }
    clients.forEach(
        (name, client) -> {
          if (client.perMinute() < 1) {
            throw new IllegalArgumentException(
                "muster.scim.clients.%s.per-minute is 1 or more".formatted(name));
          }
        });
    if (changesKept.compareTo(LEAST_KEPT) < 0) {
      throw new IllegalArgumentException("muster.scim.changes-kept is 1d or longer");
    }
  }

  @Override
  public List<ConnectedSystem> connected() {
    return clients.entrySet().stream()
        .filter(each -> each.getValue().role() == Role.HR)
        .map(
            each ->
                new ConnectedSystem(
                    Kind.HR,
                    Meanings.source(each.getKey()),
                    "muster.scim.clients." + each.getKey(),
                    "SCIM, by a token"))
        .toList();
  }

  /**
   * One client.
   *
   * @param role what its word is worth, default {@code directory}
   * @param connection the directory connection whose news this is, default the client's name; only
   *     for a directory
   * @param employeeId which attribute is the number HR knows a person by, default {@code
   *     employee-number}
   * @param timeZone the zone of people whose own is not said; no default
   * @param perMinute how many requests it may make in a minute on each node, default 3000, twice
   *     what Entra asks for
   */
  record Client(
      @DefaultValue("directory") Role role,
      @Nullable String connection,
      @DefaultValue("employee-number") NumberFrom employeeId,
      @Nullable ZoneId timeZone,
      @DefaultValue("3000") int perMinute) {}

  /** What a client's word is worth. */
  enum Role {
    /** It says what accounts and groups a directory holds; kept as a mirror. */
    DIRECTORY,
    /** It says who works here. */
    HR
  }

  /** Where the employee number is found. */
  enum NumberFrom {
    /** In the enterprise extension's {@code employeeNumber}. */
    EMPLOYEE_NUMBER,
    /** In {@code externalId}. */
    EXTERNAL_ID
  }
}
