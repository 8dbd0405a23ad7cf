package io.muster.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.people.EmployeeId;
import io.muster.people.LegalHolds;
import io.muster.people.Worker;
import io.muster.people.Workforce;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.safety.WipePlan.Approval;
import io.muster.safety.WipePlan.OnSilence;
import io.muster.testing.InMemoryHolds;
import io.muster.testing.MovableClock;
import io.muster.testing.Postgres;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

class WipeSafetyTests {
  private static final EmployeeId LEAVER = new EmployeeId("E1001");
  private static final Instant START = Instant.parse("2026-11-24T08:00:00Z");
  private static final DeviceFacts LAPTOP =
      new DeviceFacts(
          new DeviceId(41),
          "C02X",
          "12",
          Ownership.CORPORATE,
          START.minusSeconds(99),
          true,
          START,
          Known.NO,
          Known.YES);

  private final DataSource database = Postgres.dataSource();
  private final MovableClock clock = new MovableClock(START);
  private final KnownWorkers workforce = new KnownWorkers();
  private final LegalHolds holds = new InMemoryHolds(clock);
  private final WipeSafety safety = node();
  private final AtomicInteger calls = new AtomicInteger();

  @Test
  void wipesOnceWhenSomebodyAgreed() {
    var warrant = approvedWarrant();
    spend(warrant, LAPTOP, false);
    spend(warrant, LAPTOP, false);
    assertThat(calls).hasValue(1);
  }

  @Test
  void issuesNoWarrantWithoutAnAnswer() {
    var plan = safety.plan(complete(LAPTOP));
    assertThatThrownBy(() -> safety.issue(plan, LAPTOP)).isInstanceOf(Refused.class);
  }

  @Test
  void issuesNoWarrantAfterANo() {
    var plan = safety.plan(complete(LAPTOP));
    safety.decline(plan, "boss", "not his");
    assertThatThrownBy(() -> safety.approve(plan, "other", "but yes")).isInstanceOf(Refused.class);
    assertThatThrownBy(() -> safety.issue(plan, LAPTOP)).hasMessageContaining("declined");
  }

  @Test
  void neverWipesCompletelyWhatIsNotKnownToBeTheCompanys() {
    for (var ownership : new Ownership[] {Ownership.PERSONAL, Ownership.UNKNOWN}) {
      var device =
          new DeviceFacts(
              LAPTOP.device(),
              "C02X",
              "12",
              ownership,
              LAPTOP.enrolledAt(),
              true,
              START,
              Known.NO,
              Known.YES);
      assertThatThrownBy(() -> safety.plan(complete(device)))
          .isInstanceOf(Refused.class)
          .hasMessageContaining("never wiped completely");
    }
  }

  @Test
  void neverWipesCompletelyWithoutAskingAnybody() {
    var plan =
        new WipePlan(
            "case",
            LEAVER,
            LAPTOP,
            Claim.THEIRS,
            WipeKind.COMPLETE,
            Approval.NONE,
            null,
            OnSilence.KEEP_LOCKED);
    assertThatThrownBy(() -> safety.plan(plan)).isInstanceOf(Refused.class);
  }

  @Test
  void takesOnlyTheCompanysPartOffAPrivatePhoneWithoutAsking() {
    var phone =
        new DeviceFacts(
            new DeviceId(7),
            "F17",
            "12",
            Ownership.PERSONAL,
            LAPTOP.enrolledAt(),
            true,
            START,
            Known.NO,
            Known.YES);
    var plan =
        safety.plan(
            new WipePlan(
                "case",
                LEAVER,
                phone,
                Claim.THEIRS,
                WipeKind.CORPORATE,
                Approval.NONE,
                null,
                OnSilence.KEEP_LOCKED));
    spend(safety.issue(plan, phone), phone, false);
    assertThat(calls).hasValue(1);
  }

  @Test
  void refusesEverythingUnderLegalHoldEvenAfterTheWarrantWasIssued() {
    var warrant = approvedWarrant();
    holds.place(LEAVER, "counsel", "a lawsuit");
    assertThatThrownBy(() -> spend(warrant, LAPTOP, false)).hasMessageContaining("legal hold");
    assertThatThrownBy(() -> safety.plan(complete(LAPTOP))).hasMessageContaining("legal hold");
    assertThat(calls).hasValue(0);
  }

