package io.muster.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.muster.intake.Inbox;
import io.muster.intake.Inbox.Receipt;
import io.muster.testing.WholeEngine;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** The whole service with four SCIM clients, spoken to over HTTP. */
@TestPropertySource(
    properties = {
      "muster.scim.clients.okta.role=directory",
      "muster.scim.clients.entra.role=directory",
      "muster.scim.clients.busy.per-minute=3",
      "muster.scim.clients.people.role=hr",
      "muster.scim.clients.people.time-zone=Europe/Berlin",
      "muster.scim.max-body=1MB",
      "muster.safety.breaker.leavers.least=1000000"
    })
@Import(ScimTraffic.class)
abstract class ScimWorld extends WholeEngine {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @LocalServerPort protected int port;
  @Autowired protected Tokens tokens;
  @Autowired protected Inbox inbox;
  @Autowired protected JdbcClient jdbc;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, String> given = new ConcurrentHashMap<>();

  /** Where clients are told to go. */
  protected String base() {
    return "http://127.0.0.1:" + port + "/scim/v2";
  }

  /** A valid token of this client; the one before last ends. */
  protected String token(String client) {
    return given.computeIfAbsent(
        client,
        name -> {
          var valid = tokens.of(name);
          if (valid.size() == Tokens.MOST) {
            tokens.revoke(name, valid.get(0).id());
          }
          return tokens.make(name, "test").orElseThrow().token().reveal();
        });
  }

  /** What came back. */
  protected record Answer(int status, JsonNode body, HttpResponse<String> raw) {
    String text(String pointer) {
      return body.at(pointer).asText();
    }

    String id() {
      return body.path("id").asText();
    }

    String etag() {
      return raw.headers().firstValue("ETag").orElse("");
    }
  }

  protected Answer get(String client, String path) {
    return send(client, "GET", path, null);
  }

  protected Answer post(String client, String path, String body) {
    return send(client, "POST", path, body);
  }

  protected Answer put(String client, String path, String body) {
    return send(client, "PUT", path, body);
  }

  protected Answer patch(String client, String path, String operations) {
    return send(client, "PATCH", path, patchOf(operations));
  }

  protected Answer delete(String client, String path) {
    return send(client, "DELETE", path, null);
  }

  protected Answer find(String client, String type, String filter) {
    return get(client, "/" + type + "?filter=" + encoded(filter));
  }

  protected static String patchOf(String operations) {
    return "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":[%s]}"
        .formatted(operations);
  }

  protected static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  protected Answer send(String client, String method, String path, @Nullable String body) {
    return send(token(client), method, path, body, Map.of());
  }

  protected Answer send(
      String token,
      String method,
      String path,
      @Nullable String body,
      Map<String, String> headers) {
    var request =
        HttpRequest.newBuilder(URI.create(base() + path))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    if (body != null && !headers.containsKey("Content-Type")) {
      request.header("Content-Type", "application/scim+json");
    }
    headers.forEach(request::header);
    try {
      var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      var json = answer.body().isEmpty() ? JSON.nullNode() : JSON.readTree(answer.body());
      return new Answer(answer.statusCode(), json, answer);
    } catch (IOException failed) {
      throw new IllegalStateException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** A user of a name of its own. */
  protected String user(String client, String userName) {
    var answer =
        post(
            client,
            "/Users",
            "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"%s\",\"active\":true}"
                .formatted(userName));
    if (answer.status() != 201) {
      throw new IllegalStateException(answer.raw().body());
    }
    return answer.id();
  }

  /** What the inbox holds of this client about this user, the newest first. */
  protected List<Receipt> events(String client, String user) {
    return inbox.newest(null, null, 500).stream()
        .filter(receipt -> receipt.source().equals("scim-" + client))
        .filter(receipt -> receipt.eventId().startsWith(user))
        .toList();
  }
}
