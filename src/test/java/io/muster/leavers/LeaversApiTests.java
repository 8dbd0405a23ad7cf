package io.muster.leavers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.muster.ledger.Outcome.Kind;
import io.muster.ledger.Outcome.State;
import io.muster.ledger.Outcomes;
import io.muster.people.EmployeeId;
import io.muster.testing.WholeEngine;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LeaversApiTests extends WholeEngine {
  private static final String PASSWORD = UUID.randomUUID().toString();

  @LocalServerPort private int port;
  @Autowired private Outcomes outcomes;
  @Autowired private LeaverClock leavers;
  @Autowired private Clock clock;

  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeAll
  void somebodyOfEachRole() {
    var identity = engine.getIdentityService();
    for (var role :
        new String[] {"operator", "auditor", "administrator", "approver", "hr", "processowner"}) {
      var user = identity.newUser(name(role));
      user.setPassword(PASSWORD);
      identity.saveUser(user);
      identity.createMembership(user.getId(), role);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "operator, 200",
    "auditor, 200",
    "administrator, 200",
    "approver, 403",
    "hr, 403",
    "processowner, 403",
    "nobody, 401"
  })
  void isForOperatorsAuditorsAndAdministrators(String role, int status) throws Exception {
    leavers.starts("roles", new EmployeeId("ROLES"), clock.instant());
    for (var path : new String[] {"", "/summary", "/roles"}) {
      assertThat(get("/api/leavers" + path, role).statusCode()).as(path).isEqualTo(status);
    }
  }

  @Test
  void showsWhatWasSeenWhenAndWhatWasWaitedFor() throws Exception {
    var effective = clock.instant().minus(Duration.ofHours(1));
    var ada = new EmployeeId("SHOWN");
    leavers.starts("shown", ada, effective);
    outcomes.say("shown", ada, Kind.ACCOUNT, "okta/00u1", State.OBSERVED, "of ada@example.com");
    outcomes.say("shown", ada, Kind.LOCK, "4711", State.ACCEPTED, "of ada@example.com");
    outcomes.pause("shown", "4711", "offline");

    var body = get("/api/leavers/shown", "auditor").body();
    var shown = json(body);
    assertThat(body).as("no personal data").doesNotContain("ada@");
    assertThat(shown.get("caseId").textValue()).isEqualTo("shown");
    assertThat(shown.get("employee").textValue()).isEqualTo("SHOWN");
    assertThat(Instant.parse(shown.get("effectiveAt").textValue()))
        .isBetween(effective.minusMillis(1), effective.plusMillis(1));
    assertThat(shown.get("secured").booleanValue()).isFalse();
    assertThat(shown.get("securedAt").isNull()).isTrue();
    assertThat(shown.get("late").booleanValue()).isTrue();
    var account = shown.at("/outcomes/0");
    assertThat(account.get("outcome").textValue()).isEqualTo("ACCOUNT");
    assertThat(account.get("target").textValue()).isEqualTo("okta/00u1");
    assertThat(account.get("state").textValue()).isEqualTo("OBSERVED");
    assertThat(account.get("secondsToObserved").doubleValue()).isBetween(3600.0, 3700.0);
    assertThat(shown.at("/outcomes/1/observedAt").isNull()).isTrue();
    assertThat(shown.at("/outcomes/1/settled").booleanValue()).isFalse();
    assertThat(shown.at("/pauses/0/reason").textValue()).isEqualTo("offline");
    assertThat(shown.at("/pauses/0/seconds").doubleValue()).isBetween(0.0, 100.0);
    assertThat(shown.at("/pauses/0/until").isNull()).isTrue();

    outcomes.goOn("shown", "4711");
    outcomes.say("shown", ada, Kind.LOCK, "4711", State.OBSERVED, "locked");
    leavers.ends("shown", "completed");
    var done = json(get("/api/leavers/shown", "operator").body());
    assertThat(done.get("secured").booleanValue()).isTrue();
    assertThat(done.get("secondsToSecured").doubleValue()).isBetween(3600.0, 3700.0);
    assertThat(done.get("endedHow").textValue()).isEqualTo("completed");
    assertThat(done.at("/pauses/0/until").isNull()).isFalse();
    assertThat(
            json(get("/api/leavers/summary?days=1", "operator").body())
                .at("/outcomes/LOCK/count")
                .intValue())
        .isPositive();
  }

  @Test
  void listsTheNewestFirstPageByPage() throws Exception {
    var paged = new EmployeeId("PAGED");
    for (int number = 1; number <= 5; number++) {
      leavers.starts("paged-" + number, paged, clock.instant());
      leavers.starts("other-" + number, new EmployeeId("OTHER"), clock.instant());
    }
    outcomes.say("paged-3", paged, Kind.ACCOUNT, "okta/1", State.OBSERVED, "");

    assertThat(walk("/api/leavers?employee=PAGED&limit=2"))
        .containsExactly("paged-5", "paged-4", "|", "paged-3", "paged-2", "|", "paged-1", "|");
    assertThat(walk("/api/leavers?employee=PAGED&limit=2&secured=false"))
        .containsExactly("paged-5", "paged-4", "|", "paged-2", "paged-1", "|");
    assertThat(walk("/api/leavers?employee=PAGED&secured=true")).containsExactly("paged-3", "|");
    assertThat(walk("/api/leavers?employee=NOBODY")).containsExactly("|");
    assertThat(walk("/api/leavers?employee=&secured=")).contains("paged-1", "other-1");
  }

  @ParameterizedTest
  @CsvSource({
    "?limit=0,           400, limit is a number from 1 to 500",
    "?limit=1,           200, leavers",
    "?limit=500,         200, leavers",
    "?limit=501,         400, limit is a number from 1 to 500",
    "?limit=many,        400, limit",
    "?before=x,          400, before",
    "?secured=perhaps,   400, secured",
    "?employee=a%20b,    400, an employee id is",
    "/summary?days=0,    400, days is a number from 1 to 366",
    "/summary?days=1,    200, leavers",
    "/summary?days=366,  200, leavers",
    "/summary?days=367,  400, days is a number from 1 to 366",
    "/summary?days=,     200, leavers",
    "/unknown,           404, No leaver has the case 'unknown'",
  })
  void saysWhatIsWrongWithARequest(String path, int status, String what) throws Exception {
    var answer = get("/api/leavers" + path, "operator");
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains(what);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(
            type ->
                assertThat(type)
                    .startsWith(status == 200 ? "application/json" : "application/problem+json"));
  }

  @Test
  void isScrapedByPrometheus() throws Exception {
    var seen = new EmployeeId("SCRAPED");
    leavers.starts("scraped", seen, clock.instant());
    outcomes.say("scraped", seen, Kind.GROUPS, "okta/1", State.OBSERVED, "");

    var metrics = get("/actuator/prometheus", "operator");
    assertThat(metrics.statusCode()).isEqualTo(200);
    for (var bound : new String[] {"10.0", "30.0", "60.0", "300.0", "900.0", "3600.0", "86400.0"}) {
      assertThat(metrics.body())
          .containsPattern(
              "muster_leaver_secured_seconds_bucket\\{[^}]*outcome=\"groups\"[^}]*le=\"%s\"[^}]*\\} 1"
                  .formatted(bound))
          .containsPattern("muster_leaver_secure_seconds_bucket\\{[^}]*le=\"%s\"".formatted(bound));
    }
    assertThat(metrics.body())
        .contains("muster_leaver_contradicted_total", "muster_leaver_unsecured");
    assertThat(get("/actuator/prometheus", "administrator").statusCode()).isEqualTo(200);
    for (var role : new String[] {"auditor", "approver", "hr", "processowner"}) {
      assertThat(get("/actuator/prometheus", role).statusCode()).as(role).isEqualTo(403);
    }
    assertThat(get("/actuator/prometheus", "nobody").statusCode()).isEqualTo(401);
  }

  private List<String> walk(String from) throws Exception {
    var seen = new ArrayList<String>();
    var next = from;
    while (next != null) {
      var page = json(get(next, "operator").body());
      page.get("leavers").forEach(leaver -> seen.add(leaver.get("caseId").textValue()));
      seen.add("|");
      next = page.get("older").textValue();
    }
    return seen;
  }

  private static String name(String role) {
    return "leavers" + role;
  }

  private static JsonNode json(String body) throws Exception {
    return JsonMapper.builder().build().readTree(body);
  }

  private HttpResponse<String> get(String path, String role) throws Exception {
    var signIn = name(role) + ":" + PASSWORD;
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder().encodeToString(signIn.getBytes(StandardCharsets.UTF_8)))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
