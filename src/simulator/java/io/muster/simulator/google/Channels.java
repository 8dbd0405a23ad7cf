package io.muster.simulator.google;

import io.muster.simulator.Answer;
import io.muster.simulator.Call;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The channels somebody opened, and the ringing, which is done one after another. */
final class Channels implements AutoCloseable {
  private static final Set<String> EVENTS =
      Set.of("add", "delete", "makeAdmin", "undelete", "update");
  private static final Set<Integer> RUNG_AGAIN = Set.of(500, 502, 503, 504);
  private static final Duration USUAL = Duration.ofHours(2);
  private static final Duration LONGEST = Duration.ofDays(2);
  private static final int MOST_RINGS = 3;

  private final Clock clock;
  private final Map<String, Open> open = new LinkedHashMap<>();
  private final List<GoogleSimulator.Ring> rung = new CopyOnWriteArrayList<>();
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final ExecutorService ringer =
      Executors.newSingleThreadExecutor(
          task -> {
            var thread = new Thread(task, "GoogleRinger");
            thread.setDaemon(true);
            return thread;
          });
  private int number;

  Channels(Clock clock) {
    this.clock = clock;
  }

  private record Open(
      String id, String resource, URI address, String token, String event, Instant until) {}

  Answer watch(Call call) {
    var body = call.json();
    var id = body.path("id").asText();
    var event = call.parameter("event").orElse("");
    var address = body.path("address").asText();
    if (!id.matches("[A-Za-z0-9\\-_+/=]{1,64}") || !EVENTS.contains(event)) {
      throw Problems.invalid("channel");
    }
    if (!body.path("type").asText().equals("web_hook")
        || body.path("token").asText().length() > 256) {
      throw Problems.invalid("channel");
    }
    if (!address.startsWith("https://") && !address.startsWith("http://127.0.0.1:")) {
      throw new io.muster.simulator.Refusal(
          Problems.error(
              400,
              "global",
              "push.webhookUrlNotHttps",
              "WebHook callback must be HTTPS: " + address));
    }
    if (open.containsKey(id)) {
      throw new io.muster.simulator.Refusal(
          Problems.error(400, "global", "channelIdNotUnique", "Channel id not unique"));
    }
    var asked = body.path("params").path("ttl").asText();
    var lasts = asked.matches("\\d{1,9}") ? Duration.ofSeconds(Long.parseLong(asked)) : USUAL;
    var until = clock.instant().plus(lasts.compareTo(LONGEST) > 0 ? LONGEST : lasts);
    var resource = "res-" + event + "-" + call.parameter("domain").orElse("customer");
    var channel =
        new Open(id, resource, URI.create(address), body.path("token").asText(), event, until);
    open.put(id, channel);
    ring(channel, "sync", "");
    var answer = new LinkedHashMap<String, Object>();
    answer.put("kind", "api#channel");
    answer.put("id", id);
    answer.put("resourceId", resource);
    answer.put("resourceUri", call.origin() + "/admin/directory/v1/users?event=" + event);
    answer.put("token", channel.token());
    answer.put("expiration", Long.toString(until.toEpochMilli()));
    return Answer.json(200, answer);
  }

  Answer stop(Call call) {
    var body = call.json();
    var channel = open.get(body.path("id").asText());
    if (channel == null || !channel.resource().equals(body.path("resourceId").asText())) {
      throw Problems.notFound("channel");
    }
    open.remove(channel.id());
    return Answer.empty(204);
  }

  void ring(String event, Person person) {
    for (var channel : new ArrayList<>(open.values())) {
      if (!channel.until().isAfter(clock.instant())) {
        open.remove(channel.id());
      } else if (channel.event().equals(event)) {
        ring(
            channel,
            event,
            """
            {"kind": "admin#directory#user", "id": "%s", "etag": "\\"x\\"", "primaryEmail": "%s"}
            """
                .formatted(person.id, person.address()));
      }
    }
  }

  private void ring(Open channel, String state, String body) {
    number += 1 + channel.id().length() % 3; // grows, but not by one
    var request =
        HttpRequest.newBuilder(channel.address())
            .timeout(Duration.ofSeconds(10))
            .header("Content-Type", "application/json; charset=UTF-8")
            .header("X-Goog-Channel-ID", channel.id())
            .header("X-Goog-Channel-Token", channel.token())
            .header("X-Goog-Channel-Expiration", channel.until().toString())
            .header("X-Goog-Resource-ID", channel.resource())
            .header("X-Goog-Resource-URI", "https://admin.googleapis.com/admin/directory/v1/users")
            .header("X-Goog-Resource-State", state)
            .header("X-Goog-Message-Number", Integer.toString(number))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    ringer.execute(() -> send(channel, state, request));
  }

  private void send(Open channel, String state, HttpRequest request) {
    for (int tries = 1; tries <= MOST_RINGS; tries++) {
      int status;
      try {
        status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      } catch (IOException unheard) {
        status = 0;
      } catch (InterruptedException closing) {
        Thread.currentThread().interrupt();
        return;
      }
      rung.add(new GoogleSimulator.Ring(channel.id(), state, status));
      if (!RUNG_AGAIN.contains(status)) {
        return;
      }
    }
  }

  List<GoogleSimulator.Ring> rung() {
    return List.copyOf(rung);
  }

  /** The events of the channels that are open now. */
  List<String> events() {
    return open.values().stream()
        .filter(channel -> channel.until().isAfter(clock.instant()))
        .map(Open::event)
        .sorted()
        .toList();
  }

  @Override
  public void close() {
    ringer.shutdownNow();
  }
}
