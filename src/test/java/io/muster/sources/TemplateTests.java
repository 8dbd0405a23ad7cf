package io.muster.sources;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses made of names: no letter is lost. */
class TemplateTests {
  private static final String ADDRESS = "{givenName}@example.com";

  @ParameterizedTest
  @CsvSource({
    "J\u00fcrgen, jurgen",
    "Wei\u00df, weiss",
    "S\u00f8ren, soren",
    "\u00d8sterg\u00e5rd, ostergard",
    "Wa\u0142\u0119ga, walega",
    "\u0110or\u0111e, dorde",
    "\u00c6gir, aegir",
    "\u00de\u00f3r\u00f0ur, thordur",
    "\u0152uvre, oeuvre",
    "I\u015f\u0131k, isik",
    "\u0130pek, ipek",
    "O'Neill, oneill",
    "Anna-Lena van der Berg, annalenavanderberg"
  })
  void keepsEveryLetter(String name, String plain) {
    assertThat(Template.filled(ADDRESS, Map.of("givenName", name)::get))
        .isEqualTo(plain + "@example.com");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0418\u0432\u0430\u043d", "Ada \u674e", "\u0259li", "---", "x\u0663"})
  void makesNothingOfANameWithALetterItDoesNotKnow(String name) {
    assertThat(Template.filled(ADDRESS, Map.of("givenName", name)::get)).isNull();
  }

  @Test
  void makesNothingOfWhatIsNotThere() {
    assertThat(Template.filled(ADDRESS, field -> null)).isNull();
  }
}
