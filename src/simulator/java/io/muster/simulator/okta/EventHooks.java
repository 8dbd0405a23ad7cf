package io.muster.simulator.okta;

import com.fasterxml.jackson.databind.JsonNode;
import io.muster.simulator.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The event hooks of one org: each is verified once by a challenge, and then told of the events it
 * asked for, some time after they happened, at least once unless both tries fail.
 */
final class EventHooks {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(3);
  private static final int TRIES = 2;

  private final Org org;
  private Duration delay = Duration.ZERO;
  private final List<Hook> hooks = new ArrayList<>();
  private final List<Due> due = new ArrayList<>();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(ANSWER_WITHIN)
          .build();

  EventHooks(Org org) {
    this.org = org;
  }

  /** From now on, an event is told this long after it happened. */
  void late(Duration by) {
    delay = by;
  }

  /** A hook as it is registered. */
  static final class Hook {
    final String id;
    final JsonNode settings;
    boolean verified;

    Hook(String id, JsonNode settings) {
      this.id = id;
      this.settings = settings;
    }

    URI uri() {
      return URI.create(settings.path("channel").path("config").path("uri").asText());
    }

    boolean wants(String type) {
      for (var item : settings.path("events").path("items")) {
        if (item.asText().equals(type)) {
          return true;
        }
      }
      return false;
    }

    /** As it is shown: the secret never is. */
    Map<String, Object> shown() {
      var config = settings.path("channel").path("config");
      return Map.of(
          "id",
          id,
          "name",
          settings.path("name").asText(),
          "status",
          "ACTIVE",
          "verificationStatus",
          verified ? "VERIFIED" : "UNVERIFIED",
          "events",
          settings.path("events"),
          "channel",
          Map.of(
              "type", "HTTP",
              "version", "1.0.0",
              "config",
                  Map.of(
                      "uri", config.path("uri").asText(),
                      "headers", List.of(),
                      "authScheme",
                          Map.of(
                              "type",
                              "HEADER",
                              "key",
                              config.path("authScheme").path("key").asText()))));
    }
  }

  private record Due(Instant at, Map<String, Object> event, String type) {}

  Hook register(JsonNode settings) {
    var hook = new Hook(org.id("who"), settings);
    hooks.add(hook);
    return hook;
  }

  List<Hook> all() {
    return hooks;
  }

  Optional<Hook> find(String id) {
    return hooks.stream().filter(hook -> hook.id.equals(id)).findFirst();
  }

  /** Asks the address whether it is whose it should be; once more if it does not answer. */
  boolean verify(Hook hook) {
    var challenge = UUID.randomUUID().toString();
    for (int number = 1; number <= TRIES && !hook.verified; number++) {
      try {
        var answer =
            http.send(
                HttpRequest.newBuilder(hook.uri())
                    .timeout(ANSWER_WITHIN)
                    .header("x-okta-verification-challenge", challenge)
                    .GET()
                    .build(),
                BodyHandlers.ofString());
        hook.verified =
            answer.statusCode() == 200
                && Json.read(answer.body())
                    .map(body -> body.path("verification").asText())
                    .filter(challenge::equals)
                    .isPresent();
      } catch (IOException | IllegalArgumentException silent) {
        hook.verified = false;
      } catch (InterruptedException closing) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return hook.verified;
  }

  /** Something happened that a hook may want to hear. */
  void happened(String type, String user, @Nullable String group) {
    var targets = new ArrayList<Map<String, Object>>();
    targets.add(target(user, "User"));
    if (group != null) {
      targets.add(target(group, "UserGroup"));
    }
    var event = new LinkedHashMap<String, Object>();
    event.put("uuid", UUID.randomUUID().toString());
    event.put("published", org.now().toString());
    event.put("eventType", type);
    event.put("version", "0");
    event.put("severity", "INFO");
    event.put("outcome", Map.of("result", "SUCCESS"));
    event.put("target", targets);
    due.add(new Due(org.now().plus(delay), event, type));
  }

  private static Map<String, Object> target(String id, String type) {
    return Map.of("id", id, "type", type, "alternateId", "unknown", "displayName", "unknown");
  }

  /** Takes out what has to be sent by now; the sending itself needs no lock. */
  List<HttpRequest> takeDue() {
    var requests = new ArrayList<HttpRequest>();
    var now = org.now();
    var ready = due.stream().filter(it -> !it.at().isAfter(now)).toList();
    due.removeAll(ready);
    for (var hook : hooks) {
      var wanted = ready.stream().filter(it -> hook.wants(it.type())).map(Due::event).toList();
      if (hook.verified && !wanted.isEmpty()) {
        requests.add(delivery(hook, wanted));
      }
    }
    return requests;
  }

  private HttpRequest delivery(Hook hook, List<Map<String, Object>> events) {
    var scheme = hook.settings.path("channel").path("config").path("authScheme");
    return HttpRequest.newBuilder(hook.uri())
        .timeout(ANSWER_WITHIN)
        .header("Content-Type", "application/json")
        .header(scheme.path("key").asText(), scheme.path("value").asText())
        .POST(
            BodyPublishers.ofString(
                Json.write(
                    Map.of(
                        "eventType",
                        "com.okta.event_hook",
                        "eventTypeVersion",
                        "1.0",
                        "cloudEventsVersion",
                        "0.1",
                        "source",
                        "https://simulated.okta.example/api/v1/eventHooks/" + hook.id,
                        "eventId",
                        UUID.randomUUID().toString(),
                        "eventTime",
                        org.now().toString(),
                        "contentType",
                        "application/json",
                        "data",
                        Map.of("events", events)))))
        .build();
  }

  /** Sends it, once more on a time-out or a failure of the server, never after a refusal. */
  int send(HttpRequest delivery) {
    int status = 0;
    for (int number = 1; number <= TRIES; number++) {
      try {
        status = http.send(delivery, BodyHandlers.discarding()).statusCode();
      } catch (IOException silent) {
        status = 0;
      } catch (InterruptedException closing) {
        Thread.currentThread().interrupt();
        return 0;
      }
      if (status != 0 && status < 500) {
        return status;
      }
    }
    return status;
  }
}
