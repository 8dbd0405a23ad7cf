package io.muster.simulator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Moves a simulator from outside its process: journal, faults, clock.
 *
 * <p>Every call needs the token, of this start unless one was given, in {@code X-Control-Token}; a
 * web page that reaches the port cannot send it.
 */
final class Control {
  private static final String ROOT = "/_control/";

  private final Journal journal;
  private final Faults faults;
  private final SimulatedClock clock;
  private final Routes routes = new Routes();
  private final String token;

  Control(Journal journal, Faults faults, SimulatedClock clock, @Nullable String token) {
    this.journal = journal;
    this.faults = faults;
    this.clock = clock;
    this.token = token == null ? random() : token;
    routes
        .on("GET", "/_control/journal", call -> lines())
        .on("DELETE", "/_control/journal", call -> cleared(this.journal::clear))
        .on("GET", "/_control/faults", call -> Answer.json(200, Map.of("left", this.faults.left())))
        .on("POST", "/_control/faults", this::fault)
        .on("DELETE", "/_control/faults", call -> cleared(this.faults::clear))
        .on("GET", "/_control/clock", call -> time())
        .on("POST", "/_control/clock", this::move);
  }

  private static String random() {
    var random = new byte[24];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  String token() {
    return token;
  }

  Routes routes() {
    return routes;
  }

  static boolean isMeant(Call call) {
    return call.path().startsWith(ROOT);
  }

  Answer answer(Call call) {
    var given = call.header("x-control-token").orElse("").getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(given, token.getBytes(StandardCharsets.UTF_8))) {
      return problem(401, "X-Control-Token is missing or is not the one of this start");
    }
    try {
      return routes
          .answer(call)
          .orElseGet(() -> problem(404, "no such control; there are journal, faults and clock"));
    } catch (Refusal refusal) {
      return refusal.answer();
    } catch (IllegalArgumentException | DateTimeException unusable) {
      return problem(400, String.valueOf(unusable.getMessage()));
    }
  }

  private Answer lines() {
    return new Answer(
        200, Map.of("Content-Type", List.of("application/x-ndjson")), journal.lines());
  }

  private static Answer cleared(Runnable clearing) {
    clearing.run();
    return Answer.empty(204);
  }

  /** {@code {"calls":1,"method":"POST","path":"/actions/","kind":"loseAnswer"}}. */
  private Answer fault(Call call) {
    var wish = call.json();
    var fate =
        faults.next(
            wish.path("calls").asInt(1),
            wish.path("method").asText("*"),
            wish.path("path").asText("."));
    var kind = wish.path("kind").asText();
    switch (kind) {
      case "answer" -> {
        var status = wish.path("status").asInt(503);
        var answer =
            wish.has("body") ? Answer.json(status, wish.path("body")) : Answer.empty(status);
        for (var header : wish.path("headers").properties()) {
          answer = answer.and(header.getKey(), header.getValue().asText());
        }
        fate.answer(answer);
      }
      case "loseAnswer" -> fate.loseAnswer();
      case "drop" -> fate.drop();
      case "delay" -> fate.delay(Duration.parse(wish.path("by").asText()));
      case "doNothing" -> fate.doNothing();
      default ->
          throw new IllegalArgumentException(
              "kind is none of answer, loseAnswer, drop, delay, doNothing");
    }
    return Answer.empty(204);
  }

  /** {@code {"advance":"PT1H"}} or {@code {"set":"2026-11-24T08:00:00Z"}}. */
  private Answer move(Call call) {
    var wish = call.json();
    if (wish.has("set")) {
      clock.set(Instant.parse(wish.path("set").asText()));
    } else {
      clock.advance(Duration.parse(wish.path("advance").asText()));
    }
    return time();
  }

  private Answer time() {
    return Answer.json(200, Map.of("now", clock.instant().toString()));
  }

  private static Answer problem(int status, String detail) {
    return Answer.json(status, Map.of("detail", detail));
  }
}
