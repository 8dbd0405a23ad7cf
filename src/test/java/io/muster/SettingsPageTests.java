package io.muster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.muster.SettingsPage.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The page of settings says what the records say, and says it of every setting. */
class SettingsPageTests {
  private static final Path PAGE = Path.of("src/docs/settings.md");
  private static final String RENEW = "muster.settings.renew";
  private static final String COMMAND = "./mvnw test -Dtest=SettingsPageTests -D" + RENEW + "=true";
  private static final String METADATA = "/META-INF/spring-configuration-metadata.json";

  private static final String HEAD =
      """
      # Settings

      Every setting of Muster, made from the sources by `%s`. Do not edit it.

      `<name>` is a name that you give, such as that of a connection. `<key>` is a word of yours or of HR, compared without
      case; one that holds more than letters and digits is kept as the file has it, and may be written `"[New York]"` too. An
      environment variable cannot hold such a word. A duration is a number with `s`, `m`, `h` or `d`; a size one with `KB` or `MB`.

      ## Safe defaults

      Left alone, Muster starts nothing for people who already work there when a source is first read (`first-reading`), asks
      before it takes somebody who is missing for a leaver (`absence`), holds what is more than an ordinary day's change
      (`guards`, `most-leavers`, `removal-percent`), mirrors named groups and never a whole directory (`groups`), and takes no
      plain HTTP (`plain-http`). The wipes that need a person's approval, and what silence means, are in the decision tables.
      """
          .formatted(COMMAND);

  @Test
  void thePageIsWhatTheRecordsSay() throws IOException {
    var page = page(SettingsPage.read());
    if (Boolean.getBoolean(RENEW)) {
      Files.writeString(PAGE, page);
    }
    assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "")
        .as("%s is stale. Renew it with: %s", PAGE, COMMAND)
        .isEqualTo(page);
  }

  @Test
  void everySettingIsDescribedAndSaysItsDefault() throws IOException {
    var silent = new TreeSet<String>();
    SettingsPage.read()
        .forEach(
            (name, setting) -> {
              if (setting.words().isBlank()) {
                silent.add(name + " has no description");
              } else if (!setting.saysItsDefault()) {
                silent.add(name + " does not say its default: " + setting.words());
              }
            });
    assertThat(silent).isEmpty();
  }

  @Test
  void theCompletionOfAnIdeKnowsNoSettingThatThePageDoesNot() throws IOException {
    var settings = SettingsPage.read();
    assertThat(settings).hasSizeGreaterThan(200);
    try (var metadata = getClass().getResourceAsStream(METADATA)) {
      assumeThat(metadata).as("made by the build's annotation processor").isNotNull();
      for (var property : new ObjectMapper().readTree(metadata).path("properties")) {
        var name = property.path("name").asText();
        if (name.startsWith("muster.")) {
          assertThat(settings.keySet())
              .as(name)
              .anyMatch(known -> known.equals(name) || known.startsWith(name + "."));
          assertThat(property.path("description").asText()).as(name).isNotBlank();
        }
      }
    }
  }

  private static String page(Map<String, Setting> settings) {
    var page = new StringBuilder(HEAD);
    var bySection = new TreeMap<String, Map<String, Setting>>();
    settings.forEach(
        (name, setting) ->
            bySection.computeIfAbsent(section(name), found -> new TreeMap<>()).put(name, setting));
    bySection.forEach(
        (section, rows) -> {
          page.append(
              "\n## %s\n\n| Setting | Default | What it is |\n|---|---|---|\n".formatted(section));
          rows.forEach((name, setting) -> page.append(row(name, setting)));
        });
    return page.toString();
  }

  private static String usual(Setting setting) {
    var usual = setting.usual().orElse("none");
    if (!usual.equals("none")) {
      return "`%s`".formatted(usual.replace("|", "\\|"));
    }
    return setting.inWords() ? "see right" : "none";
  }

  private static String section(String name) {
    var parts = name.split("\\.", -1);
    return parts.length > 2 ? parts[0] + "." + parts[1] : parts[0];
  }

  private static String row(String name, Setting setting) {
    var choices =
        setting.choices().isEmpty()
            ? ""
            : " One of `%s`.".formatted(String.join("`, `", setting.choices()));
    var words = setting.words().endsWith(".") ? setting.words() : setting.words() + ".";
    return "| `%s` | %s | %s%s |\n"
        .formatted(
            name,
            usual(setting),
            words.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + words.substring(1),
            choices);
  }
}
