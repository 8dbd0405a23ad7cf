package io.muster.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatorTests {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  private final SimulatedClock clock = SimulatedClock.standingAt(NOON);
  private final Counter simulator =
      new Counter(SimulatorSettings.onLoopback().in(clock).withControl());
  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir Path folder;

  @AfterEach
  void close() {
    simulator.close();
  }

  @Test
  void findsTheHandlerWithTheFewestVariables() throws Exception {
    assertThat(get("/things/me").body()).contains("\"who\":\"me\"");
    assertThat(get("/things/a%2Fb+c").body()).contains("\"who\":\"thing a/b+c\"");
  }

  @Test
  void hasTheCallInTheJournalBeforeTheAnswerIsRead() throws Exception {
    post("/count", "{\"by\":2}");

    var entry = simulator.journal().calls("POST", "/count").get(0);
    assertThat(entry.at()).isEqualTo(NOON);
    assertThat(entry.status()).isEqualTo(201);
    assertThat(entry.json().path("by").asInt()).isEqualTo(2);
    assertThat(entry.call().header("Authorization")).contains("key-1");
  }

  @Test
  void writesJsonLinesWithSecretsMasked() throws Exception {
    post("/count", "{\"by\":1,\"password\":\"hunter\\\"2\"}");
    var file = folder.resolve("journal.jsonl");

    simulator.journal().writeTo(file);

    var text = Files.readString(file);
    assertThat(text).doesNotContain("key-1").doesNotContain("hunter");
    var line = new ObjectMapper().readTree(text);
    assertThat(line.path("url").asText()).isEqualTo(simulator.base() + "/count");
    assertThat(line.path("requestHeaders").path("authorization").asText()).isEqualTo("[redacted]");
    assertThat(line.path("requestBody").path("by").asInt()).isEqualTo(1);
    assertThat(line.path("responseBody").path("count").asInt()).isEqualTo(1);
    assertThat(line.path("status").asInt()).isEqualTo(201);
  }

  @Test
  void addsEveryCallToTheTrafficForComparisonButNotWhatAFaultMadeUp() throws Exception {
    var traffic = folder.resolve("traffic");
    try (var described = new Counter(SimulatorSettings.onLoopback().recordingTo(traffic));
        var other = new Counter(SimulatorSettings.onLoopback().recordingTo(traffic))) {
      described.faults().next(1, "POST", "/count").doNothing();
      post(described, "/count", "{\"by\":1}", "SSWS key-1");
      post(described, "/count", "{\"by\":2}", "SSWS key-1");
      post(other, "/count", "{\"by\":3}", "key-1");
    }

    var lines = Files.readAllLines(traffic.resolve("simulator.jsonl"));
    assertThat(lines).hasSize(3).noneMatch(line -> line.contains("key-1"));
    var struck = new ObjectMapper().readTree(lines.get(0));
    assertThat(struck.path("spec").asText()).isEqualTo("simulator");
    assertThat(struck.path("requestHeaders").path("authorization").asText())
        .isEqualTo("SSWS [redacted]");
    assertThat(struck.path("requestBody").path("by").asInt()).isEqualTo(1);
    assertThat(struck.path("status").isNull()).isTrue();
    assertThat(struck.has("responseBody")).isFalse();
    var played = new ObjectMapper().readTree(lines.get(1));
    assertThat(played.path("status").asInt()).isEqualTo(201);
    assertThat(played.path("responseBody").path("count").asInt()).isEqualTo(2);
  }

  @Test
  void answersInItsPlaceAsOftenAsTold() throws Exception {
    simulator.faults().next(2, "POST", "/count$").answer(429, Map.of("Retry-After", "7"));

    var first = post("/count", "{}");
    assertThat(first.statusCode()).isEqualTo(429);
    assertThat(first.headers().firstValue("Retry-After")).hasValue("7");
    assertThat(get("/things/me").statusCode()).isEqualTo(200);
    assertThat(post("/count", "{}").statusCode()).isEqualTo(429);
    assertThat(post("/count", "{}").statusCode()).isEqualTo(201);
    assertThat(simulator.count).isEqualTo(1);
  }

  @Test
  void losesTheAnswerOfSomethingDone() {
    simulator.faults().next(1, "POST", "/count").loseAnswer();

    assertThatThrownBy(() -> post("/count", "{}")).isInstanceOf(IOException.class);

    assertThat(simulator.count).isEqualTo(1);
    var entry = simulator.journal().calls("POST", "/count").get(0);
    assertThat(entry.status()).isZero();
    assertThat(simulator.journal().effects("POST", "/count")).containsExactly(entry);
  }

  @Test
  void dropsTheCallBeforeAnythingIsDone() {
    simulator.faults().next(1, "*", "/count").drop();

    assertThatThrownBy(() -> post("/count", "{}")).isInstanceOf(IOException.class);

    assertThat(simulator.count).isZero();
    assertThat(simulator.journal().calls("POST", "/count")).hasSize(1);
    assertThat(simulator.journal().effects("POST", "/count")).isEmpty();
  }

  @Test
  void canSayYesAndDoNothing() throws Exception {
    simulator.faults().next(1, "POST", "/count").doNothing();

    assertThat(post("/count", "{}").statusCode()).isEqualTo(200);

    assertThat(simulator.count).isZero();
    assertThat(simulator.journal().effects("POST", "/count")).isEmpty();
  }

  @Test
  void canDoItAndSayNo() throws Exception {
    simulator.faults().next(1, "POST", "/count").doAndAnswer(Answer.html(502, "Bad Gateway"));

    assertThat(post("/count", "{}").statusCode()).isEqualTo(502);

    assertThat(simulator.count).isEqualTo(1);
  }

  @Test
  void holdsAnAnswerBackWithoutHoldingUpOthers() throws Exception {
    simulator.faults().next(1, "POST", "/count").delay(Duration.ofHours(1));
    var late = http.sendAsync(request("/count").POST(json("{}")).build(), BodyHandlers.ofString());

    assertThat(get("/things/me").statusCode()).isEqualTo(200);
    assertThat(late).isNotDone();
  }

  @Test
  void doesWhatItIsAskedAndKeepsTheAnswerBackUntilToldOtherwise() throws Exception {
    var held = simulator.faults().next(1, "POST", "/count").holdAnswer();
    var waiting =
        http.sendAsync(request("/count").POST(json("{}")).build(), BodyHandlers.ofString());

    assertThat(held.awaitCall(Duration.ofSeconds(10))).isTrue();
    assertThat(simulator.count).isEqualTo(1);
    assertThat(get("/things/me").statusCode()).isEqualTo(200);
    assertThat(waiting).isNotDone();
    held.release();
    assertThat(waiting.join().statusCode()).isEqualTo(201);
  }

  @Test
  void answersBadJsonWith400() throws Exception {
    assertThat(post("/count", "{\"by\":").statusCode()).isEqualTo(400);
  }

  @Test
  void isControlledOnlyWithTheTokenOfThisStart() throws Exception {
    assertThat(get("/_control/journal").statusCode()).isEqualTo(401);

    var answer = control("POST", "/_control/clock", "{\"advance\":\"PT1H\"}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(clock.instant()).isEqualTo(NOON.plus(Duration.ofHours(1)));
    assertThat(simulator.journal().calls()).isEmpty();
  }

  @Test
  void takesFaultsAndGivesTheJournalFromOutside() throws Exception {
    control(
        "POST",
        "/_control/faults",
        "{\"method\":\"POST\",\"path\":\"/count\",\"kind\":\"answer\",\"status\":503}");
    assertThat(post("/count", "{}").statusCode()).isEqualTo(503);
    assertThat(control("GET", "/_control/journal", "").body()).contains("\"status\":503");

    control("DELETE", "/_control/journal", "");
    assertThat(simulator.journal().calls()).isEmpty();
    assertThat(control("POST", "/_control/faults", "{\"kind\":\"?\"}").statusCode()).isEqualTo(400);
  }

  @Test
  void hasNoControlUnlessAsked() throws Exception {
    try (var plain = new Counter(SimulatorSettings.onLoopback())) {
      var request =
          HttpRequest.newBuilder(plain.base().resolve("/_control/journal"))
              .header("X-Control-Token", plain.controlToken())
              .build();
      assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(404);
    }
  }

  private HttpResponse<String> get(String path) throws Exception {
    return http.send(request(path).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return http.send(request(path).POST(json(body)).build(), BodyHandlers.ofString());
  }

  private void post(Counter counter, String path, String body, String authorization)
      throws Exception {
    var request =
        HttpRequest.newBuilder(counter.base().resolve(path))
            .header("Authorization", authorization)
            .POST(json(body))
            .build();
    http.send(request, BodyHandlers.discarding());
  }

  private HttpResponse<String> control(String method, String path, String body) throws Exception {
    var request =
        request(path)
            .method(method, json(body))
            .header("X-Control-Token", simulator.controlToken())
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(simulator.base().resolve(path))
        .header("Authorization", "key-1")
        .header("Content-Type", "application/json");
  }

  private static HttpRequest.BodyPublisher json(String body) {
    return BodyPublishers.ofString(body);
  }

  /** The smallest simulator there can be. */
  private static final class Counter extends Simulator {
    private final Routes routes =
        new Routes()
            .on(
                "GET",
                "/things/{id}",
                call -> Answer.json(200, Map.of("who", "thing " + call.variable("id"))))
            .on("GET", "/things/me", call -> Answer.json(200, Map.of("who", "me")))
            .on("POST", "/count", this::count);
    volatile int count;

    Counter(SimulatorSettings settings) {
      super(settings);
      listen();
    }

    @Override
    protected Answer answer(Call call) {
      return routes.answer(call).orElseGet(() -> Answer.empty(404));
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // under the simulator's lock
    private Answer count(Call call) {
      count += call.json().path("by").asInt(1);
      return Answer.json(201, Map.of("count", count));
    }
  }
}
