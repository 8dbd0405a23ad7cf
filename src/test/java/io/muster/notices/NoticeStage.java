package io.muster.notices;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.muster.directory.PublicAddress;
import io.muster.lifecycle.Alarms;
import io.muster.notices.NoticesProperties.Digest;
import io.muster.notices.NoticesProperties.Mail;
import io.muster.notices.NoticesProperties.Naming;
import io.muster.notices.NoticesProperties.Recipients;
import io.muster.testing.MovableClock;
import io.muster.testing.Postgres;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** A desk, a post and a database of their own, and what operators are asked. */
final class NoticeStage implements Alarms {
  static final Instant NINE = Instant.parse("2026-11-30T09:00:00Z");
  static final Duration REPEAT = Duration.ofHours(24);

  final MovableClock clock = new MovableClock(NINE);
  final DataSource database = Postgres.dataSource();
  final JdbcClient jdbc = JdbcClient.create(database);
  final NoticeStore store = new NoticeStore(jdbc);
  final MeterRegistry meters = new SimpleMeterRegistry();
  final Map<String, String> asked = new TreeMap<>();
  final List<String> raised = new ArrayList<>();

  /** Operators by mail, approvers by mail and chat; one operator is an approver too. */
  static NoticesProperties settings(int oneByOne, Map<String, List<String>> topics) {
    return new NoticesProperties(
        URI.create("https://muster.example.com/"),
        new Mail("muster@example.com", Duration.ofSeconds(1), false),
        Map.of(),
        Map.of(
            "operator",
            new Recipients(List.of("op@example.com", "both@example.com"), List.of()),
            "approver",
            new Recipients(List.of("both@example.com"), List.of("wipes"))),
        topics,
        Naming.NOBODY,
        REPEAT,
        oneByOne,
        new Digest(LocalTime.of(8, 0), ZoneId.of("UTC")));
  }

  static NoticesProperties settings() {
    return settings(5, Map.of());
  }

  NoticeDesk desk(NoticesProperties properties) {
    return new NoticeDesk(
        properties, new PublicAddress(null), store, new JdbcTransactionManager(database), clock);
  }

  /** A post as each node and each start of it has one. */
  Post post() {
    return new Post(store, this, new SimpleMeterRegistry(), clock);
  }

  static Notice notice(String subject) {
    return new Notice(Topic.FEED, subject, "Look at it.", "/console");
  }

  /** Everything that is kept, as {@code channel address: subject}. */
  List<String> kept() {
    return jdbc.sql(
            "select channel || ' ' || address || ': ' || subject from muster_notice order by id")
        .query(String.class)
        .list();
  }

  List<String> states() {
    return jdbc.sql("select state from muster_notice order by id").query(String.class).list();
  }

  @Override
  public void raise(String source, String problem) {
    asked.put(source, problem);
    raised.add(source);
  }

  @Override
  public void goesOn(String source, String problem) {
    asked.replace(source, problem);
  }

  @Override
  public void over(String source) {
    asked.remove(source);
  }

  /** A channel that does as it is told. */
  static final class Played implements Channel {
    final List<String> got = new ArrayList<>();
    final List<NotSent> failures = new ArrayList<>();

    @Override
    public String name() {
      return Recipient.MAIL;
    }

    @Override
    public void send(Outgoing notice) throws NotSent {
      if (!failures.isEmpty()) {
        throw failures.remove(0);
      }
      got.add(notice.address() + ": " + notice.subject());
    }
  }
}
