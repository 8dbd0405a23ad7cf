package io.muster.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.ledger.Entry.Answer;
import io.muster.people.EmployeeId;
import io.muster.remote.CallBudget;
import io.muster.remote.OutboundCallGuard;
import io.muster.remote.RemoteFailure;
import io.muster.testing.MovableClock;
import io.muster.testing.Postgres;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

class JdbcLedgerTests {
  private static final EmployeeId ADA = new EmployeeId("E1001");
  private static final CaseRef CASE = new CaseRef("offboarding", "case-1", ADA, "suspendAccount");

  private final javax.sql.DataSource database = Postgres.dataSource();
  private final DataSourceTransactionManager transactions =
      new DataSourceTransactionManager(database);
  private final MovableClock clock = new MovableClock(Instant.parse("2026-11-24T08:00:00Z"));
  private final List<Object> told = new ArrayList<>();
  private final AtomicInteger booked = new AtomicInteger();
  private final AtomicReference<RemoteFailure> turnedAway = new AtomicReference<>();
  private final CallBudget budget =
      new CallBudget() {
        @Override
        public void pay(String connection) {
          throw new IllegalStateException("the ledger books");
        }

        @Override
        public Booking book(String connection) {
          if (turnedAway.get() != null) {
            throw turnedAway.get();
          }
          return booked::incrementAndGet;
        }
      };
  private final Ledger ledger =
      new JdbcLedger(JdbcClient.create(database), transactions, budget, told::add, clock);

  @Test
  void writesTheIntentBeforeTheCall() {
    inCase(
        () ->
            ledger.perform(
                "okta",
                "account.suspend",
                "00u1",
                () ->
                    assertThat(ledger.of(ADA))
                        .singleElement()
                        .satisfies(entry -> assertThat(entry.answer()).isEqualTo(Answer.NONE))));
    assertThat(ledger.of(ADA))
        .singleElement()
        .satisfies(entry -> assertThat(entry.answer()).isEqualTo(Answer.ACCEPTED));
  }

  @Test
  void tellsWhatItWroteWithTheIdsByWhichTheVendorFindsTheRequests() {
    OutboundCallGuard.answeredAs("nobody asked");
    inCase(
        () ->
            ledger.perform(
                "okta",
                "account.suspend",
                "00u1",
                () -> {
                  OutboundCallGuard.answeredAs(null);
                  OutboundCallGuard.answeredAs(" ");
                  OutboundCallGuard.answeredAs("req-1");
                  OutboundCallGuard.answeredAs("x".repeat(101));
                }));
    inCase(() -> ledger.saw("account.suspend", "00u1", true, "SUSPENDED"));

    assertThat(told)
        .map(EffectRecorded.class::cast)
        .map(EffectRecorded::stage)
        .containsExactly(
            EffectRecorded.Stage.INTENDED,
            EffectRecorded.Stage.ANSWERED,
            EffectRecorded.Stage.SEEN);
    assertThat(((EffectRecorded) told.get(1)).requestIds())
        .containsExactly("req-1", "x".repeat(100));
    assertThat(((EffectRecorded) told.get(2)).entry().seen()).isEqualTo("SUSPENDED");
  }

  @Test
  void keepsTheEntryWhenTheSurroundingTransactionRollsBack() {
    new TransactionTemplate(transactions)
        .executeWithoutResult(
            transaction -> {
              inCase(() -> ledger.perform("okta", "account.suspend", "00u1", () -> {}));
              transaction.setRollbackOnly();
            });
    assertThat(ledger.of(ADA)).hasSize(1);
  }

  @Test
  void keepsTheAnswerWithTheStepAndAlsoWhenThatIsRolledBack() {
    for (var rolledBack : List.of(false, true)) {
      told.clear();
      new TransactionTemplate(transactions)
          .executeWithoutResult(
              transaction -> {
                inCase(() -> ledger.perform("okta", "account.suspend", "00u1", () -> {}));
                inCase(() -> ledger.saw("account.suspend", "00u1", true, "SUSPENDED"));
                assertThat(latest().answer()).isEqualTo(Answer.ACCEPTED);
                assertThat(elsewhere(() -> latest().answer()))
                    .as("as others see it, and as it is after a crash now")
                    .isEqualTo(Answer.NONE);
                if (rolledBack) {
                  transaction.setRollbackOnly();
                }
              });
      assertThat(latest().answer()).isEqualTo(Answer.ACCEPTED);
      assertThat(latest().seen()).isEqualTo("SUSPENDED");
      assertThat(told).hasSize(rolledBack ? 5 : 3);
    }
  }

