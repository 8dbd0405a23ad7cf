package io.muster.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** What the API says about how long it took to shut leavers out, for people who watch. */
final class LeaversInWords {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final URI address;
  private final String credentials;

  LeaversInWords(String address, String user, String password) {
    this.address = URI.create(address);
    this.credentials =
        "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
  }

  /** Percentiles first, then a line for each leaver. */
  List<String> lines() throws IOException, InterruptedException {
    var lines = new ArrayList<String>();
    var summary = ask("/api/leavers/summary");
    var everything = summary.path("everything");
    lines.add(
        "Time to secure, of %d leavers: p50 %s, p95 %s; %d not secured yet."
            .formatted(
                summary.path("leavers").asInt(),
                seconds(everything.path("p50Seconds")),
                seconds(everything.path("p95Seconds")),
                everything.path("open").asInt()));
    for (var leaver : ask("/api/leavers").path("leavers")) {
      lines.add("  %s: %s".formatted(leaver.path("employee").asText(), state(leaver)));
    }
    return lines;
  }

  private static String state(JsonNode leaver) {
    if (leaver.path("secured").asBoolean()) {
      return "observed, secured after " + seconds(leaver.path("secondsToSecured"));
    }
    for (var pause : leaver.path("pauses")) {
      var isOfDevice = !pause.path("reason").asText().startsWith("an answer of ");
      if (isOfDevice && pause.path("until").isNull()) {
        return "not secured, device %s is %s"
            .formatted(pause.path("what").asText(), pause.path("reason").asText());
      }
    }
    var contradicted = new TreeSet<String>();
    for (var outcome : leaver.path("outcomes")) {
      if (outcome.path("state").asText().equals("CONTRADICTED")) {
        contradicted.add(
            "%s of %s"
                .formatted(
                    outcome.path("outcome").asText().toLowerCase(Locale.ROOT),
                    outcome.path("target").asText()));
      }
    }
    return contradicted.isEmpty()
        ? "not secured yet"
        : "not secured, answered and not done: " + String.join(", ", contradicted);
  }

  private static String seconds(JsonNode number) {
    return number.isNumber() ? Math.round(number.asDouble()) + " s" : "unknown";
  }

  private JsonNode ask(String path) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(address.resolve(path))
            .timeout(Duration.ofSeconds(20))
            .header("Authorization", credentials)
            .header("Accept", "application/json")
            .build();
    var answer = http.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException("%s answered %d".formatted(path, answer.statusCode()));
    }
    return JSON.readTree(answer.body());
  }
}