  @ParameterizedTest
  @EnumSource
  void refusesADeviceThatIsNotAsItWasApproved(Change change) {
    var warrant = approvedWarrant();
    assertThatThrownBy(() -> spend(warrant, change.of(LAPTOP), false))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("not as it was approved");
    assertThat(calls).hasValue(0);
  }

  @Test
  void doesNotLetTheLeaverApproveTheirOwnWipe() {
    var plan = safety.plan(complete(LAPTOP));
    assertThatThrownBy(() -> safety.approve(plan, "e1001", "fine")).hasMessageContaining("leaver");
    assertThatThrownBy(() -> safety.approve(plan, "ADA@example.com", "fine"))
        .hasMessageContaining("leaver");
  }

  @Test
  void takesNoApprovalAfterTheDeadline() {
    var plan = safety.plan(complete(LAPTOP));
    clock.advance(Duration.ofDays(1));
    assertThatThrownBy(() -> safety.approve(plan, "boss", "late")).isInstanceOf(Refused.class);
  }

  @Test
  void letsSilenceCountOnlyWhereThePlanSaysSoAndTheTimeHasPassed() {
    var keeping = safety.plan(complete(LAPTOP));
    var wiping = safety.plan(complete(LAPTOP, OnSilence.WIPE, Duration.ofHours(5)));
    assertThatThrownBy(() -> safety.letSilenceCount(wiping)).hasMessageContaining("not passed");
    clock.advance(Duration.ofDays(2));
    assertThatThrownBy(() -> safety.letSilenceCount(keeping)).isInstanceOf(Refused.class);
    safety.letSilenceCount(wiping);
    safety.letSilenceCount(wiping);
    spend(safety.issue(wiping, LAPTOP), LAPTOP, false);
    assertThat(calls).hasValue(1);
  }

  @Test
  void doesNotLetSilenceCountTooEarly() {
    assertThatThrownBy(() -> safety.plan(complete(LAPTOP, OnSilence.WIPE, Duration.ofMinutes(239))))
        .hasMessageContaining("PT4H");
  }

  @Test
  void looksBeforeItCallsAgainWhenTheAnswerWasLost() {
    var warrant = approvedWarrant();
    assertThatThrownBy(() -> safety.spend(warrant, LAPTOP, () -> false, this::losingTheAnswer))
        .isInstanceOf(Unavailable.class);
    spend(warrant, LAPTOP, true);
    clock.advance(Duration.ofHours(1));
    spend(warrant, LAPTOP, true);
    assertThat(calls).hasValue(1);
  }

  @Test
  void callsAgainOnlyOnceTheWorldHasSettledAndTheDeviceKnowsOfNothing() {
    var warrant = approvedWarrant();
    assertThatThrownBy(() -> safety.spend(warrant, LAPTOP, () -> false, this::losingTheAnswer))
        .isInstanceOf(Unavailable.class);
    assertThatThrownBy(() -> spend(warrant, LAPTOP, false))
        .isInstanceOfSatisfying(
            Unavailable.class,
            wait -> assertThat(wait.notBefore()).contains(START.plus(Duration.ofMinutes(1))));
    clock.advance(Duration.ofMinutes(1));
    spend(warrant, LAPTOP, false);
    assertThat(calls).hasValue(2);
  }

  @Test
  void forgetsAWarrantThatWasNotSpentInTime() {
    var warrant = approvedWarrant();
    clock.advance(Duration.ofDays(8));
    assertThatThrownBy(() -> spend(warrant, LAPTOP, false)).hasMessageContaining("older than");
  }

