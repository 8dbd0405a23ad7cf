package io.muster.systems;

import io.muster.remote.Secret;
import io.muster.systems.SystemsProperties.CallingBack;
import io.muster.systems.SystemsProperties.Connection;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Settings of systems for tests. */
final class Connections {
  static final String TOKEN = "t0ken-of-the-desk";

  private Connections() {}

  /** A system on loopback that gets the token, and two seconds for an answer. */
  static Connection at(URI url) {
    return of(url, List.of("127.0.0.0/8"), "Idempotency-Key");
  }

  static Connection of(@Nullable URI url, List<String> networks, String keyHeader) {
    return new Connection(
        url,
        Set.of("GET", "POST", "DELETE"),
        new Secret(TOKEN),
        null,
        null,
        null,
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        60,
        networks,
        true,
        keyHeader);
  }

  static SystemsProperties named(String name, Connection connection) {
    return new SystemsProperties(Map.of(name, connection), new CallingBack(null, 600));
  }
}
