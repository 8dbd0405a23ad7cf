package io.muster.leavers;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.muster.leavers.JdbcLeaverClock.Query;
import io.muster.ledger.Outcome.Kind;
import io.muster.ledger.Outcome.State;
import io.muster.ledger.Outcomes;
import io.muster.people.EmployeeId;
import io.muster.testing.MovableClock;
import io.muster.testing.Postgres;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ClassPathBeanDefinitionScanner;
import org.springframework.core.type.filter.AssignableTypeFilter;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.TransactionTemplate;

class LeaverMetricsTests {
  private static final EmployeeId ADA = new EmployeeId("E1001");
  private static final Instant NINE = Instant.parse("2026-11-24T09:00:00Z");
  private static final Duration PROMISE = Duration.ofMinutes(1);
  private static final String CASE = "case-1";

  private final DataSource database = Postgres.dataSource();
  private final MovableClock clock = new MovableClock(NINE);
  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final TransactionTemplate transaction =
      new TransactionTemplate(new JdbcTransactionManager(database));
  private final AnnotationConfigApplicationContext context = open();
  private final Outcomes outcomes = context.getBean(Outcomes.class);
  private final LeaverClock leavers = context.getBean(LeaverClock.class);
  private final JdbcLeaverClock clocks = context.getBean(JdbcLeaverClock.class);
  private final TimeToSecure times = context.getBean(TimeToSecure.class);

  @EnableTransactionManagement
  static class Transactions {}

  private AnnotationConfigApplicationContext open() {
    var opened = new AnnotationConfigApplicationContext();
    opened.registerBean(Clock.class, () -> clock);
    opened.registerBean(MeterRegistry.class, () -> meters);
    opened.registerBean(JdbcClient.class, () -> JdbcClient.create(database));
    opened.registerBean(LeaversProperties.class, () -> new LeaversProperties(PROMISE));
    opened.register(
        Transactions.class,
        JdbcLeaverClock.class,
        SecuringWatch.class,
        LeaverMetrics.class,
        TimeToSecure.class);
    new ClassPathBeanDefinitionScanner(opened, false) {
      {
        addIncludeFilter(new AssignableTypeFilter(Outcomes.class));
      }
    }.scan("io.muster.ledger");
    opened.refresh();
    return opened;
  }

  @AfterEach
  void close() {
    context.close();
  }

  @ParameterizedTest
  @EnumSource
  void timesEveryOutcomeFromTheEffectiveInstantToItsFirstSight(Kind kind) {
    leavers.starts(CASE, ADA, NINE);
    say(kind, State.REQUESTED, 1);
    say(kind, State.ACCEPTED, 2);
    assertThat(seen(kind).count()).isZero();
    say(kind, State.OBSERVED, 42);
    say(kind, State.OBSERVED, 50);
    say(kind, State.CONTRADICTED, 60);
    say(kind, State.CONTRADICTED, 61);
    say(kind, State.OBSERVED, 70);

    assertThat(seen(kind).count()).isEqualTo(1);
    assertThat(seen(kind).totalTime(TimeUnit.SECONDS)).isEqualTo(42);
    assertThat(contradicted(kind)).isEqualTo(1);
  }

  @Test
  void countsAfterTheCommitAndNothingThatIsRolledBack() {
    leavers.starts(CASE, ADA, NINE);
    transaction.executeWithoutResult(
        undone -> {
          say(Kind.ACCOUNT, State.OBSERVED, 5);
          say(Kind.LOCK, State.CONTRADICTED, 5);
          undone.setRollbackOnly();
        });
    assertThat(seen(Kind.ACCOUNT).count()).isZero();
    assertThat(contradicted(Kind.LOCK)).isZero();
    assertThat(secure().count()).isZero();
    assertThat(clocks.find(CASE).orElseThrow().securedAt()).isNull();

    transaction.executeWithoutResult(
        kept -> {
          say(Kind.ACCOUNT, State.OBSERVED, 5);
          say(Kind.SESSIONS, State.OBSERVED, 8);
          say(Kind.WIPE, State.CONTRADICTED, 8);
          assertThat(seen(Kind.ACCOUNT).count()).as("before the commit").isZero();
          assertThat(contradicted(Kind.WIPE)).as("before the commit").isZero();
          assertThat(secure().count()).as("before the commit").isZero();
        });
    assertThat(seen(Kind.ACCOUNT).count()).isEqualTo(1);
    assertThat(contradicted(Kind.WIPE)).isEqualTo(1);
    assertThat(secure().count()).as("once, however much one transaction says").isEqualTo(1);
    assertThat(secure().totalTime(TimeUnit.SECONDS)).isEqualTo(8);
  }

