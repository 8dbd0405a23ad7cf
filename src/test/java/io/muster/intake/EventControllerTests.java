package io.muster.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.muster.intake.Inbox.Fate;
import io.muster.lifecycle.ChangeRefused;
import io.muster.lifecycle.Lifecycle;
import io.muster.people.EmployeeId;
import io.muster.people.EmploymentChange;
import io.muster.people.EmploymentChange.HireRescinded;
import io.muster.people.EmploymentChange.Origin;
import io.muster.people.EmploymentChange.Terminated;
import io.muster.testing.InMemoryHolds;
import io.muster.testing.MovableClock;
import io.muster.testing.Postgres;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

class EventControllerTests {
  private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");
  private static final EmployeeId EMPLOYEE = new EmployeeId("0042");
  private static final String PRIVATE = "her new salary";

  private static final String HIRED =
      """
      {"type": "worker.hired", "timestamp": "2026-11-24T07:00:00Z", "data": {"employeeId": "0042",
       "givenName": "Ada", "familyName": "Byron", "workEmail": "ada@", "department": "Engineering",
       "title": "Developer", "location": "Berlin", "timeZone": "Europe/Berlin",
       "startDate": "2026-12-01"}}
      """;

  private static final String LEAVER =
      """
      {"type": "worker.terminated", "timestamp": "2027-01-03T08:00:00Z", "data": {"employeeId": "0042",
       "lastDayOfWork": "2026-11-30"}}
      """;

  private final DataSource database = Postgres.dataSource();
  private final JdbcClient jdbc = JdbcClient.create(database);
  private final MovableClock clock = new MovableClock(NOW);
  private final Rules lifecycle = new Rules();
  private final JdbcInbox inbox =
      new JdbcInbox(
          jdbc,
          lifecycle,
          new InMemoryHolds(clock),
          new JdbcTransactionManager(database),
          event -> {},
          clock);
  private final MockMvc http =
      MockMvcBuilders.standaloneSetup(new EventController(inbox, new EventReplay(jdbc, inbox)))
          .build();

  @Test
  void showsRefusedEventsNewestFirstPageByPage() throws Exception {
    for (int number = 1; number <= 5; number++) {
      inbox.refuse("hr", "bad" + number, null, PRIVATE, "Field startDate is missing.");
      leave("fine" + number);
    }

    var seen = new ArrayList<String>();
    var pages = 0;
    var next = "/api/events?fate=refused&most=2";
    while (next != null) {
      var page = json(next);
      page.get("events").forEach(event -> seen.add(event.get("eventId").textValue()));
      next = page.get("older").textValue();
      pages++;
    }

    assertThat(seen).containsExactly("bad5", "bad4", "bad3", "bad2", "bad1");
    assertThat(pages).isEqualTo(3);
  }

  @Test
  void showsTheEventsOfOnePersonPageByPage() throws Exception {
    for (int number = 1; number <= 3; number++) {
      inbox.refuse("hr", "hers" + number, "Q4", PRIVATE, "no");
      inbox.refuse("hr", "his" + number, "Q5", PRIVATE, "no");
      leave("fine" + number);
    }
    inbox.refuse("hr", "nobodys", null, PRIVATE, "no");

    var page = json("/api/events?employee=Q4&fate=refused&most=2");
    assertThat(page.get("events").findValuesAsText("eventId")).containsExactly("hers3", "hers2");
    assertThat(page.get("older").textValue()).contains("employee=Q4", "fate=refused");
    var older = json(page.get("older").textValue());
    assertThat(older.get("events").findValuesAsText("eventId")).containsExactly("hers1");
    assertThat(older.get("older").isNull()).isTrue();

    assertThat(json("/api/events?employee=Q4&fate=started").get("events")).isEmpty();
    assertThat(json("/api/events?employee=").get("events")).hasSize(10);
    assertThat(get("/api/events?employee=*").getStatus()).isEqualTo(400);
  }