  @Test
  void letsOneOfManyNodesCall() throws Exception {
    var warrant = approvedWarrant();
    var threads = 8;
    var together = new CountDownLatch(threads);
    var pool = Executors.newFixedThreadPool(threads);
    try {
      var attempts =
          IntStream.range(0, threads)
              .<Future<?>>mapToObj(
                  number ->
                      pool.submit(
                          () -> {
                            var node = node();
                            together.countDown();
                            together.await();
                            try {
                              node.spend(warrant, LAPTOP, () -> false, calls::incrementAndGet);
                            } catch (Unavailable otherWasQuicker) {
                              assertThat(otherWasQuicker.surelyNotSent()).isTrue();
                            }
                            return null;
                          }))
              .toList();
      for (var attempt : attempts) {
        attempt.get();
      }
    } finally {
      pool.shutdown();
    }
    assertThat(calls).hasValue(1);
  }

  @Test
  void demandsAWarrantForExactlyThisDevice() {
    var warrant = approvedWarrant();
    assertThatThrownBy(() -> safety.demandWarrantFor(LAPTOP.device()))
        .isInstanceOf(IllegalStateException.class);
    safety.spend(
        warrant,
        LAPTOP,
        () -> false,
        () -> {
          assertThatCode(() -> safety.demandWarrantFor(LAPTOP.device())).doesNotThrowAnyException();
          assertThatThrownBy(() -> safety.demandWarrantFor(new DeviceId(42)))
              .isInstanceOf(IllegalStateException.class);
        });
  }

  private WipeWarrant approvedWarrant() {
    var plan = safety.plan(complete(LAPTOP));
    safety.approve(plan, "boss", "agreed");
    return safety.issue(plan, LAPTOP);
  }

  private void spend(WipeWarrant warrant, DeviceFacts live, boolean happenedAlready) {
    safety.spend(warrant, live, () -> happenedAlready, calls::incrementAndGet);
  }

  private void losingTheAnswer() {
    calls.incrementAndGet();
    throw Unavailable.answerLost("no answer", null);
  }

  private WipePlan complete(DeviceFacts device) {
    return complete(device, OnSilence.KEEP_LOCKED, Duration.ofDays(1));
  }

  private WipePlan complete(DeviceFacts device, OnSilence onSilence, Duration time) {
    return new WipePlan(
        "case",
        LEAVER,
        device,
        Claim.THEIRS,
        WipeKind.COMPLETE,
        Approval.ONE_PERSON,
        START.plus(time),
        onSilence);
  }

  private WipeSafety node() {
    var jdbc = JdbcClient.create(database);
    var properties =
        new SafetyProperties(Duration.ofHours(4), Duration.ofMinutes(1), Duration.ofDays(7));
    return new JdbcWipeSafety(
        jdbc,
        new PlanStore(jdbc),
        new Interlocks(workforce, holds, properties),
        properties,
        new DataSourceTransactionManager(database),
        clock);
  }

  enum Change {
    SERIAL,
    OWNER,
    NOBODYS,
    OWNERSHIP,
    ENROLMENT,
    GONE,
    OTHER_DEVICE;

    DeviceFacts of(DeviceFacts facts) {
      return new DeviceFacts(
          this == OTHER_DEVICE ? new DeviceId(42) : facts.device(),
          this == SERIAL ? "other" : facts.serial(),
          owner(facts),
          this == OWNERSHIP ? Ownership.PERSONAL : facts.ownership(),
          this == ENROLMENT ? START : facts.enrolledAt(),
          this != GONE,
          facts.lastSeen(),
          facts.shared(),
          facts.recoveryKey());
    }

    private @Nullable String owner(DeviceFacts facts) {
      return this == OWNER ? "13" : this == NOBODYS ? null : facts.owner();
    }
  }

  /** Everybody is Ada. */
  private static final class KnownWorkers implements Workforce {
    @Override
    public Optional<Worker> find(EmployeeId employee) {
      return Optional.of(
          new Worker(
              employee,
              "Ada",
              "Lovelace",
              "ada@example.com",
              "Engineering",
              "Engineer",
              "Berlin",
              null,
              null,
              ZoneOffset.UTC,
              LocalDate.of(2020, 1, 1),
              false));
    }

    @Override
    public void know(Worker worker) {
      throw new UnsupportedOperationException("nobody is hired here");
    }
  }
}
