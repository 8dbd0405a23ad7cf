package io.muster.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.muster.lifecycle.ChangeRefused;
import io.muster.lifecycle.Lifecycle;
import io.muster.people.EmployeeId;
import io.muster.people.EmploymentChange.Origin;
import io.muster.people.EmploymentChange.Terminated;
import io.muster.testing.InMemoryHolds;
import io.muster.testing.Postgres;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

class EventControllerTests {
  private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");
  private static final String PRIVATE = "her new salary";

  private final JdbcInbox inbox = inbox();
  private final MockMvc http = MockMvcBuilders.standaloneSetup(new EventController(inbox)).build();

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
    assertThat(answer.getContentAsString()).contains("started, joined, superseded, noted, refused");
  }

  private Inbox.Receipt leave(String eventId) {
    return inbox.take(
        new Terminated(
            new Origin("hr", eventId, NOW),
            new EmployeeId("0042"),
            LocalDate.of(2026, 11, 30),
            null,
            Terminated.Reason.UNKNOWN,
            false,
            false),
        PRIVATE + eventId);
  }

  private static JdbcInbox inbox() {
    var database = Postgres.dataSource();
    return new JdbcInbox(
        JdbcClient.create(database),
        change -> {
          if (change.origin().eventId().equals("nobody")) {
            throw new ChangeRefused("Nobody knows employee 0042.");
          }
          return new Lifecycle.Outcome(Lifecycle.Fate.STARTED, "case");
        },
        new InMemoryHolds(Clock.systemUTC()),
        new JdbcTransactionManager(database),
        Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private JsonNode json(String url) throws Exception {
    return JsonMapper.builder().build().readTree(get(url).getContentAsString());
  }

  private MockHttpServletResponse get(String url) throws Exception {
    return http.perform(MockMvcRequestBuilders.get(url)).andReturn().getResponse();
  }
}
