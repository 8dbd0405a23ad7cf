package io.muster.simulator.hr;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Pushes HR events to one URL, each signed as Standard Webhooks 1.0.0 says.
 *
 * <p>Like the systems it stands for, it can send an event a second time under the same id; every
 * attempt is signed anew.
 */
public final class HrFeed {
  private static final JsonMapper JSON = new JsonMapper();

  private final URI to;
  private final byte[] key;
  private final Clock clock;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

  /**
   * Makes a feed.
   *
   * @param to where events go
   * @param secret {@code whsec_} and base64
   * @param clock the time that events are stamped and signed with
   */
  public HrFeed(URI to, String secret, Clock clock) {
    if (!secret.startsWith("whsec_")) {
      throw new IllegalArgumentException("the secret does not begin with whsec_");
    }
    this.to = to;
    this.key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
    this.clock = clock;
  }

  /** One event, ready to be sent any number of times. */
  public record Event(String id, String body) {}

  /** What came back. */
  public record Reply(int status, String body) {}

  /** Writes down that something happened now, under an id of its own. */
  public Event event(String type, Map<String, ?> data) {
    return event("evt-" + UUID.randomUUID(), type, data);
  }

  /** Writes down that something happened now, under this id. */
  public Event event(String id, String type, Map<String, ?> data) {
    var members = new LinkedHashMap<String, Object>();
    members.put("type", type);
    members.put("timestamp", clock.instant().toString());
    members.put("data", data);
    try {
      return new Event(id, JSON.writeValueAsString(members));
    } catch (JsonProcessingException unwritable) {
      throw new IllegalArgumentException("an event holds texts and flags", unwritable);
    }
  }

  /** A new event, sent. */
  public Reply send(String type, Map<String, ?> data) throws IOException, InterruptedException {
    return send(event(type, data));
  }

  /** The event, sent once more. */
  public Reply send(Event event) throws IOException, InterruptedException {
    var timestamp = Long.toString(clock.instant().getEpochSecond());
    var body = event.body().getBytes(StandardCharsets.UTF_8);
    var request =
        HttpRequest.newBuilder(to)
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/json")
            .header("webhook-id", event.id())
            .header("webhook-timestamp", timestamp)
            .header("webhook-signature", signature(key, event.id(), timestamp, body))
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    var answer = http.send(request, BodyHandlers.ofString());
    return new Reply(answer.statusCode(), answer.body());
  }

  static String signature(byte[] key, String id, String timestamp, byte[] body) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java platform knows HmacSHA256", impossible);
    }
  }
}
