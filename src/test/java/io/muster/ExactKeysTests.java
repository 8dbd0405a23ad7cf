package io.muster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ByteArrayResource;

/** What somebody writes as a key of a setting is what the setting has as its key. */
class ExactKeysTests {
  private static final List<String> WORDS =
      List.of("New York", "M\u00fcnchen", "R&D", "St. Gallen", "Active", "2nd floor", "-", "a/b");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "muster.sources.hr.zones",
        "muster.sources.hr.values.department",
        "muster.sources.hr.empty-in",
        "muster.snapshot-files.hr.statuses",
        "muster.snapshot-files.hr.reasons",
        "muster.bamboohr.connections.hr.termination-types",
        "muster.workday.connections.hr.report.prompts",
        "muster.owners"
      })
  void keepsTheKeysOfEveryMapAsTheFileHasThem(String map) throws IOException {
    var yaml = new StringBuilder(map).append(":\n");
    WORDS.forEach(word -> yaml.append("  \"%s\": v\n".formatted(word)));
    assertThat(bound(yaml.toString(), map).keySet()).containsExactlyInAnyOrderElementsOf(WORDS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          muster.sources.hr.zones.New York         | muster.sources.hr.zones[New York]
          muster.sources.hr.zones.[New York]       | muster.sources.hr.zones.[New York]
          muster.sources.hr.zones[New York]        | muster.sources.hr.zones[New York]
          muster.sources.hr.zones.London           | muster.sources.hr.zones.London
          muster.sources.hr.empty-in.Last day[0]   | muster.sources.hr.empty-in[Last day][0]
          muster.sources.R&D.zones.London          | muster.sources[R&D].zones.London
          muster.sources[R&D].zones.New York       | muster.sources[R&D].zones[New York]
          muster.sources.hr.values.location.St. G  | muster.sources.hr.values.location[St. G]
          muster.sources.hr.values.location[St. G] | muster.sources.hr.values.location[St. G]
          muster.sources.hr.zone                   | muster.sources.hr.zone
          muster.sources.hr.nothing.New York       | muster.sources.hr.nothing.New York
          muster.csv.columns.x y                   | muster.csv.columns[x y]
          spring.some.New York                     | spring.some.New York
          """)
  void bracketsNoMoreThanTheWord(String name, String exact) {
    assertThat(MapSettings.ofTheService().exact(name)).isEqualTo(exact);
  }

  @Test
  void stillAnswersToTheNameInTheFileAndSaysWhereItIs() throws IOException {
    var environment = environment("muster.sources.hr.zones:\n  New York: America/New_York\n");
    assertThat(environment.getProperty("muster.sources.hr.zones.New York"))
        .isEqualTo("America/New_York");
    assertThat(environment.getProperty("muster.sources.hr.zones[New York]"))
        .isEqualTo("America/New_York");
  }

  @Test
  void saysAtTheStartThatTwoKeysOfOneWordDisagree() {
    var environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .addFirst(
            new MapPropertySource(
                "test",
                Map.of(
                    "muster.sources.hr.zones.New York", "America/New_York",
                    "muster.sources.hr.zones.new york", "UTC",
                    "muster.snapshot-files.files.statuses.**", "ended",
                    "muster.snapshot-files.files.folder", "/tmp")));
    ExactKeys.keep(environment);
    assertThatThrownBy(() -> StartupSettingsCheck.check(environment))
        .hasMessageContaining("muster.sources.hr")
        .hasMessageContaining("zones says two things of")
        .hasMessageContaining("muster.snapshot-files.files")
        .hasMessageContaining("statuses has a name in which no letter is left");
  }

  private static Map<String, String> bound(String yaml, String name) throws IOException {
    return new Binder(ConfigurationPropertySources.get(environment(yaml)))
        .bind(name, Bindable.mapOf(String.class, String.class))
        .get();
  }

  private static StandardEnvironment environment(String yaml) throws IOException {
    var environment = new StandardEnvironment();
    ConfigurationPropertySources.attach(environment);
    new YamlPropertySourceLoader()
        .load("file", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))
        .forEach(environment.getPropertySources()::addLast);
    ExactKeys.keep(environment);
    return environment;
  }
}
