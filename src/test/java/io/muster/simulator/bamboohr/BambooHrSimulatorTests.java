package io.muster.simulator.bamboohr;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.sun.net.httpserver.HttpServer;
import io.muster.simulator.Json;
import io.muster.simulator.SimulatedClock;
import io.muster.simulator.SimulatorSettings;
import io.muster.testing.MovableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The habits of BambooHR that cost somebody an hour. */
class BambooHrSimulatorTests {
  private static final String KEY = "key";
  private static final LocalDate TODAY = LocalDate.of(2026, 3, 2);

  private final MovableClock clock = new MovableClock(Instant.parse("2026-03-02T09:00:00Z"));
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
  private final Queue<Integer> answers = new ArrayDeque<>();
  private @Nullable HttpServer receiver;
  private @Nullable String bearer;
  private BambooHrSimulator company = start(new BambooHrOptions("acme", KEY));

  @AfterEach
  void close() {
    company.close();
    if (receiver != null) {
      receiver.stop(0);
    }
  }

  @Test
  void showsAFutureHireAsInactiveAndWithoutAJobUntilTheDay() throws Exception {
    var ada = company.hire(person("E1"), TODAY.plusDays(3), job("Sales"));
    assertThat((Object) one(ada, "status,department,hireDate", true))
        .isEqualTo(
            Json.read(
                    "{\"id\":\"%s\",\"status\":\"Inactive\",\"department\":null,\"hireDate\":\"2026-03-05\"}"
                        .formatted(ada))
                .orElseThrow());
    assertThat(one(ada, "department", false).path("department").asText()).isEqualTo("Sales");
    clock.advance(Duration.ofDays(3));
    var shown = one(ada, "status,department", true);
    assertThat(shown.path("status").asText()).isEqualTo("Active");
    assertThat(shown.path("department").asText()).isEqualTo("Sales");
  }

  @Test
  void takesTheKeyAsANameWithAnyPasswordAtEitherAddress() throws Exception {
    assertThat(send("GET", "/api/v1/meta/fields", null, basic(KEY, "x")).statusCode())
        .isEqualTo(200);
    assertThat(
            send("GET", "/api/gateway.php/acme/v1/meta/fields", null, basic(KEY, "anything"))
                .statusCode())
        .isEqualTo(200);
    assertThat(send("GET", "/api/gateway.php/other/v1/meta/fields", null, basic(KEY, "x")))
        .satisfies(
            answer -> {
              assertThat(answer.statusCode()).isEqualTo(404);
              assertThat(answer.headers().firstValue("X-BambooHR-Error-Message")).isPresent();
            });
    assertThat(send("GET", "/api/v1/meta/fields", null, basic("another", "x")).statusCode())
        .isEqualTo(401);
    company.disable("administrator");
    assertThat(send("GET", "/api/v1/meta/fields", null, basic(KEY, "x")).statusCode())
        .isEqualTo(403);
  }

  @Test
  void hidesAFieldInThreeDifferentWays() throws Exception {
    restart(
        new BambooHrOptions("acme", "another")
            .user(new BambooHrOptions.User("reader", KEY, Set.of("workEmail"), Set.of())));
    var ada = company.hire(person("E1"), TODAY, job("Sales"));
    assertThat(one(ada, "workEmail,lastName", true).has("workEmail")).isFalse();
    var question = "{\"fields\":[\"eeid\",\"email\"]}";
    assertThat(post("/api/v2/datasets/employee/data", question).statusCode()).isEqualTo(400);

    restart(
        new BambooHrOptions("acme", KEY)
            .app(new BambooHrOptions.App("client", "secret", "refresh")));
    company.hire(person("E1"), TODAY, job("Sales"));
    var listed = list("?fields=workEmail").path("data").path(0);
    assertThat(listed.path("workEmail").asText()).isEqualTo("e1@example.com");
    assertThat(listed.path("_restrictedFields").isEmpty()).isTrue();
  }

