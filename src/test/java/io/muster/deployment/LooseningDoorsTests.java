package io.muster.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.muster.guard.Loosening;
import io.muster.guard.Loosening.Digest;
import io.muster.guard.Loosening.Kind;
import io.muster.guard.Loosening.Subject;
import io.muster.guard.Loosenings;
import io.muster.testing.WholeEngine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The whole way by HTTP: a table deployed to the engine's REST API, shown, and answered. */
class LooseningDoorsTests extends WholeEngine {
  private static final String PENDING = "/api/models/pending";
  private static final String LINE = "\r\n";

  @LocalServerPort private int port;
  @Autowired private Loosenings loosenings;

  @Test
  void whatIsDeployedByRestIsKeptAndAnsweredByTheRightPeopleOnly() throws Exception {
    var owner = account("processowner");
    var operator = account("operator");
    var approver = account("approver");
    var administrator = account("administrator");

    var answer = deployed(owner, looser());

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("Nothing is live yet", "silence means");
    assertThat(send("GET", PENDING, account("hr"), "").statusCode()).isEqualTo(403);
    assertThat(send("GET", PENDING, owner, "").statusCode()).isEqualTo(200);
    var who = owner.substring(0, owner.indexOf(':'));
    var change = pending(operator, who);
    assertThat(change.path("authors").path(0).asText()).isEqualTo(who);
    assertThat(change.path("loosens").toString()).contains("corporate device");
    var at = PENDING + "/" + change.path("number").asLong();
    var yes =
        "{\"content\": \"%s\", \"reason\": \"looked\"}".formatted(change.path("content").asText());

    for (var other : List.of(owner, operator)) {
      assertThat(send("POST", at + "/agree", other, yes).statusCode()).isEqualTo(403);
    }
    assertThat(
            send("POST", at + "/agree", approver, "{\"content\": \"a\", \"reason\": \"b\"}")
                .statusCode())
        .isEqualTo(409);
    for (var bad :
        List.of("{}", "{\"content\": \"a\"}", "{\"content\": \"a\", \"reason\": \" \"}")) {
      assertThat(send("POST", at + "/agree", approver, bad).statusCode()).as(bad).isEqualTo(400);
    }
    assertThat(loosenings.find(change.path("number").asLong()).orElseThrow().agreed())
        .as("none of these had an effect")
        .isEmpty();
    assertThat(send("POST", at + "/agree", approver, yes).statusCode()).isEqualTo(200);
    assertThat(send("POST", at + "/agree", approver, yes).statusCode()).isEqualTo(409);
    assertThat(send("POST", at + "/agree", administrator, yes).statusCode()).isEqualTo(200);
    assertThat(send("POST", at + "/refuse", operator, yes).statusCode()).isEqualTo(403);
    var refused = send("POST", at + "/refuse", owner, "{\"reason\": \"a mistake\"}");
    assertThat(refused.statusCode()).isEqualTo(200);
    assertThat(refused.body()).contains("REFUSED", "a mistake");
    assertThat(send("POST", at + "/refuse", approver, yes).statusCode()).isEqualTo(409);
    assertThat(pending(operator, who).isMissingNode()).isTrue();
    assertThat(send("GET", PENDING + "?all=true", operator, "").body()).contains("REFUSED");
  }

  @Test
  void whoDrawsProcessesReadsNothingOfLegalHolds() throws Exception {
    var number = "H" + UUID.randomUUID().toString().substring(0, 8);
    loosenings.submit(
        new Loosening(
            new Subject(Kind.HOLD, number, "a lift", "legal holds"),
            new Digest(number, number),
            List.of("the legal hold on employee %s would be lifted".formatted(number)),
            null,
            Map.of()));
    for (var view : List.of(PENDING, PENDING + "?all=true")) {
      var seen = send("GET", view, account("processowner"), "");
      assertThat(seen.statusCode()).isEqualTo(200);
      assertThat(seen.body()).as(view).doesNotContain(number);
      assertThat(send("GET", view, account("operator"), "").body()).as(view).contains(number);
    }
  }

  /** The change of this person that waits; others of this context may wait as well. */
  private JsonNode pending(String reader, String author) throws Exception {
    for (var change : new ObjectMapper().readTree(send("GET", PENDING, reader, "").body())) {
      if (change.path("authors").path(0).asText().equals(author)) {
        return change;
      }
    }
    return MissingNode.getInstance();
  }

  private static String looser() throws IOException {
    return Files.readString(Path.of("processes/offboarding/wipe-decision.dmn"))
        .replace("\"escalate\"", "\"wipe\"");
  }

  private HttpResponse<String> deployed(String who, String table) throws Exception {
    var part = "part-" + UUID.randomUUID();
    var body =
        "--%1$s%2$sContent-Disposition: form-data; name=\"deployment-name\"%2$s%2$sby REST%2$s--%1$s%2$sContent-Disposition: form-data; name=\"t\"; filename=\"wipe-decision.dmn\"%2$sContent-Type: application/octet-stream%2$s%2$s%3$s%2$s--%1$s--%2$s"
            .formatted(part, LINE, table);
    return HttpClient.newHttpClient()
        .send(
            request("/engine-rest/deployment/create", who)
                .header("Content-Type", "multipart/form-data; boundary=" + part)
                .POST(BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> send(String method, String path, String who, String body)
      throws Exception {
    return HttpClient.newHttpClient()
        .send(
            request(path, who)
                .header("Content-Type", "application/json")
                .method(
                    method,
                    body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path, String who) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .header(
            "Authorization",
            "Basic " + Base64.getEncoder().encodeToString(who.getBytes(StandardCharsets.UTF_8)));
  }

  /** A new account of this group: its name and password with a colon between. */
  private String account(String group) {
    var identity = engine.getIdentityService();
    var password = UUID.randomUUID().toString();
    var user = identity.newUser(group + UUID.randomUUID().toString().substring(0, 8));
    user.setPassword(password);
    identity.saveUser(user);
    identity.createMembership(user.getId(), group);
    return user.getId() + ":" + password;
  }
}
