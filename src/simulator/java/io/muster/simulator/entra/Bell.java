package io.muster.simulator.entra;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Calls whoever has subscribed. */
final class Bell {
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final UnaryOperator<URI> reach;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  Bell(UnaryOperator<URI> reach) {
    this.reach = reach;
  }

  /** True if the receiver gives back what we ask, as the handshake demands. */
  boolean isAnswered(String url) {
    var question = "Validation: Testing client application reachability: " + UUID.randomUUID();
    var uri =
        URI.create(
            reach.apply(URI.create(url))
                + "?validationToken="
                + URLEncoder.encode(question, StandardCharsets.UTF_8).replace("+", "%20"));
    return send(HttpRequest.newBuilder(uri)
            .header("Content-Type", "text/plain; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.noBody()))
        .filter(answer -> answer.statusCode() == 200)
        .filter(answer -> answer.body().equals(question))
        .filter(
            answer ->
                answer.headers().firstValue("Content-Type").orElse("").startsWith("text/plain"))
        .isPresent();
  }

  /** True if the receiver took it. */
  boolean rings(String url, Object notification) {
    try {
      return send(HttpRequest.newBuilder(reach.apply(URI.create(url)))
              .header("Content-Type", "application/json; charset=utf-8")
              .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(notification))))
          .filter(answer -> answer.statusCode() / 100 == 2)
          .isPresent();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private Optional<HttpResponse<String>> send(HttpRequest.Builder request) {
    try {
      return Optional.of(
          http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString()));
    } catch (IOException unreachable) {
      return Optional.empty();
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