  @Test
  void isSecuredOnceAndShownAsNotSecuredWhileSomethingIsContradicted() {
    leavers.starts(CASE, ADA, NINE);
    say(Kind.ACCOUNT, State.REQUESTED, 0);
    say(Kind.LOCK, State.REQUESTED, 0);
    say(Kind.ACCOUNT, State.OBSERVED, 10);
    assertThat(secure().count()).isZero();
    say(Kind.LOCK, State.OBSERVED, 30);
    assertThat(securedAt()).isEqualTo(NINE.plusSeconds(30));

    say(Kind.ACCOUNT, State.CONTRADICTED, 100);
    assertThat(securedAt()).isNull();
    say(Kind.ACCOUNT, State.OBSERVED, 200);

    assertThat(securedAt()).isEqualTo(NINE.plusSeconds(200));
    assertThat(clocks.find(CASE).orElseThrow().firstSecuredAt()).isEqualTo(NINE.plusSeconds(30));
    assertThat(secure().count()).isEqualTo(1);
    assertThat(secure().totalTime(TimeUnit.SECONDS)).isEqualTo(30);
  }

  @Test
  void judgesAlsoWhatWasSaidBeforeTheClockStarted() {
    say(Kind.ACCOUNT, State.OBSERVED, 5);
    assertThat(secure().count()).isZero();
    leavers.starts(CASE, ADA, NINE);
    assertThat(securedAt()).isEqualTo(NINE.plusSeconds(5));
    assertThat(secure().count()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"59999, 0", "60000, 0", "60001, 1"})
  void countsAsUnsecuredWhoIsNotSecuredWhenThePromisedTimeHasPassed(long millis, double late) {
    leavers.starts(CASE, ADA, NINE);
    say(Kind.ACCOUNT, State.ACCEPTED, 0);
    clock.set(NINE.plusMillis(millis));
    assertThat(unsecured()).isEqualTo(late);

    outcomes.say(CASE, ADA, Kind.ACCOUNT, "t", State.OBSERVED, "");
    assertThat(unsecured()).isZero();
    outcomes.say(CASE, ADA, Kind.ACCOUNT, "t", State.CONTRADICTED, "");
    assertThat(unsecured()).isEqualTo(late);
    leavers.ends(CASE, "rescinded");
    assertThat(unsecured()).isZero();
    leavers.starts(CASE, ADA, NINE);
    assertThat(unsecured()).as("goes on").isEqualTo(late);
  }

  @Test
  void keepsTheFirstEndAndCountsFromANewInstant() {
    leavers.starts(CASE, ADA, NINE);
    leavers.ends(CASE, "completed");
    clock.advance(Duration.ofHours(1));
    leavers.ends(CASE, "again");
    leavers.ends("unknown", "completed");
    var ended = clocks.find(CASE).orElseThrow();
    assertThat(ended.endedAt()).isEqualTo(NINE);
    assertThat(ended.endedHow()).isEqualTo("completed");

    leavers.starts(CASE, ADA, NINE.plusSeconds(60));
    var anew = clocks.find(CASE).orElseThrow();
    assertThat(anew.effectiveAt()).isEqualTo(NINE.plusSeconds(60));
    assertThat(anew.endedAt()).isNull();
    assertThat(anew.number()).isEqualTo(ended.number());
  }

