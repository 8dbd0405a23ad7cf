package io.muster.safety;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.safety.LeaverNames.Whose;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeaverNamesTests {
  private static final LeaverNames ADA =
      new LeaverNames(
          Set.of("ada.byron@example.com", "Ada@Example.com", "sales@example.com"),
          Set.of("Ada Lovelace", "Ada Byron"),
          Set.of("sales@example.com"),
          Map.of("12", new Bearer("A. L.", "frozen@example.com")));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "null",
      textBlock =
          """
          A. L.         | frozen@example.com    | THEIRS
          l a           | FROZEN@example.com    | THEIRS
          Ada Lovelace  | ada@example.com       | THEIRS
          Byron, Ada    | ada.byron@example.com | THEIRS
          Ada Lovelace  | ''                    | THEIRS
          Ada Lovelace  | null                  | THEIRS
          Eve Successor | frozen@example.com    | PERHAPS
          ''            | ada@example.com       | PERHAPS
          Ada Lovelace  | sales@example.com     | PERHAPS
          Eve Successor | sales@example.com     | ANOTHERS
          Eve Successor | eve@example.com       | ANOTHERS
          Ada Lovelace  | eve@example.com       | ANOTHERS
          Eve Successor | ''                    | ANOTHERS
          Eve Successor | null                  | ANOTHERS
          """)
  void comparesWhoBearsAUserNowWithTheLeaver(String name, String email, Whose whose) {
    assertThat(ADA.whose("12", new Bearer(name, email))).isEqualTo(whose);
  }

  @Test
  void goesByTheNameWhereTheAddressWasNotShownBefore() {
    var nameOnly =
        new LeaverNames(
            Set.of(), Set.of(), Set.of(), Map.of("12", new Bearer("Ada Lovelace", null)));
    assertThat(nameOnly.whose("12", new Bearer("Ada Lovelace", "ada@example.com")))
        .isEqualTo(Whose.THEIRS);
    assertThat(nameOnly.whose("12", new Bearer("Eve", "eve@example.com"))).isEqualTo(Whose.PERHAPS);
  }

  @Test
  void takesWhatWasNotShownForNoContradiction() {
    assertThat(ADA.whose("12", null)).isEqualTo(Whose.THEIRS);
    var eve = new Bearer("Eve", "eve@example.com");
    assertThat(LeaverNames.NONE.whose("12", eve)).isEqualTo(Whose.THEIRS);
    assertThat(ADA.whose("13", eve)).as("frozen before names were kept").isEqualTo(Whose.ANOTHERS);
  }
}
