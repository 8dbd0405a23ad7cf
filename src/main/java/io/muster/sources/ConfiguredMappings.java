package io.muster.sources;

import io.muster.people.EmploymentFacts;
import io.muster.sources.SourcesProperties.SourceSettings;
import io.muster.sources.SourcesProperties.TerminationDate;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Mappings as {@code muster.sources.<name>} has them. */
@Component
class ConfiguredMappings implements FieldMappings {
  private static final String LOCATION = "location";
  private static final String ZONE = "timeZone";

  private final SourcesProperties properties;
  private final HeardWords unmatched;

  ConfiguredMappings(SourcesProperties properties, HeardWords unmatched) {
    this.properties = properties;
    this.unmatched = unmatched;
    check(properties);
  }

  @Override
  public FieldMapping of(String source, Map<String, List<String>> usual) {
    return new Mapping(source, properties.of(source), usual, unmatched);
  }

  /**
   * Looks the settings through.
   *
   * @throws IllegalArgumentException that names the setting that can match nothing
   */
  static void check(SourcesProperties properties) {
    properties.sources().forEach(ConfiguredMappings::check);
  }

  private static void check(String source, SourceSettings settings) {
    var known = EmploymentFacts.fields(EmploymentFacts.HIRED);
    for (var fields :
        List.of(
            settings.columns().keySet(),
            settings.values().keySet(),
            settings.defaults().keySet())) {
      for (var field : fields) {
        if (!known.contains(field)) {
          throw new IllegalArgumentException(
              "muster.sources.%s names the field '%s', which there is not; the fields are %s"
                  .formatted(source, field, known));
        }
      }
    }
  }

  private static final class Mapping implements FieldMapping {
    private final String source;
    private final SourceSettings settings;
    private final HeardWords unmatched;
    private final Map<String, List<String>> columns = new LinkedHashMap<>();

    Mapping(
        String source,
        SourceSettings settings,
        Map<String, List<String>> usual,
        HeardWords unmatched) {
      this.source = source;
      this.settings = settings;
      this.unmatched = unmatched;
      for (var field : EmploymentFacts.fields(EmploymentFacts.HIRED)) {
        var from = settings.columns().getOrDefault(field, usual.getOrDefault(field, List.of()));
        if (!from.isEmpty()) {
          columns.put(field, from);
        }
      }
    }

    @Override
    public Map<String, @Nullable String> facts(Map<String, @Nullable String> row) {
      var facts = new LinkedHashMap<String, @Nullable String>();
      columns.forEach(
          (field, from) -> {
            if (from.stream().anyMatch(row::containsKey)) {
              facts.put(field, meant(field, firstFilled(row, from)));
            }
          });
      settings
          .defaults()
          .forEach((field, value) -> fill(facts, field, Template.filled(value, facts::get)));
      var location = facts.get(LOCATION);
      if (location == null && columns.containsKey(LOCATION) && !settings.zones().isEmpty()) {
        // what is hidden, or was emptied, has not moved anybody into another zone
        return facts;
      }
      var zone = location == null ? null : found("zones", settings.zones(), location);
      fill(facts, ZONE, id(zone == null ? settings.zone() : zone));
      return facts;
    }

    @Override
    public Set<String> columns() {
      var all = new LinkedHashSet<String>();
      columns.values().forEach(all::addAll);
      return all;
    }

    @Override
    public List<String> columnsOf(String field) {
      return columns.getOrDefault(field, List.of());
    }

    @Override
    public boolean isEmpty(String column, String said) {
      return settings.isEmpty(column, said);
    }

    @Override
    public LocalDate lastDay(LocalDate terminationDate) {
      return settings.terminationDate() == TerminationDate.LAST_DAY
          ? terminationDate
          : terminationDate.minusDays(1);
    }

    private @Nullable String meant(String field, @Nullable String said) {
      if (said == null) {
        return null;
      }
      var meant = found("values." + field, settings.values().getOrDefault(field, Map.of()), said);
      return meant == null ? said : meant;
    }

    private <T> @Nullable T found(String setting, Map<String, T> meanings, String word) {
      var meant = SettingKeys.exactly(meanings, word);
      if (!meanings.isEmpty()) {
        heard("muster.sources.%s.%s".formatted(source, setting), word, meant != null);
      }
      return meant;
    }

    @Override
    public void heard(String setting, String word, boolean matched) {
      unmatched.heard(
          new HeardWords.Word(source, setting.replace("<name>", source), word), matched);
    }

    private @Nullable String firstFilled(Map<String, @Nullable String> row, List<String> columns) {
      for (var column : columns) {
        var said = row.get(column);
        if (said != null && !settings.isEmpty(column, said)) {
          return said.strip();
        }
      }
      return null;
    }

    private static void fill(
        Map<String, @Nullable String> facts, String field, @Nullable String value) {
      if (facts.get(field) == null && value != null) {
        facts.put(field, value);
      }
    }

    private static @Nullable String id(@Nullable ZoneId zone) {
      return zone == null ? null : zone.getId();
    }
  }
}
