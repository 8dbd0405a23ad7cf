package io.muster.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.muster.remote.RemoteFailure.Unavailable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * One vendor's endpoint for tokens. Every token is asked for through the gate, with one form, and
 * without retries that sleep.
 */
public final class TokenEndpoint {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Vendor vendor;
  private final URI url;
  private final Duration answerTimeout;
  private final OutboundCallGuard gate;
  private final HttpClient http;

  /** Whoever gives the tokens, as messages name it, and how it is reached. */
  public TokenEndpoint(Vendor vendor, URI url, Timeouts timeouts, OutboundCallGuard gate) {
    this.vendor = vendor;
    this.url = url;
    this.answerTimeout = timeouts.answer();
    this.gate = gate;
    this.http = RemoteHttp.client(timeouts.connect());
  }

  /**
   * Who gives tokens.
   *
   * @param name the vendor's short name, such as {@code Okta}
   * @param connection the configured name of the connection
   */
  public record Vendor(String name, String connection) {
    @Override
    public String toString() {
      return "%s (%s)".formatted(name, connection);
    }
  }

  /**
   * How long is waited.
   *
   * @param connect for a connection
   * @param answer for an answer
   */
  public record Timeouts(Duration connect, Duration answer) {}

  /**
   * What came back.
   *
   * @param status the HTTP status
   * @param body the JSON in it; missing where it is none
   * @param headers all of them
   */
  public record Answer(int status, JsonNode body, HttpHeaders headers) {}

  /** Where tokens are asked for. */
  public URI url() {
    return url;
  }

  /**
   * Sends the form.
   *
   * @throws Unavailable if there is no answer
   */
  public Answer ask(Map<String, String> form, Map<String, String> headers) {
    // a token changes nothing over there, so it needs no intent
    gate.pass(vendor.connection(), "GET");
    var request =
        HttpRequest.newBuilder(url)
            .timeout(answerTimeout)
            .header("Accept", "application/json")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(FormBody.of(form)));
    headers.forEach(request::header);
    try {
      var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(answer.statusCode(), json(answer.body()), answer.headers());
    } catch (IOException failed) {
      throw Unavailable.turnedAway(
          "%s cannot be reached for a token (%s)."
              .formatted(vendor, failed.getClass().getSimpleName()),
          failed,
          null);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw Unavailable.turnedAway("Interrupted while waiting for a token.", stopping, null);
    }
  }

  /**
   * The token in an answer that gives one.
   *
   * @throws Unavailable if there is none in it
   */
  public AccessToken token(Answer answer, Instant now) {
    var value = answer.body().path("access_token").asText();
    if (value.isEmpty()) {
      throw Unavailable.turnedAway(
          "%s gave us an answer without a token.".formatted(vendor), null, null);
    }
    return AccessToken.lasting(
        value, Duration.ofSeconds(answer.body().path("expires_in").asLong(0)), now);
  }

  private static JsonNode json(String body) {
    try {
      return JSON.readTree(body);
    } catch (IOException notJson) {
      return MissingNode.getInstance();
    }
  }
}
