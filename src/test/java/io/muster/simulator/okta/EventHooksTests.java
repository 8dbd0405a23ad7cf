package io.muster.simulator.okta;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.muster.simulator.Json;
import io.muster.simulator.SimulatedClock;
import io.muster.simulator.SimulatorSettings;
import io.muster.testing.MovableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventHooksTests {
  private final MovableClock clock = new MovableClock(Instant.parse("2026-03-02T09:00:00Z"));
  private final OktaSimulator org =
      OktaSimulator.start(
          OktaOptions.prompt("token"),
          SimulatorSettings.onLoopback().in(SimulatedClock.following(clock)));
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
  private final Queue<Integer> answers = new ArrayDeque<>();
  private HttpServer receiver;
  private boolean knowsTheChallenge = true;
  private String ada;

  @BeforeEach
  void somebodyWhoListens() throws IOException {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext("/", this::receive);
    receiver.start();
    org.addRule("Sales", "user.department==\"Sales\"");
    ada = org.addUser("ada@example.com", "E1");
  }

  @AfterEach
  void close() {
    receiver.stop(0);
    org.close();
  }

  @Test
  void tellsAVerifiedHookWhatItAskedForAndWithItsSecret() throws Exception {
    assertThat(verify(register("group.user_membership.add"))).isEqualTo(200);
    org.setAttribute(ada, "department", "Sales");
    org.setStatus(ada, "SUSPENDED");

    assertThat(org.tellHooks(1)).containsExactly(204);
    assertThat(heard).hasSize(1);
    assertThat(heard.get(0)).startsWith("the-secret ").contains(ada, "group.user_membership.add");
    assertThat(heard.get(0)).doesNotContain("user.lifecycle.suspend");
    assertThat(org.tellHooks(1)).as("once").isEmpty();
  }

  @Test
  void tellsNothingToAHookThatDoesNotAnswerTheChallenge() throws Exception {
    knowsTheChallenge = false;
    assertThat(verify(register("group.user_membership.add"))).isEqualTo(400);
    org.setAttribute(ada, "department", "Sales");
    assertThat(org.tellHooks(1)).isEmpty();
    assertThat(heard).isEmpty();
  }

  @Test
  void triesOnceMoreAfterAFailureAndNeverAfterARefusal() throws Exception {
    verify(register("group.user_membership.add"));
    org.setAttribute(ada, "department", "Sales");
    answers.addAll(List.of(500, 503, 204));
    assertThat(org.tellHooks(1)).as("the event is lost").containsExactly(503);
    assertThat(heard).hasSize(2);

    org.setAttribute(ada, "department", "Other");
    org.setAttribute(ada, "department", "Sales");
    answers.clear();
    answers.addAll(List.of(401, 204));
    assertThat(org.tellHooks(1)).containsExactly(401);
    assertThat(heard).hasSize(3);
  }

  @Test
  void mayBeLateAndTellTheSameTwice() throws Exception {
    verify(register("group.user_membership.add"));
    org.tellHooksAfter(Duration.ofMinutes(10));
    org.setAttribute(ada, "department", "Sales");
    assertThat(org.tellHooks(1)).isEmpty();
    clock.advance(Duration.ofMinutes(10));
    assertThat(org.tellHooks(2)).containsExactly(204, 204);
    assertThat(heard).hasSize(2);
    assertThat(heard.get(0)).isEqualTo(heard.get(1));
  }

  @Test
  void neverShowsTheSecret() throws Exception {
    register("group.user_membership.add");
    assertThat(call("GET", "/api/v1/eventHooks", "").body())
        .contains("UNVERIFIED")
        .doesNotContain("the-secret");
  }

  private String register(String type) throws Exception {
    var body =
        """
        {"name":"Muster","events":{"type":"EVENT_TYPE","items":["%s"]},
         "channel":{"type":"HTTP","version":"1.0.0","config":{"uri":"http://127.0.0.1:%d/hook",
          "headers":[],"authScheme":{"type":"HEADER","key":"Authorization","value":"the-secret"}}}}
        """
            .formatted(type, receiver.getAddress().getPort());
    return Json.read(call("POST", "/api/v1/eventHooks", body).body())
        .orElseThrow()
        .path("id")
        .asText();
  }

  private int verify(String hook) throws Exception {
    return call("POST", "/api/v1/eventHooks/" + hook + "/lifecycle/verify", "").statusCode();
  }

  private HttpResponse<String> call(String method, String path, String body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(org.base().resolve(path))
            .header("Authorization", "SSWS token")
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      if (exchange.getRequestMethod().equals("GET")) {
        var challenge = exchange.getRequestHeaders().getFirst("x-okta-verification-challenge");
        var answer =
            "{\"verification\":\"%s\"}"
                .formatted(knowsTheChallenge ? challenge : "something else")
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        return;
      }
      heard.add(exchange.getRequestHeaders().getFirst("Authorization") + " " + body);
      var status = answers.poll();
      exchange.sendResponseHeaders(status == null ? 204 : status, -1);
    }
  }
}
