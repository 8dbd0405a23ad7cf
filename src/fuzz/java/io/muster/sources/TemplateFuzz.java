package io.muster.sources;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a row says, a template makes a plain address of it, or nothing. */
class TemplateFuzz {
  static Stream<byte[]> texts() {
    return Stream.of("Zo\u00eb $1\\", "{givenName}", "\ufb03 \u2460 \u0130")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("texts")
  @FuzzTest
  void makesAnAddressOrNothing(byte[] said) {
    var text = new String(said, StandardCharsets.UTF_8);
    var made = Template.filled("{givenName}.{familyName}@example.com", field -> text);
    if (made != null) {
      assertThat(made).matches("[a-z0-9]+\\.[a-z0-9]+@example\\.com");
    }
    assertThat(Template.parts(text)).allMatch(part -> part.matches("[A-Za-z]+"));
    assertThat(Template.filled(text, field -> "x")).isNotNull();
  }
}