  @Test
  void keepsAFailureAtOnce() {
    new TransactionTemplate(transactions)
        .executeWithoutResult(
            transaction -> {
              fails(RemoteFailure.Unavailable.answerLost("no answer", null));
              assertThat(elsewhere(() -> latest().answer())).isEqualTo(Answer.LOST);
            });
  }

  @Test
  void keepsOneEntryForEachCaseThatACallIsFor() {
    var other = new CaseRef("offboarding", "case-2", new EmployeeId("E1002"), "lockDevices");
    var both = List.of(new EffectTarget(CASE, "1"), new EffectTarget(other, "2"));
    new TransactionTemplate(transactions)
        .executeWithoutResult(
            transaction -> {
              inCase(() -> ledger.perform("hexnode", "device.lock", both, () -> true));
              assertThat(elsewhere(() -> ledger.of(other.employee())))
                  .as("others look for theirs before this transaction ends")
                  .singleElement()
                  .satisfies(
                      entry -> {
                        assertThat(entry.target()).isEqualTo("2");
                        assertThat(entry.answer()).isEqualTo(Answer.ACCEPTED);
                      });
            });
    assertThat(ledger.of(ADA)).singleElement().extracting(Entry::target).isEqualTo("1");
    assertThat(booked).as("one call").hasValue(1);
  }

  @Test
  void makesNoCallAboutNothing() {
    assertThatThrownBy(
            () -> inCase(() -> ledger.perform("hexnode", "device.lock", List.of(), () -> "called")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("hexnode");
    assertThat(booked).hasValue(0);
  }

  @Test
  void writesNoIntentOfACallThatHasToWaitForItsTurn() {
    turnedAway.set(RemoteFailure.Unavailable.turnedAway("used up", null, clock.instant()));

    assertThatThrownBy(
            () -> inCase(() -> ledger.perform("okta", "account.suspend", "00u1", () -> {})))
        .isSameAs(turnedAway.get());

    assertThat(ledger.of(ADA)).isEmpty();
    assertThat(booked).hasValue(0);
  }

  @Test
  void tellsALostAnswerFromACallThatWasNeverSent() {
    fails(RemoteFailure.Unavailable.answerLost("no answer", null));
    assertThat(latest().answer()).isEqualTo(Answer.LOST);
    assertThat(latest().mayHaveHappened()).isTrue();
    fails(RemoteFailure.Unavailable.turnedAway("429", null, null));
    assertThat(latest().answer()).isEqualTo(Answer.NOT_SENT);
    assertThat(latest().mayHaveHappened()).isFalse();
    fails(new RemoteFailure.Refused("no"));
    assertThat(latest().answer()).isEqualTo(Answer.REFUSED);
  }

  @Test
  void countsAnExceptionNobodyForesawAsALostAnswer() {
    fails(new IllegalStateException("secret details"));
    assertThat(latest().answer()).isEqualTo(Answer.LOST);
    assertThat(latest().note()).isEqualTo("IllegalStateException");
  }

  @Test
  void writesDownWhatWasSeenOfTheNewestEntry() {
    inCase(() -> ledger.perform("okta", "account.suspend", "00u1", () -> {}));
    inCase(() -> ledger.saw("account.suspend", "00u1", true, "SUSPENDED"));
    assertThat(latest().asWished()).isTrue();
    assertThat(latest().seenAt()).isEqualTo(clock.instant());
  }

  @Test
  void writesNothingAboutAnEffectNobodyAskedFor() {
    inCase(() -> ledger.saw("account.suspend", "00u1", true, "SUSPENDED"));
    assertThat(ledger.of(ADA)).isEmpty();
  }

  private void fails(RuntimeException failure) {
    assertThatThrownBy(
            () ->
                inCase(
                    () ->
                        ledger.perform(
                            "okta",
                            "account.suspend",
                            "00u1",
                            () -> {
                              throw failure;
                            })))
        .isSameAs(failure);
  }

  private Entry latest() {
    return CASE.during(() -> ledger.latest("account.suspend", "00u1").orElseThrow());
  }

  private <T> T elsewhere(Supplier<T> look) {
    var apart = new TransactionTemplate(transactions);
    apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    return Objects.requireNonNull(apart.execute(transaction -> look.get()));
  }

  private static void inCase(Runnable work) {
    CASE.during(
        () -> {
          work.run();
          return true;
        });
  }
}
