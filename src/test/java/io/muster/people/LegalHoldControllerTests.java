package io.muster.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.muster.people.LegalHoldController.Why;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A reason is one that can be kept, or it is the caller's mistake. */
class LegalHoldControllerTests {
  @Test
  void takesAReasonOfAThousandCharactersAndNoneLonger() {
    var longest = "x".repeat(1_000);
    assertThat(new Why(" " + longest + " ").demand()).isEqualTo(longest);
    assertThatIllegalArgumentException().isThrownBy(() -> new Why(longest + "x").demand());
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", "a\u0000b"})
  void takesNoReasonThatSaysNothingOrCannotBeKept(String reason) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Why(reason).demand());
  }
}
