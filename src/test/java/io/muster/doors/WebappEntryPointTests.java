package io.muster.doors;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.lifecycle.ProcessTest;
import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.camunda.bpm.engine.IdentityService;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** What Tasklist, Cockpit and Admin may ask for, and how else it might be spelled. */
@ProcessTest
// the web applications find their engine by its name among all of this JVM
@TestPropertySource(properties = "camunda.bpm.process-engine-name=webapps")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebappEntryPointTests {
  private static final String PASSWORD = UUID.randomUUID().toString();

  @LocalServerPort private int port;
  @Autowired private IdentityService identity;

  @BeforeAll
  void somebodyOfEachRole() {
    for (var role : Role.values()) {
      var user = identity.newUser("web" + role.group());
      user.setPassword(PASSWORD);
      identity.saveUser(user);
      identity.createMembership(user.getId(), role.group());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/camunda/api/engine/engine/webapps/user",
        "/camunda/api/%65ngine/engine/webapps/user",
        "/camunda/api/engine/%65ngine/webapps/user",
        "/camunda/%61pi/engine/engine/webapps/user",
        "/%63amunda/api/engine/engine/webapps/user",
        "/camunda/api/engine/engine/%77ebapps/user",
        "/camunda/api/engine/engine/webapps/%75ser",
        "/camunda/api/engine/engine/webapps/user/",
        "/camunda/api//engine/engine/webapps/user",
        "//camunda/api/engine/engine/webapps/user",
        "/camunda/api/engine;x=1/engine/webapps/user",
        "/camunda;x/api/engine/engine/webapps/user",
        "/camunda/api/engine/engine/webapps/user;jsessionid=1",
        "/camunda/api/./engine/engine/webapps/user",
        "/camunda/app/../api/engine/engine/webapps/user",
        "/camunda/app/%2e%2e/api/engine/engine/webapps/user",
        "/camunda/api/engine%2fengine/webapps/user",
        "/camunda/api/%2565ngine/engine/webapps/user",
        "/camunda/api/engine./engine/webapps/user",
        "/camunda/api/engine/engine/webapps./user",
        "/camunda/API/engine/engine/webapps/user",
        "/camunda/api/ENGINE/engine/webapps/user",
        "/CAMUNDA/api/engine/engine/webapps/user",
        "/camunda/api/engine%20/engine/webapps/user",
        "/camunda/api/engine%00/engine/webapps/user",
        "/camunda/api%5cengine/engine/webapps/user",
        "/camunda/api/%c0%a5ngine/engine/webapps/user",
        "/camunda/api/cockpit/plugin/base/webapps/process-definition/statistics",
        "/camunda/api/%63ockpit/plugin/base/webapps/process-definition/statistics",
        "/camunda/api/cockpit/plugin/%62ase/webapps/incident",
        "/camunda/api/admin/auth/user/webapps/%6cogin/cockpit",
        "/camunda/api/anything",
        "/camunda/api",
        "/camunda/anything"
      })
  void noSpellingShowsAStrangerAnything(String path) throws Exception {
    var stranger = new Visitor(port);
    for (var method : new String[] {"GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "TRACE"}) {
      assertThat(stranger.send(method, path, "{}").statusCode())
          .as("%s %s", method, path)
          .isIn(400, 401, 403, 404, 405, 501);
    }
  }

  @Test
  void aStrangerIsAskedToSignInAgain() throws Exception {
    var answer = new Visitor(port).send("GET", "/camunda/api/engine/engine/webapps/task", "");
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "webapprover,      tasklist, GET,  /api/engine/engine/webapps/task/count,           200",
    "webapprover,      tasklist, POST, /api/engine/engine/webapps/task/count,           200",
    "webapprover,      tasklist, GET,  /api/engine/engine/webapps/filter?firstResult=0, 200",
    "webapprover,      tasklist, POST, /api/engine/engine/webapps/job/7/execute,        403",
    "webapprover,      tasklist, POST, /api/engine/engine/webapps/message,              403",
    "webapprover,      tasklist, PUT,  /api/engine/engine/webapps/job/7/retries,        403",
    "weboperator,      cockpit,  PUT,  /api/engine/engine/webapps/job/unknown/retries,  500",
    "weboperator,      cockpit,  GET,  /api/engine/engine/webapps/telemetry/data,       403",
    "weboperator,      cockpit,  GET,  /api/cockpit/plugin/base/webapps/process-definition/statistics-count, 200",
    "weboperator,      cockpit,  GET,  /api/engine/engine/webapps/%6fptimize/user-operation, 400",
    "webadministrator, admin,    GET,  /api/engine/engine/webapps/user/count,           200",
    "webadministrator, admin,    GET,  /api/engine/engine/webapps/authorization/count,  200",
    "webadministrator, admin,    GET,  /api/engine/engine/webapps/telemetry/configuration, 200",
    "webadministrator, admin,    POST, /api/engine/engine/webapps/job/7/execute,        403",
    "webadministrator, admin,    POST, /api/admin/setup/webapps/user/create,            403",
    "webadministrator, admin,    GET,  /api/engine/engine/other/user/count,             401",
  })
  void whoIsSignedInHasTheCallsOfTheRole(
      String user, String page, String method, String path, int status) throws Exception {
    var visitor = new Visitor(port);
    assertThat(visitor.signIn(user, PASSWORD, page)).isEqualTo(200);
    var answer = visitor.send(method, "/camunda" + path, "{\"retries\":1}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
  }

  @Test
  void aPageKeepsItsSessionWhateverItAsks() throws Exception {
    var visitor = new Visitor(port);
    assertThat(visitor.signIn("webapprover", PASSWORD, "tasklist")).isEqualTo(200);
    var session = visitor.session();
    for (var path : new String[] {"/filter", "/task/count", "/filter"}) {
      var answer = visitor.send("GET", "/camunda/api/engine/engine/webapps" + path, "");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(visitor.session()).isEqualTo(session);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/camunda/app/tasklist/webapps/, 200",
    "/camunda/app/admin/styles/user-styles.css, 200",
    "/camunda/lib/deps.js,           200",
    "/camunda/favicon.ico,           200",
    "/camunda/api/engine/engine/,    200",
    "/camunda/api/admin/auth/user/webapps, 404",
  })
  void thePagesThemselvesAreForAnybody(String path, int status) throws Exception {
    assertThat(new Visitor(port).send("GET", path, "").statusCode()).isEqualTo(status);
  }

  /** A browser, as far as it matters here: it keeps cookies and sends the token back. */
  private static final class Visitor {
    private final CookieManager cookies = new CookieManager();
    private final HttpClient http = HttpClient.newBuilder().cookieHandler(cookies).build();
    private final String address;

    Visitor(int port) {
      this.address = "http://127.0.0.1:" + port;
    }

    int signIn(String user, String password, String page) throws IOException, InterruptedException {
      send("GET", "/camunda/app/" + page + "/webapps/", "");
      var form =
          "username=%s&password=%s"
              .formatted(user, URLEncoder.encode(password, StandardCharsets.UTF_8));
      var answer =
          http.send(
              request("/camunda/api/admin/auth/user/webapps/login/" + page)
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(HttpRequest.BodyPublishers.ofString(form))
                  .build(),
              HttpResponse.BodyHandlers.discarding());
      // a session of one's own, with a token of its own
      send("GET", "/camunda/app/" + page + "/webapps/", "");
      return answer.statusCode();
    }

    /** The session, which a page's requests share, also those that are under way together. */
    String session() {
      return cookies.getCookieStore().getCookies().stream()
          .filter(cookie -> cookie.getName().equals("JSESSIONID"))
          .map(HttpCookie::getValue)
          .reduce((older, newer) -> newer)
          .orElseThrow();
    }

    HttpResponse<String> send(String method, String path, String json)
        throws IOException, InterruptedException {
      return http.send(
          request(path)
              .header("Content-Type", "application/json")
              .method(
                  method,
                  json.isEmpty() || method.equals("GET") || method.equals("HEAD")
                      ? HttpRequest.BodyPublishers.noBody()
                      : HttpRequest.BodyPublishers.ofString(json))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
      var request = HttpRequest.newBuilder(URI.create(address + path));
      cookies.getCookieStore().getCookies().stream()
          .filter(cookie -> cookie.getName().equals("XSRF-TOKEN"))
          .reduce((older, newer) -> newer)
          .ifPresent(cookie -> request.header("X-XSRF-TOKEN", cookie.getValue()));
      return request;
    }
  }
}
