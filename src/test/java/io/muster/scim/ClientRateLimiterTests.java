package io.muster.scim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What one client may ask in a minute, over HTTP. */
class ClientRateLimiterTests extends ScimWorld {
  @Test
  void turnsAwayAClientThatAsksTooOftenAndNobodyElse() {
    for (int i = 0; i < 3; i++) {
      assertThat(get("busy", "/Users").status()).isEqualTo(200);
    }
    var refused = post("busy", "/Users", "{\"userName\":\"one-too-many@example.com\"}");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.text("/status")).isEqualTo("429");
    assertThat(refused.text("/schemas/0")).isEqualTo("urn:ietf:params:scim:api:messages:2.0:Error");
    assertThat(refused.text("/detail")).contains("More than 3 requests in a minute");
    var pause = refused.raw().headers().firstValueAsLong("Retry-After").orElseThrow();
    assertThat(Duration.ofSeconds(pause)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(62));
    assertThat(
            jdbc.sql("select count(*) from muster_scim_user where client = 'busy'")
                .query(Integer.class)
                .single())
        .isZero();

    tokens
        .make("busy", "test")
        .ifPresent(
            other -> {
              var again = send(other.token().reveal(), "GET", "/Users", null, java.util.Map.of());
              assertThat(again.status()).as("another token is no way around it").isEqualTo(429);
            });
    assertThat(get("okta", "/Users").status()).isEqualTo(200);
  }
}
