package io.muster.simulator.hr;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.simulator.Answer;
import io.muster.simulator.Call;
import io.muster.simulator.SimulatedClock;
import io.muster.simulator.Simulator;
import io.muster.simulator.SimulatorSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HrFeedTests {
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  private final SimulatedClock clock =
      SimulatedClock.standingAt(Instant.parse("2026-11-24T08:00:00Z"));
  private final Receiver receiver = new Receiver();
  private final HrFeed feed = new HrFeed(receiver.base().resolve("/events"), SECRET, clock);

  @AfterEach
  void close() {
    receiver.close();
  }

  @Test
  void signsAsThePublishedTestVectorDoes() {
    assertThat(
            HrFeed.signature(
                Base64.getDecoder().decode(SECRET.substring("whsec_".length())),
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                "1614265330",
                "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void signsEveryAttemptOfAnEventAnew() throws Exception {
    var event = feed.event("worker.hired", Map.of("employeeId", "0042", "legalHold", false));
    assertThat(feed.send(event).status()).isEqualTo(202);
    clock.advance(Duration.ofMinutes(10));
    feed.send(event);

    var calls = receiver.journal().calls("POST", "/events");

    assertThat(calls).extracting(call -> call.call().body()).containsOnly(event.body());
    assertThat(calls)
        .extracting(call -> call.call().header("webhook-id").orElse(""))
        .containsExactly(event.id(), event.id());
    assertThat(calls.get(0).call().header("webhook-timestamp")).contains("1795507200");
    assertThat(calls.get(1).call().header("webhook-timestamp")).contains("1795507800");
    assertThat(calls.get(1).call().header("webhook-signature"))
        .isNotEqualTo(calls.get(0).call().header("webhook-signature"));
    var json = calls.get(0).json();
    assertThat(json.path("type").asText()).isEqualTo("worker.hired");
    assertThat(json.path("timestamp").asText()).isEqualTo("2026-11-24T08:00:00Z");
    assertThat(json.path("data").path("employeeId").asText()).isEqualTo("0042");
  }

  private static final class Receiver extends Simulator {
    Receiver() {
      super(SimulatorSettings.onLoopback());
      listen();
    }

    @Override
    protected Answer answer(Call call) {
      return Answer.json(202, Map.of("fate", "STARTED"));
    }
  }
}
