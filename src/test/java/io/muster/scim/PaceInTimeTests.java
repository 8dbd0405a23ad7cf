package io.muster.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import de.captaingoldfish.scim.sdk.common.exceptions.BadRequestException;
import io.muster.testing.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** What one client may ask in a minute, as the minute goes by. */
class PaceInTimeTests {
  private final MovableClock clock = new MovableClock(Instant.parse("2026-03-02T09:00:00Z"));
  private final ClientRateLimiter pace =
      new ClientRateLimiter(
          new Binder(
                  new MapConfigurationPropertySource(
                      Map.of("muster.scim.clients.okta.per-minute", "2")))
              .bind("muster.scim", ScimProperties.class)
              .get(),
          clock);

  @Test
  void saysWhenThereIsRoomAgainAndThenThereIs() {
    pace.take("okta");
    clock.advance(Duration.ofSeconds(20));
    pace.take("okta");
    clock.advance(Duration.ofSeconds(10));
    var pause = pause();
    assertThat(pause).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(32));
    clock.advance(pause.minusSeconds(2));
    assertThat(pause()).as("those turned away do not count").isLessThan(Duration.ofSeconds(3));
    clock.advance(pause());
    assertThatCode(() -> pace.take("okta")).doesNotThrowAnyException();
    assertThat(pause()).as("the second one is not a minute ago").isPositive();
  }

  private Duration pause() {
    var refusal = catchThrowableOfType(BadRequestException.class, () -> pace.take("okta"));
    assertThat(refusal).isNotNull();
    assertThat(refusal.getStatus()).isEqualTo(429);
    return Duration.ofSeconds(Long.parseLong(refusal.getResponseHeaders().get("Retry-After")));
  }
}
