package io.muster.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Words as keys of settings, as the binder leaves them. */
class SettingKeysTests {
  @Test
  void findsAWordWhoseSignsWereLostOnTheWay() {
    var bound = bound(Map.of("New York", "1", "M\u00fcnchen", "2", "R&D", "3", "St. Gallen", "4"));
    assertThat(SettingKeys.exactly(bound, "New York")).isEqualTo("1");
    assertThat(SettingKeys.exactly(bound, "M\u00fcnchen")).isEqualTo("2");
    assertThat(SettingKeys.exactly(bound, "R&D")).isEqualTo("3");
    assertThat(SettingKeys.exactly(bound, "St. Gallen")).isEqualTo("4");
    assertThat(SettingKeys.exactly(bound, "Minchen")).isNull();
  }

  @Test
  void takesWhatIsInBracketsAtItsWord() {
    var bound = bound(Map.of("[R&D]", "1"));
    assertThat(SettingKeys.exactly(bound, "R&D")).isEqualTo("1");
    assertThat(SettingKeys.exactly(bound, "RD")).isNull();
  }

  @Test
  void comparesWithoutCaseAndPrefersTheSameLetters() {
    assertThat(SettingKeys.exactly(Map.of("Berlin", "1"), "BERLIN")).isEqualTo("1");
    assertThat(SettingKeys.exactly(Map.of("Berlin", "1", "BERLIN", "2"), "BERLIN")).isEqualTo("2");
    assertThat(SettingKeys.exactly(Map.of("mnchen", "1"), "M\u00fcnchen")).isEqualTo("1");
  }

  @Test
  void refusesKeysThatMatchNothingOrOfWhichTwoDisagree() {
    assertThatCode(() -> SettingKeys.demandClear("zones", Map.of("a", "1", "A", "1", "b", "2")))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> SettingKeys.demandClear("zones", Map.of("a", "1", "A", "2")))
        .hasMessageContaining("zones says two things of");
    assertThatThrownBy(() -> SettingKeys.demandClear("zones", Map.of("--", "1")))
        .hasMessageContaining("no letter is left");
  }

  @Test
  void decidesNothingBetweenTwo() {
    assertThat(SettingKeys.exactly(Map.of("R.D", "1", "RD", "2"), "R&D")).isNull();
  }

  @Test
  void takesAStatusInWhateverLetters() {
    var bound = bound(Map.of("On Leave", "1", "k\u00fcnftig", "2", "ruhend (Altersteilzeit)", "3"));
    assertThat(SettingKeys.anyhow(bound, "ON LEAVE")).isEqualTo("1");
    assertThat(SettingKeys.anyhow(bound, "K\u00fcnftig")).isEqualTo("2");
    assertThat(SettingKeys.anyhow(bound, "Ruhend (Altersteilzeit)")).isEqualTo("3");
    assertThat(SettingKeys.anyhow(bound, "leave")).isNull();
  }

  private static Map<String, String> bound(Map<String, String> words) {
    var all = new HashMap<String, String>();
    words.forEach(
        (key, value) -> all.put(key.startsWith("[") ? "words" + key : "words." + key, value));
    return new Binder(new MapConfigurationPropertySource(all))
        .bind("words", Bindable.mapOf(String.class, String.class))
        .get();
  }
}
