package io.muster.scim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who gets in, and how tokens are made, replaced and ended. */
class TokensTests extends ScimWorld {
  private static final String PASSWORD = UUID.randomUUID().toString();

  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeEach
  void peopleAndNoTokens() {
    for (var role : new String[] {"administrator", "operator"}) {
      var identity = engine.getIdentityService();
      if (identity.createUserQuery().userId("scim" + role).count() == 0) {
        var user = identity.newUser("scim" + role);
        user.setPassword(PASSWORD);
        identity.saveUser(user);
        identity.createMembership(user.getId(), role);
      }
    }
    tokens.of("people").forEach(token -> tokens.revoke("people", token.id()));
  }

  @Test
  void turnsAStrangerAwayInTheWordsOfScim() {
    for (var token : new String[] {"", "wrong", "scim_0123456789abcdef_" + "A".repeat(43)}) {
      var refused = send(token, "GET", "/Users", null, Map.of());
      assertThat(refused.status()).isEqualTo(401);
      assertThat(refused.text("/schemas/0"))
          .isEqualTo("urn:ietf:params:scim:api:messages:2.0:Error");
      assertThat(refused.text("/status")).isEqualTo("401");
      assertThat(refused.raw().headers().firstValue("WWW-Authenticate"))
          .contains("Bearer realm=\"Muster\"");
    }
    assertThat(
            send("", "GET", "/ServiceProviderConfig", null, Map.of("Authorization", "Basic YTpi"))
                .status())
        .isEqualTo(401);
  }

  @Test
  void replacesATokenWithoutAGap() throws Exception {
    var old = made("people");
    assertThat(works(old)).isTrue();
    var fresh = made("people");
    assertThat(works(old)).isTrue();
    assertThat(works(fresh)).isTrue();
    var third = admin("scimadministrator", "POST", "/people/tokens");
    assertThat(third.statusCode()).isEqualTo(409);
    assertThat(third.body()).contains("Revoke");

    var first = tokens.of("people").get(0);
    assertThat(old).contains(first.id());
    assertThat(first.lastUsedAt()).isNotNull();
    assertThat(admin("scimadministrator", "DELETE", "/people/tokens/" + first.id()).statusCode())
        .isEqualTo(204);
    assertThat(works(old)).isFalse();
    assertThat(works(fresh)).isTrue();
    assertThat(admin("scimadministrator", "DELETE", "/people/tokens/" + first.id()).statusCode())
        .isEqualTo(404);
  }

  @Test
  void showsATokenOnceAndKeepsOnlyItsHash() throws Exception {
    var token = made("people");
    var secret = token.substring(token.lastIndexOf('_', token.length() - 44) + 1);
    assertThat(admin("scimadministrator", "GET", "").body())
        .contains("people", "\"hr\"", "scimadministrator")
        .doesNotContain(secret);
    assertThat(
            jdbc.sql("select string_agg(t::text, ' ') from muster_scim_token t")
                .query(String.class)
                .single())
        .contains("people")
        .doesNotContain(secret);
  }

  @Test
  void letsOnlyAdministratorsAtTokens() throws Exception {
    assertThat(admin("scimoperator", "GET", "").statusCode()).isEqualTo(403);
    assertThat(admin("scimoperator", "POST", "/people/tokens").statusCode()).isEqualTo(403);
    assertThat(admin("nobody", "POST", "/people/tokens").statusCode()).isEqualTo(401);
    assertThat(admin("scimadministrator", "POST", "/unknown/tokens").statusCode()).isEqualTo(404);
    var form =
        http.send(
            request("scimadministrator", "/people/tokens")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("a=b"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(form.statusCode()).isEqualTo(415);
    assertThat(tokens.of("people")).isEmpty();
  }

  @Test
  void opensNoOtherDoorToAClient() throws Exception {
    var token = made("people");
    for (var path :
        new String[] {
          "/api/events", "/api/scim/clients", "/engine-rest/task", "/actuator/metrics"
        }) {
      var answer =
          http.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                  .header("Authorization", "Bearer " + token)
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(path).isEqualTo(401);
    }
  }

  private boolean works(String token) {
    return send(token, "GET", "/Users?count=0", null, Map.of()).status() == 200;
  }

  private String made(String client) throws IOException, InterruptedException {
    var answer = admin("scimadministrator", "POST", "/" + client + "/tokens");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    assertThat(answer.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
    var body = answer.body();
    return body.substring(body.indexOf("scim_"), body.lastIndexOf('"'));
  }

  private HttpResponse<String> admin(String user, String method, String path)
      throws IOException, InterruptedException {
    return http.send(
        request(user, path)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.noBody())
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String user, String path) {
    var credentials = (user + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8);
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + port + "/api/scim/clients" + path))
        .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
  }
}
