package io.muster.sources;

import io.muster.lifecycle.Integrations;
import io.muster.people.EmployeeId;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The HR sources that run in somebody's name. */
@Component
class SourceOwners implements Integrations {
  private final SourcesProperties properties;

  SourceOwners(SourcesProperties properties) {
    this.properties = properties;
  }

  @Override
  public List<Integration> of(EmployeeId employee) {
    return properties.sources().entrySet().stream()
        .filter(entry -> employee.equals(entry.getValue().owner()))
        .map(Map.Entry::getKey)
        .sorted()
        .map(
            source ->
                new Integration(
                    source, "the HR source %s (muster.sources.%s.owner)".formatted(source, source)))
        .toList();
  }
}
