package io.muster.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.muster.lifecycle.Lifecycle;
import io.muster.lifecycle.Lifecycle.Outcome;
import io.muster.people.EmployeeId;
import io.muster.people.EmploymentChange;
import io.muster.people.EmploymentChange.Origin;
import io.muster.people.EmploymentFacts;
import io.muster.people.Timeline;
import io.muster.testing.InMemoryHolds;
import io.muster.testing.MovableClock;
import io.muster.testing.Postgres;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

class PersonTimelineTests {
  private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");
  private static final EmployeeId ADA = new EmployeeId("0042");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final DataSource database = Postgres.dataSource();
  private final JdbcClient jdbc = JdbcClient.create(database);
  private final MovableClock clock = new MovableClock(NOW);
  private final JdbcInbox inbox =
      new JdbcInbox(
          jdbc,
          new StartsEverything(),
          new InMemoryHolds(clock),
          new JdbcTransactionManager(database),
          event -> {},
          clock);
  private final MockMvc http =
      MockMvcBuilders.standaloneSetup(
              new TimelineController(
                  new PersonTimeline(
                      jdbc, new Timeline(ZoneId.of("UTC"), Duration.ofDays(3)), clock)))
          .build();

  @Test
  void saysWhatHrSaidWhatWasDecidedAndWhy() throws Exception {
    hear("hired", "worker.hired", 2, worker());
    hear("leaves", "worker.terminated", 3, Map.of("lastDayOfWork", "2026-12-31"));
    hear("stays", "worker.terminationRescinded", 4, Map.of());
    hear("late", "worker.terminated", 1, Map.of("lastDayOfWork", "2026-11-23"));

    var timeline = timeline("OPERATOR");

    assertThat(timeline.at("/employee").textValue()).isEqualTo("0042");
    assertThat(timeline.at("/now/employed").booleanValue()).isTrue();
    assertThat(timeline.at("/now/left").booleanValue()).isFalse();
    assertThat(timeline.at("/now/leavesAt").isNull()).isTrue();
    var events = timeline.get("events");
    assertThat(events.findValuesAsText("eventId"))
        .containsExactly("hired", "leaves", "stays", "late");
    assertThat(events.findValuesAsText("counts")).containsExactly("true", "false", "true", "false");
    assertThat(events.at("/0/why").textValue())
        .isEqualTo("The person works here from 2026-11-30T23:00:00Z.");
    assertThat(events.at("/1/why").textValue())
        .isEqualTo("stays of hr counts instead, entered at 2026-11-24T07:04:00Z.");
    assertThat(events.at("/2/why").textValue()).isEqualTo("The person stays.");
    assertThat(events.at("/0/outcome").textValue()).isEqualTo("STARTED");
    assertThat(events.at("/0/caseId").textValue()).isEqualTo("case-hired");
    assertThat(events.at("/1/type").textValue()).isEqualTo("worker.terminated");
    assertThat(events.at("/1/said/lastDayOfWork").textValue()).isEqualTo("2026-12-31");
    assertThat(events.at("/1/enteredAt").isNull()).isFalse();
  }

  @Test
  void saysSinceWhenSomebodyIsOut() throws Exception {
    hear("hired", "worker.hired", 1, worker());
    hear("leaves", "worker.terminated", 2, Map.of("lastDayOfWork", "2026-11-23"));

    var now = timeline("AUDITOR").get("now");

    assertThat(now.get("left").booleanValue()).isTrue();
    assertThat(now.get("employed").booleanValue()).isFalse();
    assertThat(now.get("leavesAt").isNull()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "HR, true",
    "APPROVER, true",
    "OPERATOR, false",
    "AUDITOR, false",
    "ADMINISTRATOR, false"
  })
  void saysWhySomebodyLeavesToThoseAloneWhoDecideAboutIt(String role, boolean shown)
      throws Exception {
    hear(
        "leaves",
        "worker.terminated",
        1,
        Map.of("lastDayOfWork", "2026-12-31", "reason", "involuntary"));

    var answer = get("0042", role).getContentAsString();

    assertThat(answer.contains("involuntary")).isEqualTo(shown);
    assertThat(answer).contains("2026-12-31");
  }

  @Test
  void showsNoNameAndNoAddress() throws Exception {
    hear("hired", "worker.hired", 1, worker());

    assertThat(get("0042", "HR").getContentAsString())
        .doesNotContain("Byron", "example.com")
        .contains("Engineering");
  }

  @Test
  void showsWhatWasRefusedAndCountsNothingOfIt() throws Exception {
    inbox.refuse("hr", "bad", "0042", "no event at all", "Field startDate is missing.");

    var event = timeline("OPERATOR").at("/events/0");

    assertThat(event.get("outcome").textValue()).isEqualTo("REFUSED");
    assertThat(event.get("reason").textValue()).contains("startDate");
    assertThat(event.get("counts").booleanValue()).isFalse();
    assertThat(event.get("why").isNull()).isTrue();
    assertThat(event.get("said")).isEmpty();
  }

  @Test
  void saysThatNothingIsKeptOfSomebodyUnknown() throws Exception {
    assertThat(get("4711", "OPERATOR").getStatus()).isEqualTo(404);
    assertThat(get("*", "OPERATOR").getStatus()).isEqualTo(400);
  }

  private static Map<String, Object> worker() {
    return Map.of(
        "givenName", "Ada",
        "familyName", "Byron",
        "workEmail", "ada.byron@example.com",
        "department", "Engineering",
        "title", "Developer",
        "location", "Berlin",
        "timeZone", "Europe/Berlin",
        "startDate", "2026-12-01");
  }

  private void hear(String eventId, String type, int minute, Map<String, Object> fields)
      throws Exception {
    var all = new TreeMap<String, Object>(fields);
    all.put("employeeId", ADA.value());
    var origin = new Origin("hr", eventId, NOW.minus(Duration.ofMinutes(60 - minute)));
    inbox.take(
        EmploymentFacts.read(origin, type, all),
        JSON.writeValueAsString(Map.of("type", type, "data", all)));
  }

  private JsonNode timeline(String role) throws Exception {
    var answer = get(ADA.value(), role);
    assertThat(answer.getStatus()).isEqualTo(200);
    return JSON.readTree(answer.getContentAsString());
  }

  private MockHttpServletResponse get(String employee, String role) throws Exception {
    return http.perform(
            MockMvcRequestBuilders.get("/api/people/{employee}/timeline", employee)
                .with(
                    request -> {
                      request.addUserRole(role);
                      return request;
                    }))
        .andReturn()
        .getResponse();
  }

  /** Says of everything that a case begins. */
  private static final class StartsEverything implements Lifecycle {
    @Override
    public Outcome accept(EmploymentChange change) {
      return new Outcome(Fate.STARTED, "case-" + change.origin().eventId());
    }
  }
}
