package io.muster.siem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.muster.doors.AuditEntry;
import io.muster.guard.AgreedDeployments;
import io.muster.guard.Loosening;
import io.muster.guard.Loosening.Digest;
import io.muster.guard.Loosening.Kind;
import io.muster.guard.Loosening.Subject;
import io.muster.guard.Person;
import io.muster.lifecycle.Alarms;
import io.muster.people.EmployeeId;
import io.muster.people.HoldChanged;
import io.muster.process.AnswerGiven;
import io.muster.testing.MovableClock;
import io.muster.testing.PlayedStops;
import io.muster.testing.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class SiemTests {
  private static final Instant NINE = Instant.parse("2026-11-30T09:00:00Z");

  @TempDir Path folder;

  private final MovableClock clock = new MovableClock(NINE);
  private final DataSource database = Postgres.dataSource();
  private final JdbcTransactionManager transactions = new JdbcTransactionManager(database);
  private final SiemStore store = new SiemStore(JdbcClient.create(database));
  private final Map<String, String> asked = new TreeMap<>();
  private final List<String> raised = new ArrayList<>();

  private Path file() {
    return folder.resolve("events.jsonl");
  }

  private SiemProperties on() {
    return new SiemProperties(file().toString());
  }

  private SiemListener listener() {
    return new SiemListener(on(), store, transactions, clock);
  }

  /** A forwarder as each node and each start has one. */
  private SiemForwarder forwarder() {
    return new SiemForwarder(
        on(),
        store,
        new Alarms() {
          @Override
          public void raise(String source, String problem) {
            raised.add(source);
            asked.put(source, problem);
          }

          @Override
          public void goesOn(String source, String problem) {
            asked.replace(source, problem);
          }

          @Override
          public void over(String source) {
            asked.remove(source);
          }
        },
        transactions,
        new SimpleMeterRegistry(),
        clock);
  }

  private List<JsonNode> lines() throws IOException {
    var lines = new ArrayList<JsonNode>();
    if (Files.exists(file())) {
      for (var line : Files.readAllLines(file())) {
        lines.add(new ObjectMapper().readTree(line));
      }
    }
    return lines;
  }

  private static HoldChanged hold() {
    return new HoldChanged(new EmployeeId("E1001"), true, NINE, "bob", "why");
  }

  @Test
  void whatWasKeptBeforeAStopIsWrittenOnceByTheNextStart() throws IOException {
    listener().held(hold());
    assertThat(lines()).isEmpty();
    forwarder().forward();
    forwarder().forward();
    assertThat(lines()).hasSize(1);
    assertThat(store.waiting()).isZero();
    listener().held(hold());
    forwarder().forward();
    assertThat(lines()).as("the file is appended to").hasSize(2);
    assertThat(lines().get(0).path("metadata").path("uid"))
        .isNotEqualTo(lines().get(1).path("metadata").path("uid"));
  }

  @Test
  void whatIsRolledBackWasNoEventButARefusalStaysOne() throws IOException {
    new TransactionTemplate(transactions)
        .executeWithoutResult(
            undone -> {
              listener().held(hold());
              listener().audited(new AuditEntry("deployment", false, "bob", null, "x.bpmn"));
              undone.setRollbackOnly();
            });
    forwarder().forward();
    assertThat(lines())
        .singleElement()
        .satisfies(line -> assertThat(line.path("status_id").asInt()).isEqualTo(2));
  }

  @Test
  void writesMoreThanFitIntoOneBatch() throws IOException {
    new TransactionTemplate(transactions)
        .executeWithoutResult(
            kept -> {
              for (var event = 0; event < 501; event++) {
                listener().held(hold());
              }
            });
    forwarder().forward();
    assertThat(lines()).hasSize(501);
    var ids = new HashSet<String>();
    lines().forEach(line -> ids.add(line.path("metadata").path("uid").asText()));
    assertThat(ids).hasSize(501);
  }

  @Test
  void keepsWhatCannotBeWrittenAndAsksOperatorsAtTheThirdFailure() throws IOException {
    listener().held(hold());
    Files.createDirectory(file());
    var forwarder = forwarder();
    for (var failure = 1; failure < SiemForwarder.FAILURES_UNTIL_ALARM; failure++) {
      forwarder.forward();
      assertThat(asked).isEmpty();
    }
    forwarder.forward();
    forwarder.forward();
    assertThat(raised).containsExactly(SiemForwarder.ABOUT);
    clock.advance(Duration.ofDays(1).minusMillis(1));
    forwarder.forward();
    assertThat(raised).hasSize(1);
    clock.advance(Duration.ofMillis(1));
    forwarder.forward();
    assertThat(raised).hasSize(2);
    assertThat(store.waiting()).isEqualTo(1);

    Files.delete(file());
    forwarder.forward();
    assertThat(asked).isEmpty();
    assertThat(lines()).hasSize(1);
  }

  @Test
  void hearsWhatTheOtherModulesPublish() {
    try (var context = new AnnotationConfigApplicationContext()) {
      context.registerBean(SiemListener.class, this::listener);
      context.refresh();
      context.publishEvent(new AuditEntry("account", true, "bob", null, "ada"));
      context.publishEvent(hold());
      context.publishEvent(
          new AnswerGiven("case-1", null, "approveWipe", "bob", NINE, null, "", "", ""));
      context.publishEvent(OcsfTests.effect());
      context.publishEvent(OcsfTests.wipe());
    }
    assertThat(store.waiting()).isEqualTo(5);
  }

  @Test
  void nothingIsKeptWhereNoSiemListens() {
    var off = new SiemListener(new SiemProperties(null), store, transactions, clock);
    off.held(hold());
    off.audited(new AuditEntry("account", true, "bob", null, "ada"));
    assertThat(store.waiting()).isZero();
  }

  @Test
  void tellsEachStepOfAChangeThatMakesWipesEasierOnceAndWhoTookIt() throws IOException {
    var loosenings = AgreedDeployments.on(database, clock);
    var change =
        loosenings.submit(
            new Loosening(
                new Subject(Kind.SETTINGS, "limits", null, "the configuration"),
                new Digest("content", "base"),
                List.of("more"),
                null,
                Map.of()));
    var look = new SiemLook(loosenings, new PlayedStops(), store, listener(), transactions, clock);
    look.look();
    look.look();
    loosenings.agree(
        change.number(), "content", new Person("bob", Set.of(), Set.of("approver")), "yes");
    loosenings.refuse(change.number(), new Person("dave", Set.of(), Set.of("administrator")), "no");
    look.look();
    look.look();
    forwarder().forward();
    assertThat(lines())
        .extracting(
            line ->
                "%s by %s"
                    .formatted(
                        line.path("activity_name").asText(),
                        line.path("actor").path("user").path("name").asText()))
        .containsExactly(
            "Change: handed in by ", "Change: agreed to by bob", "Change: refused by dave");
  }

  @Test
  void tellsThatWipesWereStoppedByWhomAndThatTheyGoOn() throws IOException {
    var stops = new PlayedStops();
    var look =
        new SiemLook(
            AgreedDeployments.on(database, clock), stops, store, listener(), transactions, clock);
    stops.pause("bob", "why");
    look.look();
    look.look();
    stops.goOn();
    look.look();
    look.look();
    forwarder().forward();
    assertThat(lines())
        .extracting(line -> line.path("activity_name").asText())
        .containsExactly("Wipes: paused", "Wipes: go on");
    assertThat(lines().get(0).path("actor").path("user").path("name").asText()).isEqualTo("bob");
  }

  @Test
  void wantsAFileThatCanBeWritten() throws IOException {
    assertThat(new SiemProperties(null).problems()).isEmpty();
    assertThat(new SiemProperties("-").problems()).isEmpty();
    assertThat(on().problems()).isEmpty();
    assertThat(new SiemProperties(folder.resolve("none/events").toString()).problems())
        .singleElement()
        .asString()
        .startsWith("muster.siem.file must be");
    Files.createDirectory(file());
    assertThat(on().problems()).hasSize(1);
  }
}
