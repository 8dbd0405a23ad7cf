package io.muster.intake.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.muster.intake.Inbox;
import io.muster.intake.Inbox.Fate;
import io.muster.intake.Inboxes;
import io.muster.lifecycle.ChangeRefused;
import io.muster.lifecycle.Lifecycle;
import io.muster.people.EmploymentChange;
import io.muster.people.EmploymentChange.LeaveEnded;
import io.muster.people.EmploymentChange.LeaveStarted;
import io.muster.people.EmploymentChange.LeaveStarted.Kind;
import io.muster.people.LegalHolds;
import io.muster.people.Timeline;
import io.muster.remote.Secret;
import io.muster.testing.InMemoryHolds;
import io.muster.testing.Postgres;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.util.unit.DataSize;

class WebhookTests {
  private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");
  private static final Secret OLD = new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  private static final Secret NEW = new Secret("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
  private static final String LEAVER =
      """
      {"type":"worker.terminated","timestamp":"2026-11-24T08:00:00Z",
       "data":{"employeeId":"0042","lastDayOfWork":"2026-11-30"}}
      """;

  private static final String HIRE =
      """
      {"type":"worker.hired","timestamp":"2026-11-24T08:00:00Z",
       "data":{"employeeId":"0042","givenName":"Bo","familyName":"Li","workEmail":"bo@example.com",
        "department":"Sales","title":"Clerk","location":"Paris","timeZone":"Europe/Paris",
        "startDate":"2026-12-01"}}
      """;

  private final AnnotationConfigApplicationContext context =
      new AnnotationConfigApplicationContext();
  private final List<EmploymentChange> accepted = new ArrayList<>();
  private final List<RuntimeException> failures = new ArrayList<>();
  private MockMvc http = MockMvcBuilders.standaloneSetup().build();

  @BeforeEach
  void open() {
    var database = Postgres.dataSource();
    context.registerBean(DataSource.class, () -> database);
    context.registerBean(JdbcTransactionManager.class, () -> new JdbcTransactionManager(database));
    context.registerBean(JdbcClient.class, () -> JdbcClient.create(database));
    context.registerBean(Clock.class, () -> Clock.fixed(NOW, ZoneOffset.UTC));
    context.registerBean(SimpleMeterRegistry.class, () -> new SimpleMeterRegistry());
    context.registerBean(Lifecycle.class, () -> this::accept);
    context.registerBean(Timeline.class, () -> new Timeline(ZoneOffset.UTC, Duration.ofDays(14)));
    context.registerBean(LegalHolds.class, () -> new InMemoryHolds(Clock.systemUTC()));
    context.registerBean(
        WebhookProperties.class,
        () ->
            new WebhookProperties(
                Map.of(
                    "hr", new WebhookProperties.Source(List.of(NEW, OLD), Duration.ofMinutes(5))),
                DataSize.ofKilobytes(64)));
    Inboxes.keepForHalfAYear(context);
    context.scan("io.muster.intake");
    context.refresh();
    http =
        MockMvcBuilders.standaloneSetup(
                context.getBean(WebhookController.class), context.getBean(SignedInController.class))
            .build();
  }

  @AfterEach
  void close() {
    context.close();
  }

  @Test
  void signsAsThePublishedTestVectorDoes() {
    assertThat(
            Signatures.sign(
                OLD,
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                "1614265330",
                "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void takesAnEventOnceHoweverOftenItIsSent() throws Exception {
    var first = send("e1", NOW, NEW, LEAVER);
    var again = send("e1", NOW.plusSeconds(5), OLD, LEAVER);

    assertThat(first.getStatus()).isEqualTo(202);
    assertThat(first.getContentAsString()).contains("\"STARTED\"", "\"case-1\"", "false");
    assertThat(again.getStatus()).isEqualTo(202);
    assertThat(again.getContentAsString()).contains("\"case-1\"", "true");
    assertThat(accepted).hasSize(1);
  }

  @Test
  void takesTheWordsAboutALeave() throws Exception {
    var away =
        """
        {"type":"worker.leaveStarted","timestamp":"2026-11-24T08:00:00Z",
         "data":{"employeeId":"0042","firstDay":"2026-12-01","leaveKind":"garden"}}
        """;
    var back =
        """
        {"type":"worker.leaveEnded","timestamp":"2026-11-24T08:00:00Z",
         "data":{"employeeId":"0042","returnDay":"2027-03-01"}}
        """;
    assertThat(send("away", NOW, NEW, away).getStatus()).isEqualTo(202);
    assertThat(sendSignedIn("back", back).getStatus()).isEqualTo(202);
    assertThat(accepted)
        .satisfiesExactly(
            first -> assertThat(((LeaveStarted) first).kind()).isEqualTo(Kind.GARDEN),
            then ->
                assertThat(((LeaveEnded) then).returnDay()).isEqualTo(LocalDate.of(2027, 3, 1)));
    assertThat(send("no-day", NOW, NEW, away.replace("firstDay", "returnDay")).getContentAsString())
        .contains("firstDay", "is missing", "returnDay", "is not a field");
  }

  @Test
  void refusesAnotherEventUnderAUsedId() throws Exception {
    send("e1", NOW, NEW, LEAVER);
    assertThat(send("e1", NOW, NEW, LEAVER.replace("0042", "0043")).getStatus()).isEqualTo(409);
    assertThat(accepted).hasSize(1);
  }

  @Test
  void takesAnEventOfSomebodySignedInOnceUnderItsKey() throws Exception {
    assertThat(sendSignedIn(null, LEAVER).getStatus()).isEqualTo(400);
    assertThat(sendSignedIn("key 1", LEAVER).getContentAsString()).contains("Idempotency-Key");
    assertThat(accepted).isEmpty();

    assertThat(sendSignedIn("\"key-1\"", LEAVER).getStatus()).isEqualTo(202);
    var again = sendSignedIn("key-1", LEAVER);
    assertThat(again.getStatus()).isEqualTo(202);
    assertThat(again.getContentAsString()).contains("\"repeat\":true");
    var another = sendSignedIn("key-1", LEAVER.replace("0042", "0043"));
    assertThat(another.getStatus()).isEqualTo(422);
    assertThat(another.getContentType()).startsWith("application/problem+json");
    assertThat(accepted).hasSize(1);
  }

  private MockHttpServletResponse sendSignedIn(@Nullable String key, String body) throws Exception {
    var request =
        MockMvcRequestBuilders.post("/api/hr/events")
            .principal(() -> "harry")
            .contentType("application/json")
            .content(body.getBytes(StandardCharsets.UTF_8));
    if (key != null) {
      request.header("Idempotency-Key", key);
    }
    return http.perform(request).andReturn().getResponse();
  }

  @Test
  void keepsNothingOfWhatIsUnsignedForgedOrStale() throws Exception {
    var forger = new Secret("whsec_BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB");
    assertThat(send("e1", NOW, forger, LEAVER).getStatus()).isEqualTo(401);
    var stale = send("e2", NOW.minusSeconds(301), NEW, LEAVER);
    assertThat(stale.getStatus()).isEqualTo(401);
    assertThat(stale.getContentAsString()).contains("webhook-timestamp", "clock");
    var unsigned =
        http.perform(
                MockMvcRequestBuilders.post("/hr/v1/sources/hr/events")
                    .contentType("application/json")
                    .content(LEAVER))
            .andReturn()
            .getResponse();
    assertThat(unsigned.getStatus()).isEqualTo(401);
    assertThat(inbox().newest(null, null, 10)).isEmpty();
    assertThat(accepted).isEmpty();
  }

  @Test
  void keepsSignedButUnusableEventsAsRefused() throws Exception {
    assertThat(send("e1", NOW, NEW, LEAVER.substring(0, 60)).getStatus()).isEqualTo(400);
    var wrong =
        send("e2", NOW, NEW, LEAVER.replace("\"0042\"", "42").replace("lastDay", "finalDay"));
    assertThat(wrong.getStatus()).isEqualTo(422);
    assertThat(wrong.getContentAsString())
        .contains("/data/employeeId", "/data/finalDayOfWork", "/data/lastDayOfWork");
    assertThat(inbox().newest(Fate.REFUSED, null, 10)).hasSize(2);
    assertThat(accepted).isEmpty();
  }

  @Test
  void refusesCodeInAnyTextNamingTheFieldButNotTheValue() throws Exception {
    for (var name : List.of("${engine}", "#{engine}", "=cmd()", "<b>Bo</b>", "Bo\\u0000")) {
      var answer = send("e" + name.hashCode(), NOW, NEW, HIRE.replace("Li", name));
      assertThat(answer.getStatus()).isEqualTo(422);
      assertThat(answer.getContentAsString())
          .contains("/data/familyName")
          .doesNotContain("engine", "cmd", "<b>");
    }
    assertThat(inbox().newest(Fate.REFUSED, null, 10))
        .hasSize(5)
        .allSatisfy(receipt -> assertThat(receipt.reason()).doesNotContain("engine", "cmd"));
    assertThat(accepted).isEmpty();
  }

  @Test
  void refusesMembersAndFieldsItDoesNotKnow() throws Exception {
    var answer =
        send(
            "e1",
            NOW,
            NEW,
            LEAVER
                .replace("{\"type\"", "{\"salary\":1,\"type\"")
                .replace("\"employeeId\"", "\"nickname\":\"Bo\",\"employeeId\""));
    assertThat(answer.getStatus()).isEqualTo(422);
    assertThat(answer.getContentAsString()).contains("/salary", "/data/nickname");
  }

  @Test
  void leavesItToTheProcessToKnowADepartment() throws Exception {
    assertThat(send("e1", NOW, NEW, HIRE.replace("Sales", "Alchemy")).getStatus()).isEqualTo(202);
    assertThat(accepted).hasSize(1);
  }

  @Test
  void refusesTenMegabytesUnread() throws Exception {
    assertThat(send("e1", NOW, NEW, " ".repeat(10_000_000)).getStatus()).isEqualTo(413);
    assertThat(inbox().newest(null, null, 10)).isEmpty();
  }

  @Test
  void keepsWhatTheLifecycleRefusesAndSaysWhy() throws Exception {
    failures.add(new ChangeRefused("Nobody knows employee 0042."));
    var answer = send("e1", NOW, NEW, LEAVER);
    assertThat(answer.getStatus()).isEqualTo(422);
    assertThat(answer.getContentAsString()).contains("Nobody knows employee 0042.");
    assertThat(inbox().find("hr", "e1").orElseThrow().fate()).isEqualTo(Fate.REFUSED);
  }

  @Test
  void triesAgainWhenTwoEventsMeet() throws Exception {
    failures.add(new ConcurrencyFailureException("rival"));
    failures.add(new ConcurrencyFailureException("rival"));
    assertThat(send("e1", NOW, NEW, LEAVER).getStatus()).isEqualTo(202);
  }

  private Lifecycle.Outcome accept(EmploymentChange change) {
    if (!failures.isEmpty()) {
      throw failures.remove(0);
    }
    accepted.add(change);
    return new Lifecycle.Outcome(Lifecycle.Fate.STARTED, "case-" + accepted.size());
  }

  private Inbox inbox() {
    return context.getBean(Inbox.class);
  }

  private MockHttpServletResponse send(String id, Instant at, Secret secret, String body)
      throws Exception {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    var timestamp = Long.toString(at.getEpochSecond());
    return http.perform(
            MockMvcRequestBuilders.post("/hr/v1/sources/hr/events")
                .contentType("application/json")
                .header("webhook-id", id)
                .header("webhook-timestamp", timestamp)
                .header("webhook-signature", Signatures.sign(secret, id, timestamp, bytes))
                .content(bytes))
        .andReturn()
        .getResponse();
  }
}