  @Test
  void isSecuredWhenTheLastTwoAreSeenAtTheSameTime() throws Exception {
    leavers.starts(CASE, ADA, NINE);
    say(Kind.ACCOUNT, State.REQUESTED, 0);
    say(Kind.LOCK, State.REQUESTED, 0);
    var bothSaid = new CountDownLatch(2);
    var one = inParallel(Kind.ACCOUNT, bothSaid);
    var another = inParallel(Kind.LOCK, bothSaid);
    one.get(30, TimeUnit.SECONDS);
    another.get(30, TimeUnit.SECONDS);

    assertThat(securedAt()).isNotNull();
    assertThat(secure().count()).isEqualTo(1);
  }

  private CompletableFuture<Void> inParallel(Kind kind, CountDownLatch bothSaid) {
    return CompletableFuture.runAsync(
        () ->
            transaction.executeWithoutResult(
                mine -> {
                  outcomes.say(CASE, ADA, kind, "t", State.OBSERVED, "");
                  bothSaid.countDown();
                  try {
                    if (!bothSaid.await(30, TimeUnit.SECONDS)) {
                      throw new IllegalStateException(new TimeoutException());
                    }
                  } catch (InterruptedException interrupted) {
                    throw new IllegalStateException(interrupted);
                  }
                }));
  }

  @Test
  void addsUpWhoLeftWithinTheSpan() {
    var day = Duration.ofDays(1);
    leavers.starts("today", ADA, NINE);
    leavers.starts("just-within", ADA, NINE.minus(day).plusMillis(1));
    leavers.starts("just-outside", ADA, NINE.minus(day));
    leavers.starts("to-come", ADA, NINE.plusMillis(1));
    leavers.starts("called-off", ADA, NINE);
    JdbcClient.create(database)
        .sql(
            "update muster_leaver_clock set ended_at = effective_at - interval '1 second' where case_id = 'called-off'")
        .update();
    clock.set(NINE);
    outcomes.say("today", ADA, Kind.ACCOUNT, "t", State.OBSERVED, "");
    outcomes.say("today", ADA, Kind.WIPE, "a", State.ACCEPTED, "");
    outcomes.say("today", ADA, Kind.WIPE, "b", State.NOT_OBSERVABLE, "");

    var summary = times.summary(day);

    assertThat(summary.leavers()).isEqualTo(2);
    assertThat(summary.secured()).isEqualTo(1);
    assertThat(summary.late()).isEqualTo(1);
    assertThat(summary.everything()).isEqualTo(new Spread(1, 1, 0.0, 0.0));
    assertThat(summary.outcomes())
        .containsOnlyKeys(Kind.ACCOUNT, Kind.WIPE)
        .containsEntry(Kind.ACCOUNT, new Spread(1, 0, 0.0, 0.0))
        .containsEntry(Kind.WIPE, new Spread(0, 1, null, null));
  }

  @Test
  void addsUpMoreLeaversThanAreReadAtOnce() {
    for (int number = 1; number <= 501; number++) {
      leavers.starts("case-" + number, ADA, NINE);
    }
    outcomes.say("case-501", ADA, Kind.ACCOUNT, "t", State.OBSERVED, "");
    assertThat(times.summary(Duration.ofDays(1)).leavers()).isEqualTo(501);
    assertThat(times.summary(Duration.ofDays(1)).outcomes()).containsKey(Kind.ACCOUNT);
    assertThat(times.newest(new Query(null, null, null, 501)).lowest()).isEmpty();
    assertThat(times.newest(new Query(null, null, null, 500)).lowest()).isPresent();
  }

  private void say(Kind kind, State state, long second) {
    clock.set(NINE.plusSeconds(second));
    outcomes.say(CASE, ADA, kind, "t", state, "");
  }

  private @Nullable Instant securedAt() {
    return clocks.find(CASE).orElseThrow().securedAt();
  }

  private Timer seen(Kind kind) {
    return meters.get("muster.leaver.secured").tag("outcome", tag(kind)).timer();
  }

  private Timer secure() {
    return meters.get("muster.leaver.secure").timer();
  }

  private double contradicted(Kind kind) {
    return meters.get("muster.leaver.contradicted").tag("outcome", tag(kind)).counter().count();
  }

  private double unsecured() {
    return meters.get("muster.leaver.unsecured").gauge().value();
  }

  private static String tag(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