  @Test
  void findsTheEventsOfOnePersonByAnIndex() {
    jdbc.sql(
            """
            insert into muster_inbox (source, event_id, employee, taken_at, fate, digest, payload)
            select 'hr', 'e' || n, 'P' || n, now(), 'NOTED', '', '' from generate_series(1, 5000) n
            """)
        .update();
    jdbc.sql("analyze muster_inbox").update();
    assertThat(
            jdbc.sql("explain select * from muster_inbox where employee = 'P9' order by id desc")
                .query(String.class)
                .list())
        .anyMatch(step -> step.contains("muster_inbox_employee"));
  }

  @Test
  void doesNotShiftAPageWhenNewEventsComeIn() throws Exception {
    inbox.refuse("hr", "first", null, PRIVATE, "no");
    inbox.refuse("hr", "second", null, PRIVATE, "no");
    var older = json("/api/events?most=1").get("older").textValue();
    inbox.refuse("hr", "third", null, PRIVATE, "no");

    assertThat(json(older).get("events").findValuesAsText("eventId")).containsExactly("first");
  }

  @Test
  void showsWhyButNeverThePayload() throws Exception {
    inbox.refuse("hr", "bad", "0042", PRIVATE, "Field startDate is missing.");
    leave("unknown-person");

    var answer = get("/api/events?fate=REFUSED").getContentAsString();

    assertThat(answer)
        .contains("Field startDate is missing.", "0042", "hr")
        .doesNotContain(PRIVATE, "digest", "payload");
  }

  @Test
  void keepsWhatTheLifecycleRefusesAmongTheRefused() throws Exception {
    var receipt = leave("nobody");
    assertThat(receipt.reason()).contains("Nobody knows");
    assertThat(json("/api/events?fate=refused").get("events").findValuesAsText("eventId"))
        .containsExactly("nobody");
  }

  @Test
  void saysWhichFatesThereAre() throws Exception {
    var answer = get("/api/events?fate=lost");
    assertThat(answer.getStatus()).isEqualTo(400);
    assertThat(answer.getContentAsString())
        .contains("started, joined, superseded, noted, held, refused");
  }

  private static Origin entered(String eventId, String when) {
    return new Origin("hr", eventId, Instant.parse(when));
  }

  private Inbox.Receipt leave(String eventId) {
    return inbox.take(terminated(eventId, NOW), PRIVATE + eventId);
  }

  private static Terminated terminated(String eventId, Instant entered) {
    return new Terminated(
        new Origin("hr", eventId, entered),
        EMPLOYEE,
        LocalDate.of(2026, 11, 30),
        null,
        Terminated.Reason.UNKNOWN,
        false,
        false);
  }

  @Test
  void takesARefusedEventInAgainOnceItIsCorrected() throws Exception {
    inbox.refuse("hr", "typo", "0042", HIRED, "workEmail: is not an e-mail address");

    var asItWas = replay("typo", "");
    assertThat(asItWas.getStatus()).isEqualTo(409);
    assertThat(asItWas.getContentAsString()).contains("workEmail", "corrections");
    assertThat(inbox.find("hr", "typo").orElseThrow().fate()).isEqualTo(Fate.REFUSED);

    var corrected = replay("typo", "{\"data\": {\"workEmail\": \"ada.byron@example.com\"}}");
    assertThat(corrected.getStatus()).isEqualTo(200);
    assertThat(inbox.find("hr", "typo").orElseThrow().fate()).isEqualTo(Fate.STARTED);
    assertThat(
            jdbc.sql("select replayed_by from muster_inbox where event_id = 'typo'")
                .query(String.class)
                .single())
        .isEqualTo("olivia");
    assertThat(inbox.refuse("hr", "typo", "0042", HIRED, "x").repeat())
        .as("what came is still known")
        .isTrue();
  }

