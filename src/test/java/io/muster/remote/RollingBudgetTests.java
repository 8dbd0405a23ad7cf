package io.muster.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.remote.BudgetProperties.Limits;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.testing.MovableClock;
import io.muster.testing.Postgres;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class RollingBudgetTests {
  private static final int PER_MINUTE = 10;

  private final DataSource database = Postgres.dataSource();
  private final MovableClock clock = new MovableClock(Instant.parse("2026-11-24T08:00:00Z"));
  private final AtomicReference<Limits> published = new AtomicReference<>(Limits.NONE);
  private final CallBudget oneNode = node(new Limits(PER_MINUTE, null));
  private final CallBudget otherNode = node(new Limits(PER_MINUTE, null));

  @Test
  void isSharedByAllNodes() {
    for (var call = 0; call < 5; call++) {
      pay(oneNode, CallPriority.URGENT);
      pay(otherNode, CallPriority.URGENT);
    }
    assertThatThrownBy(() -> pay(otherNode, CallPriority.URGENT)).isInstanceOf(Unavailable.class);
  }

  @Test
  void neverLetsMoreThroughHoweverManyAskAtOnce() throws Exception {
    var paid = new AtomicInteger();
    var lanes = new CallPriority[] {CallPriority.URGENT, CallPriority.WIPE, CallPriority.JOINER};
    var threads = Executors.newFixedThreadPool(8);
    try {
      var asking =
          IntStream.range(0, 60)
              .<Callable<Boolean>>mapToObj(
                  number ->
                      () -> {
                        try {
                          pay(number % 2 == 0 ? oneNode : otherNode, lanes[number % lanes.length]);
                          paid.incrementAndGet();
                        } catch (Unavailable turnedAway) {
                          return false;
                        }
                        return true;
                      })
              .toList();
      for (var each : threads.invokeAll(asking)) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(paid).hasValue(PER_MINUTE);
  }

  @Test
  void neverLetsMoreThroughInAnyMinuteThanTheLimit() {
    var calls = new ArrayList<Instant>();
    for (var second = 0; second < 300; second++) {
      for (var asked = 0; asked < 3; asked++) {
        try {
          pay(oneNode, CallPriority.URGENT);
          calls.add(clock.instant());
        } catch (Unavailable turnedAway) {
          break;
        }
      }
      clock.advance(Duration.ofSeconds(1));
    }
    assertThat(calls)
        .hasSizeGreaterThanOrEqualTo(4 * PER_MINUTE)
        .allSatisfy(
            from ->
                assertThat(calls)
                    .filteredOn(call -> !call.isBefore(from) && call.isBefore(from.plusSeconds(60)))
                    .hasSizeLessThanOrEqualTo(PER_MINUTE));
  }

  @Test
  void leavesRoomForContainmentWhenJoinersFloodIt() {
    assertThatThrownBy(
            () -> {
              for (var call = 0; call < 100; call++) {
                pay(oneNode, CallPriority.JOINER);
              }
            })
        .isInstanceOf(Unavailable.class);
    assertThatCode(
            () -> {
              for (var call = 0; call < 3; call++) {
                pay(oneNode, CallPriority.URGENT);
              }
            })
        .doesNotThrowAnyException();
  }

  @Test
  void saysWhenItCanBePaidAgainAndKeepsItsWord() {
    for (var call = 0; call < PER_MINUTE; call++) {
      pay(oneNode, CallPriority.URGENT);
    }
    assertThatThrownBy(() -> pay(oneNode, CallPriority.URGENT))
        .isInstanceOfSatisfying(
            Unavailable.class,
            turnedAway -> {
              assertThat(turnedAway.surelyNotSent()).isTrue();
              clock.set(turnedAway.notBefore().orElseThrow());
            });
    assertThatCode(() -> pay(oneNode, CallPriority.URGENT)).doesNotThrowAnyException();
  }

  @Test
  void takesNothingFromTheMinuteWhenTheDayIsUsedUp() {
    var strict = node(new Limits(PER_MINUTE, 4));
    for (var call = 0; call < 4; call++) {
      pay(strict, CallPriority.URGENT);
    }
    for (var call = 0; call < 20; call++) {
      assertThatThrownBy(() -> pay(strict, CallPriority.URGENT))
          .isInstanceOf(Unavailable.class)
          .hasMessageContaining("per day to hexnode");
    }
    // the minute is the same for all nodes, and only four of it are used
    for (var call = 4; call < PER_MINUTE; call++) {
      pay(oneNode, CallPriority.URGENT);
    }
    assertThatThrownBy(() -> pay(oneNode, CallPriority.URGENT)).hasMessageContaining("per minute");
  }

  @Test
  void takesTheVendorsWordWhereNothingIsConfiguredAndFollowsItWhenItChanges() {
    var unconfigured = node(null);
    published.set(new Limits(1, null));
    pay(unconfigured, CallPriority.URGENT);
    assertThatThrownBy(() -> pay(unconfigured, CallPriority.URGENT))
        .isInstanceOf(Unavailable.class);
    published.set(new Limits(3, null));
    assertThatCode(() -> pay(unconfigured, CallPriority.URGENT)).doesNotThrowAnyException();
  }

  @Test
  void believesWhatIsConfiguredBeforeTheVendorEachLimitForItself() {
    published.set(new Limits(1, 2));
    pay(oneNode, CallPriority.URGENT);
    pay(oneNode, CallPriority.URGENT);
    assertThatThrownBy(() -> pay(oneNode, CallPriority.URGENT)).hasMessageContaining("per day");
  }

  @Test
  void limitsNothingThatNobodyLimits() {
    assertThatCode(
            () -> {
              for (var call = 0; call < 50; call++) {
                oneNode.pay("elsewhere");
              }
            })
        .doesNotThrowAnyException();
  }

  @Test
  void letsAnErrandBeginOnlyWhenItCanBeFinished() {
    errand(oneNode, 4);
    errand(oneNode, 4);
    // two calls are left, and an errand of this kind needs four
    var made = new AtomicInteger();
    assertThatThrownBy(() -> errand(oneNode, 4, made)).isInstanceOf(Unavailable.class);
    assertThat(made).hasValue(0);
    assertThatCode(() -> errand(otherNode, 2)).doesNotThrowAnyException();
  }

  @Test
  void givesBackWhatAnErrandDidNotNeed() {
    errand(oneNode, 4);
    errand(oneNode, 1);
    errand(oneNode, 1);
    assertThatCode(
            () -> {
              for (var call = 6; call < PER_MINUTE; call++) {
                pay(oneNode, CallPriority.URGENT);
              }
            })
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> pay(oneNode, CallPriority.URGENT)).isInstanceOf(Unavailable.class);
  }

  @Test
  void booksWithTheTransactionAtWorkOnceForAllCallsOfAStep() {
    errand(oneNode, 3);
    var transaction = new TransactionTemplate(new DataSourceTransactionManager(database));

    reserve(
        () -> {
          transaction.executeWithoutResult(
              work -> {
                oneNode.book("hexnode");
                work.setRollbackOnly();
              });
          return true;
        });
    assertThat(left()).as("what was rolled back is not booked").isEqualTo(PER_MINUTE - 3);

    reserve(
        () -> {
          transaction.execute(work -> oneNode.book("hexnode")).confirm();
          assertThat(left()).as("as many as it needed the last time").isEqualTo(PER_MINUTE - 6);
          assertThat(oneNode.book("hexnode"))
              .as("there are calls left")
              .isSameAs(CallBudget.Booking.NONE);
          pay(oneNode, CallPriority.URGENT);
          pay(oneNode, CallPriority.URGENT);
          return true;
        });
    assertThat(left()).as("one was not needed").isEqualTo(PER_MINUTE - 5);
  }

  @Test
  void booksNothingWhereNothingIsReservedOrLimited() {
    assertThat(oneNode.book("hexnode")).isSameAs(CallBudget.Booking.NONE);
    reserve(
        () -> {
          assertThat(oneNode.book("elsewhere")).isSameAs(CallBudget.Booking.NONE);
          return true;
        });
    assertThat(left()).isEqualTo(PER_MINUTE);
  }

  @Test
  void booksNothingBeyondTheLimit() {
    for (var call = 0; call < PER_MINUTE; call++) {
      pay(oneNode, CallPriority.URGENT);
    }
    reserve(
        () -> {
          assertThatThrownBy(() -> oneNode.book("hexnode")).isInstanceOf(Unavailable.class);
          return true;
        });
  }

  private int left() {
    return oneNode.room("hexnode").get(0).left();
  }

  private static void reserve(Supplier<Boolean> work) {
    CallPriority.URGENT.during(() -> CallReservation.during("onboarding/mirrorGroups", work));
  }

  @Test
  void bringsManyErrandsToTheirEndThoughEachBeginsAgainWhenTurnedAway() {
    var open = new ArrayList<Integer>(IntStream.range(0, 20).boxed().toList());
    for (var minute = 0; minute < 60 && !open.isEmpty(); minute++) {
      open.removeIf(
          number -> {
            try {
              errand(oneNode, 5);
              return true;
            } catch (Unavailable turnedAway) {
              return false;
            }
          });
      clock.advance(Duration.ofSeconds(62));
    }
    assertThat(open).isEmpty();
  }

  @Test
  void neverLetsAStepBeyondTheLimitThatNeedsMoreThanThat() {
    var made = new AtomicInteger();
    for (var round = 0; round < 3; round++) {
      // it learns what it needs from being turned away, and is tried again in the same instant
      for (var tries = 0; tries < 4; tries++) {
        assertThatThrownBy(() -> errand(oneNode, 24, made)).isInstanceOf(Unavailable.class);
      }
      assertThat(made).hasValue((round + 1) * PER_MINUTE);
      clock.advance(Duration.ofSeconds(62));
    }
  }

  @Test
  void givesBackNoMoreThanItBooked() {
    assertThatThrownBy(() -> errand(oneNode, 24)).isInstanceOf(Unavailable.class);
    clock.advance(Duration.ofSeconds(62));
    // ten are booked although more are expected; one is used, nine are free again
    errand(oneNode, 1);
    assertThat(paid(CallPriority.URGENT)).isEqualTo(9);
  }

  @Test
  void bringsToItsEndWhatIsPaidCallByCallAndBeganNotAnew() {
    var done = new AtomicInteger();
    for (var minute = 0; minute < 4 && done.get() < 24; minute++) {
      try {
        CallReservation.during(
            "offboarding/snapshotDevices",
            () ->
                CallReservation.callByCall(
                    () -> {
                      while (done.get() < 24) {
                        pay(oneNode, CallPriority.URGENT);
                        done.incrementAndGet();
                      }
                      return true;
                    }));
      } catch (Unavailable turnedAway) {
        clock.set(turnedAway.notBefore().orElseThrow());
      }
    }
    assertThat(done).hasValue(24);
  }

  @ParameterizedTest
  @CsvSource({
    // limit, urgent, containment, wipe, verification, joiner, sync
    "0, 0, 0, 0, 0, 0, 0",
    "1, 1, 1, 1, 1, 1, 1",
    "2, 2, 1, 1, 1, 1, 1",
    "3, 3, 2, 1, 1, 1, 1",
    "4, 4, 3, 2, 2, 2, 2",
    "9, 9, 8, 7, 7, 6, 5",
    "10, 10, 9, 8, 7, 6, 5",
    "11, 11, 10, 9, 8, 7, 6",
    "30, 30, 27, 24, 21, 18, 15",
    "10000, 10000, 9000, 8000, 7000, 6000, 5000"
  })
  void letsEachLaneUseItsShareAndNotOneMore(ArgumentsAccessor row) {
    published.set(new Limits(row.getInteger(0), null));
    var lanes = List.of(CallPriority.values());
    for (var lane : lanes) {
      assertThat(lane.share(row.getInteger(0))).isEqualTo(row.getInteger(lanes.indexOf(lane) + 1));
    }
    if (row.getInteger(0) <= 30) {
      var unconfigured = node(null);
      var used = 0;
      // the least urgent first, each up to its share and not one beyond
      for (var lane = lanes.size() - 1; lane >= 0; lane--) {
        used += paid(unconfigured, lanes.get(lane));
        assertThat(used).as("%s", lanes.get(lane)).isEqualTo(row.getInteger(lane + 1));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {9, 10, 11})
  void bringsAStepToItsEndUpToTheLimit(int calls) {
    for (var tries = 0; tries < 3; tries++) {
      try {
        errand(oneNode, calls);
        assertThat(calls).isLessThanOrEqualTo(PER_MINUTE);
        return;
      } catch (Unavailable turnedAway) {
        clock.advance(Duration.ofSeconds(62));
      }
    }
    assertThat(calls).isGreaterThan(PER_MINUTE);
  }

  private int paid(CallPriority lane) {
    return paid(oneNode, lane);
  }

  /** How many calls can be paid now. */
  private static int paid(CallBudget budget, CallPriority lane) {
    for (var calls = 0; ; calls++) {
      try {
        pay(budget, lane);
      } catch (Unavailable turnedAway) {
        return calls;
      }
    }
  }

  private CallBudget node(@Nullable Limits configured) {
    var beans = new StaticListableBeanFactory();
    beans.addBean("another", (PublishedLimits) connection -> Optional.empty());
    beans.addBean(
        "published",
        (PublishedLimits)
            connection ->
                connection.equals("hexnode")
                    ? Optional.ofNullable(published.get())
                    : Optional.empty());
    return new RollingBudget(
        new BudgetProperties(configured == null ? Map.of() : Map.of("hexnode", configured)),
        beans.getBeanProvider(PublishedLimits.class),
        JdbcClient.create(database),
        new DataSourceTransactionManager(database),
        clock);
  }

  private static void errand(CallBudget budget, int calls) {
    errand(budget, calls, new AtomicInteger());
  }

  private static void errand(CallBudget budget, int calls, AtomicInteger made) {
    CallReservation.during(
        "onboarding/mirrorGroups",
        () -> {
          for (var call = 0; call < calls; call++) {
            pay(budget, CallPriority.URGENT);
            made.incrementAndGet();
          }
          return true;
        });
  }

  private static void pay(CallBudget budget, CallPriority lane) {
    lane.during(
        () -> {
          budget.pay("hexnode");
          return true;
        });
  }
}
