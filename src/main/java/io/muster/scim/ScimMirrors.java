package io.muster.scim;

import io.muster.directory.Roster;
import io.muster.directory.RosterSource;
import io.muster.scim.ScimProperties.Role;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What directories have pushed to us over SCIM, by the name of their client. */
@Component
public class ScimMirrors implements RosterSource {
  private final Map<String, Roster> rosters;

  ScimMirrors(ScimProperties properties, JdbcClient jdbc, ChangeRows changes) {
    rosters =
        properties.clients().entrySet().stream()
            .filter(client -> client.getValue().role() == Role.DIRECTORY)
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey,
                    client -> new ScimRoster(client.getKey(), client.getValue(), jdbc, changes)));
  }

  @Override
  public Map<String, Roster> rosters() {
    return rosters;
  }

  /** The mirror of one directory; empty if no client of that name is one. */
  public Optional<Roster> of(String client) {
    return Optional.ofNullable(rosters.get(client));
  }
}