  @Test
  void refusesAWordFromTheFutureWhichWouldOvertakeAllThatComes() throws Exception {
    var tomorrow = terminated("mistaken-zone", NOW.plus(Duration.ofHours(14)));
    assertThat(inbox.take(tomorrow, "{}").fate()).isEqualTo(Fate.STARTED);

    var someday = terminated("wrong-clock", NOW.plus(Duration.ofDays(40)));
    var receipt = inbox.take(someday, LEAVER);
    assertThat(receipt.fate()).isEqualTo(Fate.REFUSED);
    assertThat(receipt.reason()).contains("still to come", "2027-01-03", "replay");

    assertThat(replay("wrong-clock", "").getStatus()).isEqualTo(200);
    assertThat(inbox.find("hr", "wrong-clock").orElseThrow().fate()).isEqualTo(Fate.STARTED);
  }

  @Test
  void showsWhoHadAnEventTakenInAgainAndWhichFieldsWereCorrected() throws Exception {
    var typo = HIRED.replace("\"title\"", "\"" + PRIVATE + "\": \"x\", \"title\"");
    inbox.refuse("hr", "typo", "0042", typo, "no");
    inbox.refuse("hr", "again", "0042", HIRED.replace("ada@", "ada@example.com"), "no");
    var untouched = json("/api/events/hr/typo");
    assertThat(untouched.get("replayedBy").isNull()).isTrue();
    assertThat(untouched.get("replayedAt").isNull()).isTrue();
    assertThat(untouched.get("corrected")).isEmpty();

    clock.advance(Duration.ofHours(1));
    replay(
        "typo",
        "{\"data\": {\"workEmail\": \"ada.byron@example.com\", \"%s\": null}}".formatted(PRIVATE));
    replay("again", "{}");

    var corrected = inbox.find("hr", "typo").orElseThrow();
    assertThat(corrected.replayedBy()).isEqualTo("olivia");
    assertThat(corrected.replayedAt()).isEqualTo(NOW.plus(Duration.ofHours(1)));
    assertThat(corrected.corrected()).containsExactly("(no field of an event)", "workEmail");
    assertThat(inbox.find("hr", "again").orElseThrow().corrected()).isEmpty();
    assertThat(get("/api/events").getContentAsString())
        .contains("\"replayedBy\":\"olivia\"", "workEmail")
        .doesNotContain(PRIVATE, "ada.byron");
  }

  @Test
  void countsAReplayFromWhenHrEnteredTheEventAndNotFromTheReplay() throws Exception {
    inbox.refuse("hr", "said", "0042", HIRED.replace("ada@", "ada@example.com"), "no");
    inbox.refuse("hr", "wrong-clock", "0042", LEAVER, "no");
    inbox.refuse("hr", "unreadable", "0042", LEAVER.replace("2027-01-03T08", "8 o'clock"), "no");
    inbox.refuse("hr", "year-one", "0042", LEAVER.replace("2027-", "0001-"), "no");
    var row = "{\"type\": \"worker.hireRescinded\", \"data\": {\"employeeId\": \"0042\"}}";
    lifecycle.refusing = true;
    inbox.take(new HireRescinded(entered("row", "2026-11-23T06:00:00Z"), EMPLOYEE), row);
    inbox.take(new HireRescinded(entered("far-row", "+200000-01-01T00:00:00Z"), EMPLOYEE), row);
    lifecycle.refusing = false;

    clock.set(NOW.plus(Duration.ofDays(60)));
    for (var event : List.of("said", "wrong-clock", "unreadable", "year-one", "row", "far-row")) {
      assertThat(replay(event, "").getStatus()).isEqualTo(200);
    }

    assertThat(lifecycle.entered)
        .containsEntry("said", Instant.parse("2026-11-24T07:00:00Z"))
        .containsEntry("wrong-clock", NOW)
        .containsEntry("unreadable", NOW)
        .containsEntry("year-one", NOW)
        .containsEntry("row", Instant.parse("2026-11-23T06:00:00Z"))
        .containsEntry("far-row", NOW);
  }

