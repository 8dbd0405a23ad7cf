package io.muster.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecentlyUsedTests {
  private final List<String> looked = new ArrayList<>();
  private final RecentlyUsed<String, String> two = new RecentlyUsed<>(2);

  @Test
  void looksOnceForAsManyAsItRemembers() {
    of("a", "b", "a", "b");
    assertThat(looked).containsExactly("a", "b");
  }

  @Test
  void forgetsTheOneThatWasNotUsedForLongest() {
    of("a", "b", "a", "c", "a", "b");
    assertThat(looked).containsExactly("a", "b", "c", "b");
  }

  private void of(String... keys) {
    for (var key : keys) {
      assertThat(
              two.of(
                  key,
                  () -> {
                    looked.add(key);
                    return key + "!";
                  }))
          .isEqualTo(key + "!");
    }
  }
}
