package io.muster.sources.bamboohr;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.remote.Secret;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureTests {
  private static final Secret KEY = new Secret("bhr-test-private-key");
  private static final String TIMESTAMP = "2026-01-31T18:42:01+0000";
  private static final byte[] BODY =
      "{\"type\":\"employee.updated\",\"timestamp\":\"2026-01-31T18:42:00+0000\",\"data\":{\"companyId\":\"12345\",\"employeeId\":\"67890\",\"changedFields\":[\"jobTitle\"]}}"
          .getBytes(StandardCharsets.UTF_8);
  private static final String SIGNATURE =
      "dbc8e38fabfbd2729c3fc48651a2b7d92f0488b8d6b3140ed46b809a20625474";

  @Test
  void isOfTheBodyAndTheTimestampBehindIt() {
    assertThat(BODY).hasSize(145);
    assertThat(Signature.valid(SIGNATURE, List.of(KEY), BODY, TIMESTAMP)).isTrue();
    assertThat(
            Signature.valid(
                SIGNATURE.toUpperCase(Locale.ROOT) + " ", List.of(KEY), BODY, TIMESTAMP))
        .isTrue();
  }

  @Test
  void isGoodByAnyOfTheKeysWhileOneIsBeingReplaced() {
    assertThat(Signature.valid(SIGNATURE, List.of(new Secret("new"), KEY), BODY, TIMESTAMP))
        .isTrue();
    assertThat(Signature.valid(SIGNATURE, List.of(new Secret("new")), BODY, TIMESTAMP)).isFalse();
    assertThat(Signature.valid(SIGNATURE, List.of(), BODY, TIMESTAMP)).isFalse();
  }

  @Test
  void isNoneOfOtherBytesOrAnotherTimestamp() {
    var other = BODY.clone();
    other[other.length - 2] ^= 1;
    assertThat(Signature.valid(SIGNATURE, List.of(KEY), other, TIMESTAMP)).isFalse();
    assertThat(Signature.valid(SIGNATURE, List.of(KEY), BODY, "2026-01-31T18:42:02+0000"))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "dbc8", "not hexadecimal", "sha256=dbc8e38f", "dbc"})
  void isNoneThatCannotBeRead(String signature) {
    assertThat(Signature.valid(signature, List.of(KEY), BODY, TIMESTAMP)).isFalse();
  }
}