  @Test
  void saysThatAnEventIsSettledBeforeAnythingElse() throws Exception {
    leave("fine");
    assertThat(replay("fine", "{}").getContentAsString())
        .contains("started already")
        .doesNotContain("understood", "no single event");
    inbox.refuse("hr", "typo", "0042", LEAVER.replace("2026-11-30", "2026-11-31"), "no");
    assertThat(replay("typo", "{\"data\": {\"lastDayOfWork\": \"2026-11-30\"}}").getStatus())
        .isEqualTo(200);
    assertThat(replay("typo", "{}").getContentAsString())
        .contains("started already")
        .doesNotContain("understood");
  }

  @Test
  void takesNothingInTwiceByReplaying() throws Exception {
    leave("fine");
    var answer = replay("fine", "");
    assertThat(answer.getStatus()).isEqualTo(409);
    inbox.refuse("hr", "again", "0042", HIRED.replace("ada@", "ada@example.com"), "no");
    assertThat(replay("again", "").getStatus()).isEqualTo(200);
    assertThat(replay("again", "").getStatus()).isEqualTo(409);
  }

  @Test
  void keepsARefusalThatIsRefusedAgainWithItsNewReason() throws Exception {
    inbox.refuse("hr", "nobody", "0042", HIRED.replace("ada@", "ada@example.com"), "no");
    assertThat(replay("nobody", "").getContentAsString()).contains("Nobody knows", "REFUSED");
    assertThat(inbox.find("hr", "nobody").orElseThrow().reason()).contains("Nobody knows");
  }

  @Test
  void saysThatWhatIsNoEventCannotBeReplayed() throws Exception {
    inbox.refuse("hr", "file", null, "File a.csv was not taken in.", "no");
    assertThat(replay("file", "").getContentAsString()).contains("no single event");
    assertThat(replay("unheard-of", "").getStatus()).isEqualTo(404);
  }

  @Test
  void removesEventsAfterTheirTimeButNeverThoseOfARunningCase() {
    leave("running");
    inbox.refuse("hr", "old", null, PRIVATE, "no");
    jdbc.sql("insert into muster_case values ('offboarding', '0042', 'case', now())").update();
    assertThat(retention(NOW.plus(Duration.ofDays(179))).purge()).isZero();

    assertThat(retention(NOW.plus(Duration.ofDays(181))).purge()).isEqualTo(1);

    assertThat(inbox.find("hr", "old")).isEmpty();
    assertThat(inbox.find("hr", "running")).isPresent();
  }

  private Retention retention(Instant now) {
    return new Retention(
        jdbc, new RetentionProperties(Duration.ofDays(180)), Clock.fixed(now, ZoneOffset.UTC));
  }

  private MockHttpServletResponse replay(String eventId, String body) throws Exception {
    return http.perform(
            MockMvcRequestBuilders.post("/api/events/hr/{id}/replay", eventId)
                .principal(() -> "olivia")
                .contentType("application/json")
                .content(body))
        .andReturn()
        .getResponse();
  }

  private JsonNode json(String url) throws Exception {
    return JsonMapper.builder().build().readTree(get(url).getContentAsString());
  }

  private MockHttpServletResponse get(String url) throws Exception {
    return http.perform(MockMvcRequestBuilders.get(url)).andReturn().getResponse();
  }

  /** Starts a case whatever is said, and remembers when that was entered. */
  private static final class Rules implements Lifecycle {
    final Map<String, Instant> entered = new HashMap<>();
    boolean refusing;

    @Override
    public Outcome accept(EmploymentChange change) {
      if (refusing || change.origin().eventId().equals("nobody")) {
        throw new ChangeRefused("Nobody knows employee 0042.");
      }
      entered.put(change.origin().eventId(), change.origin().occurredAt());
      return new Outcome(Lifecycle.Fate.STARTED, "case");
    }
  }
}
