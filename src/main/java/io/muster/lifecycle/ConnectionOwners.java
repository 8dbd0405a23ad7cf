package io.muster.lifecycle;

import io.muster.people.EmployeeId;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * In whose name connections run, as HR sources have it in {@code muster.sources.<name>.owner}.
 *
 * @param owners the number of the employee by the connection's name: whoever made the API token of
 *     an Okta organisation or of Hexnode, the administrator for whom Google's service account acts;
 *     default none
 */
@ConfigurationProperties("muster")
record ConnectionOwners(@DefaultValue Map<String, EmployeeId> owners) implements Integrations {
  ConnectionOwners {
    owners = Map.copyOf(owners);
  }

  @Override
  public List<Integration> of(EmployeeId employee) {
    return owners.entrySet().stream()
        .filter(entry -> entry.getValue().equals(employee))
        .map(Map.Entry::getKey)
        .sorted()
        .map(
            name ->
                // a source may have the same name, and its alarm goes away once it is heard
                new Integration(
                    "connection." + name,
                    "the connection %s (muster.owners.%s)".formatted(name, name)))
        .toList();
  }
}