  @Test
  void givesOneLineForAPersonHoweverMuchHasChangedAndNoMoreThanTheIdOfADeletedOne()
      throws Exception {
    var ada = company.hire(person("E1"), TODAY, job("Sales"));
    clock.advance(Duration.ofHours(1));
    company.change(ada, "lastName", "B");
    company.change(ada, "lastName", "C");
    var changes = changed("2026-03-02T09:30:00Z");
    assertThat(changes.path("employees").size()).isEqualTo(1);
    assertThat(changes.path("employees").path(ada).path("action").asText()).isEqualTo("Updated");
    assertThat(changes.path("latest").asText()).isEqualTo("2026-03-02T10:00:00+00:00");

    clock.advance(Duration.ofHours(1));
    company.delete(ada);
    var gone = changed("2026-03-02T11:00:00Z").path("employees").path(ada);
    assertThat(gone.path("action").asText()).isEqualTo("Deleted");
    assertThat(get("/api/v1/employees/" + ada).statusCode()).isEqualTo(404);
  }

  @Test
  void listsNobodyWhenAFutureRowComesIntoForce() throws Exception {
    var ada = company.hire(person("E1"), TODAY, job("Sales"));
    company.move(ada, TODAY.plusDays(3), job("Finance"));
    clock.advance(Duration.ofDays(4));
    assertThat(changed("2026-03-03T00:00:00Z").path("employees").isEmpty()).isTrue();
    assertThat(one(ada, "department", true).path("department").asText()).isEqualTo("Finance");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?since=", "?since=yesterday", "?since=2026-03-02T09:00:00+00:00"})
  void refusesASinceThatIsNoneOrWhosePlusWasNotEncoded(String query) throws Exception {
    assertThat(get("/api/v1/employees/changed" + query).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"2026-03-02T09:00:00Z", "2026-03-02T09:00:00+00:00", "2026-03-02T09:00:00+0000"})
  void readsASinceInThreeForms(String since) throws Exception {
    assertThat(changed(since).path("employees").isObject()).isTrue();
  }

  @Test
  void givesAllRowsOfATableInNoOrderAndOfInactivePeopleToo() throws Exception {
    var ada = company.hire(person("E1"), TODAY.minusYears(1), job("Sales"));
    company.terminate(ada, TODAY.minusDays(1), "Other");
    var rows = body(get("/api/v1/employees/all/tables/employmentStatus"));
    assertThat(rows.size()).isEqualTo(2);
    assertThat(rows.path(0).path("date").asText()).isEqualTo("2026-03-01");
    assertThat(rows.path(1).path("date").asText()).isEqualTo("2025-03-02");
    assertThat(rows.path(0).path("employeeId").asText()).isEqualTo(ada);
    assertThat(get("/api/v1/employees/%s/tables/compensation".formatted(ada)).statusCode())
        .isEqualTo(404);
  }

  @Test
  void answersInXmlUnlessAskedForJson() throws Exception {
    var ada = company.hire(person("E1"), TODAY, job("Sales"));
    var request =
        HttpRequest.newBuilder(company.base().resolve("/api/v1/employees/" + ada))
            .header("Authorization", basic(KEY, "x"))
            .build();
    assertThat(http.send(request, BodyHandlers.ofString()).body())
        .contains("<field id=\"firstName\">Ada</field>");
  }

  @Test
  void listsPeopleInPagesThatBreakWhenTheirLastPersonIsDeleted() throws Exception {
    restart(
        new BambooHrOptions("acme", KEY)
            .app(new BambooHrOptions.App("client", "secret", "refresh")));
    assertThat(get("/api/v1/employees").statusCode()).as("no key gets in").isEqualTo(401);
    for (int person = 0; person < 5; person++) {
      company.hire(person("E" + person), TODAY, job("Sales"));
    }
    var first = list("?page%5Blimit%5D=2");
    assertThat(first.path("meta").path("total").asInt()).isEqualTo(5);
    assertThat(first.path("data").size()).isEqualTo(2);
    var cursor = first.path("meta").path("page").path("nextCursor").asText();
    assertThat(list("?page%5Blimit%5D=2&page%5Bafter%5D=" + cursor).path("data").size())
        .isEqualTo(2);
    company.delete(cursor);
    assertThat(
            list("?page%5Blimit%5D=2&page%5Bafter%5D=" + cursor)
                .path("error")
                .path("code")
                .asText())
        .isEqualTo("BadPage");
  }

  @Test
  void givesADatasetInPagesUnderItsOwnNamesAndRefusesOthers() throws Exception {
    for (int person = 0; person < 5; person++) {
      company.hire(person("E" + person), TODAY.plusDays(person), job("Sales"));
    }
    var page =
        body(
            post(
                "/api/v2/datasets/employee/data",
                "{\"fields\":[\"eeid\",\"jobInformationDepartment\"],\"page\":3,\"pageSize\":2}"));
    assertThat(page.path("data").size()).isEqualTo(1);
    assertThat(page.path("data").path(0).path("fields").has("jobInformationDepartment")).isTrue();
    assertThat(page.path("meta").path("totalItems").asInt()).isEqualTo(5);
    assertThat(page.path("meta").path("totalPages").asInt()).isEqualTo(3);
    assertThat(post("/api/v2/datasets/employee/data", "{\"fields\":[\"department\"]}").statusCode())
        .isEqualTo(400);
    assertThat(post("/api/v2/datasets/people/data", "{\"fields\":[\"eeid\"]}").body())
        .contains("DATASET_NOT_FOUND");
    assertThat(get("/api/v1_2/datasets/employee/fields").body()).contains("supervisorEid");
  }

  @Test
  void throttlesWithARetryAfterAndThe503OfOld() throws Exception {
    for (int status : new int[] {429, 503}) {
      restart(new BambooHrOptions("acme", KEY).throttling(2, status, 17));
      get("/api/v1/meta/fields");
      get("/api/v1/meta/fields");
      var third = get("/api/v1/meta/fields");
      assertThat(third.statusCode()).isEqualTo(status);
      assertThat(third.headers().firstValue("Retry-After")).contains("17");
      clock.advance(Duration.ofMinutes(1));
      assertThat(get("/api/v1/meta/fields").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void usesUpARefreshToken() throws Exception {
    restart(
        new BambooHrOptions("acme", KEY)
            .app(new BambooHrOptions.App("client", "secret", "refresh")));
    var first = body(token("refresh"));
    assertThat(first.path("refresh_token").asText()).isNotEqualTo("refresh");
    assertThat(token("refresh").statusCode()).isEqualTo(400);
    assertThat(token(first.path("refresh_token").asText()).statusCode()).isEqualTo(200);
  }

  // webhooks

  @Test
  void tellsTheKeyOfAWebhookOnceAndReplacesAllOfItAtOnce() throws Exception {
    var made = body(post("/api/v1/webhooks", hook("employee.updated", "\"lastName\"")));
    assertThat(made.path("privateKey").asText()).isNotEmpty();
    var id = made.path("id").asText();
    assertThat(get("/api/v1/webhooks/" + id).body()).doesNotContain("privateKey");
    assertThat(get("/api/v1/webhooks").body()).contains("\"id\":\"%s\"".formatted(id));
    var replaced =
        body(
            send(
                "PUT",
                "/api/v1/webhooks/" + id,
                "{\"name\":\"other\",\"url\":\"https://x.example\",\"format\":\"json\",\"monitorFields\":[\"lastName\"]}",
                basic(KEY, "x")));
    assertThat(replaced.path("events").path(0).asText())
        .as("the older family, as nobody said otherwise")
        .startsWith("employee_with_fields.");
    assertThat(send("DELETE", "/api/v1/webhooks/" + id, null, basic(KEY, "x")).body())
        .isEqualTo("Web hook has been deleted.");
    assertThat(get("/api/v1/webhooks/" + id).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\":\"n\",\"url\":\"http://x.example\",\"format\":\"json\",\"monitorFields\":[\"lastName\"]}",
        "{\"name\":\"n\",\"url\":\"https://x.example\",\"monitorFields\":[\"lastName\"]}",
        "{\"name\":\"n\",\"url\":\"https://x.example\",\"format\":\"json\",\"events\":[\"employee.updated\"]}",
        "{\"name\":\"n\",\"url\":\"https://x.example\",\"format\":\"json\",\"monitorFields\":[\"lastName\"],\"events\":[\"employee.created\",\"employee_with_fields.created\"]}"
      })
  void refusesAWebhookThatIsNotSetUpRight(String wish) throws Exception {
    assertThat(post("/api/v1/webhooks", wish).statusCode()).isEqualTo(400);
  }

  @Test
  void tellsThatSomebodyWasCreatedAndThenUpdatedAndSigns() throws Exception {
    var key = company.addHook(listen());
    var ada = company.create(person("E1"));
    assertThat(company.deliver()).containsExactly(200, 200);
    assertThat(heard.get(0)).contains("employee.created", ada).doesNotContain("changedFields");
    assertThat(heard.get(1)).contains("employee.updated", "lastName");
    var parts = heard.get(1).split(" ", 3);
    assertThat(parts[0]).isEqualTo(Hooks.signature(key, parts[2], parts[1]));
    assertThat(company.deliver()).isEmpty();
  }

  @Test
  void tellsOfAFutureRowWhenItIsInForceAndNotWhenItIsEnteredNorWhenItWasTakenBack()
      throws Exception {
    company.addHook(listen());
    var ada = company.hire(person("E1"), TODAY.minusYears(1), job("Sales"));
    company.deliver();
    heard.clear();
    company.move(ada, TODAY.plusDays(3), job("Finance"));
    int row = company.terminate(ada, TODAY.plusDays(5), "Other");
    assertThat(company.deliver()).isEmpty();
    clock.advance(Duration.ofDays(3));
    assertThat(company.deliver()).containsExactly(200);
    assertThat(heard.get(0)).contains("department");
    company.withdraw(ada, row);
    clock.advance(Duration.ofDays(3));
    assertThat(company.deliver()).isEmpty();
  }

  @Test
  void triesFiveTimesMoreAfterAFailureAndNeverAfterARefusal() throws Exception {
    company.addHook(listen());
    var ada = company.hire(person("E1"), TODAY.minusYears(1), job("Sales"));
    company.deliver();
    answers.addAll(List.of(500, 502, 503, 500, 500, 500));
    company.change(ada, "lastName", "B");
    assertThat(company.deliver()).containsExactly(500);
    for (int minutes : new int[] {5, 10, 20, 40, 80}) {
      clock.advance(Duration.ofMinutes(minutes).minusSeconds(1));
      assertThat(company.deliver()).as("not before " + minutes).isEmpty();
      clock.advance(Duration.ofSeconds(1));
      assertThat(company.deliver()).as("after " + minutes).hasSize(1);
    }
    assertThat(company.waitingHooks()).isZero();

    answers.add(401);
    company.change(ada, "lastName", "C");
    assertThat(company.deliver()).containsExactly(401);
    assertThat(company.waitingHooks()).isZero();
    var log = body(get("/api/v1/webhooks/1/log"));
    assertThat(log.path(log.size() - 1).path("statusCode").asText()).isEqualTo("401");
    company.makeHookLogBusy();
    assertThat(body(get("/api/v1/webhooks/1/log")).path("error").path("code").asInt())
        .isEqualTo(429);
  }

  @Test
  void saysWhatFieldsHoldInTwoShapesWhereTheOlderFamilyIsAskedFor() throws Exception {
    for (boolean wrapped : new boolean[] {false, true}) {
      var options = new BambooHrOptions("acme", KEY);
      restart(wrapped ? options.wrappingValues() : options);
      heard.clear();
      post(
          "/api/v1/webhooks",
          "{\"name\":\"n\",\"url\":\"%s\",\"format\":\"json\",\"monitorFields\":[\"lastName\"],\"postFields\":{\"lastName\":\"Surname\"}}"
              .formatted(listen()));
      company.create(person("E1"));
      company.deliver();
      assertThat(heard.get(0))
          .contains(
              wrapped ? "\"Surname\":{\"value\":\"Lovelace\"}" : "\"Surname\":\"Lovelace\"",
              "\"employees\":[");
    }
  }

  @Test
  void isSilentForAUserWhoHasLeft() throws Exception {
    company.addHook(listen());
    company.disable("administrator");
    company.create(person("E1"));
    assertThat(company.deliver()).isEmpty();
  }

  private BambooHrSimulator start(BambooHrOptions options) {
    return BambooHrSimulator.start(
        options, SimulatorSettings.onLoopback().in(SimulatedClock.following(clock)));
  }

  private void restart(BambooHrOptions options) {
    company.close();
    company = start(options);
  }

  /** Somebody who listens, and answers what was said before, or 200. */
  private URI listen() throws IOException {
    var listening = receiver;
    if (listening == null) {
      listening = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      listening.createContext(
          "/",
          exchange -> {
            try (exchange) {
              var body =
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
              var headers = exchange.getRequestHeaders();
              heard.add(
                  headers.getFirst("X-BambooHR-Signature")
                      + " "
                      + headers.getFirst("X-BambooHR-Timestamp")
                      + " "
                      + body);
              var answer = answers.poll();
              exchange.sendResponseHeaders(answer == null ? 200 : answer, -1);
            }
          });
      listening.start();
      receiver = listening;
    }
    return URI.create("http://127.0.0.1:%d/hook".formatted(listening.getAddress().getPort()));
  }

  private static String hook(String event, String fields) {
    return "{\"name\":\"n\",\"url\":\"https://x.example\",\"format\":\"json\",\"monitorFields\":[%s],\"events\":[\"%s\"]}"
        .formatted(fields, event);
  }

  private static Map<String, String> person(String number) {
    return Map.of(
        "firstName",
        "Ada",
        "lastName",
        "Lovelace",
        "employeeNumber",
        number,
        "workEmail",
        number.toLowerCase(java.util.Locale.ROOT) + "@example.com");
  }

  private static Map<String, String> job(String department) {
    return Map.of("department", department, "jobTitle", "Developer", "location", "Berlin");
  }

  private JsonNode one(String id, String fields, boolean onlyCurrent) throws Exception {
    return body(
        get("/api/v1/employees/%s?fields=%s&onlyCurrent=%s".formatted(id, fields, onlyCurrent)));
  }

  private JsonNode changed(String since) throws Exception {
    return body(
        get("/api/v1/employees/changed?since=" + URLEncoder.encode(since, StandardCharsets.UTF_8)));
  }

  private JsonNode list(String query) throws Exception {
    if (bearer == null) {
      bearer = body(token("refresh")).path("access_token").asText();
    }
    return body(send("GET", "/api/v1/employees" + query, null, "Bearer " + bearer));
  }

  private HttpResponse<String> token(String refreshToken) throws Exception {
    return http.send(
        HttpRequest.newBuilder(company.base().resolve("/token.php?request=token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                BodyPublishers.ofString(
                    "grant_type=refresh_token&client_id=client&client_secret=secret&refresh_token="
                        + refreshToken))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send("GET", path, null, basic(KEY, "x"));
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return send("POST", path, body, basic(KEY, "x"));
  }

  private HttpResponse<String> send(
      String method, String path, @Nullable String body, String authorization) throws Exception {
    return http.send(
        HttpRequest.newBuilder(company.base().resolve(path))
            .header("Authorization", authorization)
            .header("Accept", "application/json")
            .header("Content-Type", "application/json")
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private static String basic(String name, String password) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  private static JsonNode body(HttpResponse<String> answer) {
    return Json.read(answer.body()).orElseGet(MissingNode::getInstance);
  }
}
