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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

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
      pay(oneNode, Lane.CONTAINMENT);
      pay(otherNode, Lane.CONTAINMENT);
    }
    assertThatThrownBy(() -> pay(otherNode, Lane.CONTAINMENT)).isInstanceOf(Unavailable.class);
  }

  @Test
  void neverLetsMoreThroughHoweverManyAskAtOnce() throws Exception {
    var paid = new AtomicInteger();
    var lanes = new Lane[] {Lane.CONTAINMENT, Lane.WIPE, Lane.JOINER};
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
          pay(oneNode, Lane.CONTAINMENT);
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
                pay(oneNode, Lane.JOINER);
              }
            })
        .isInstanceOf(Unavailable.class);
    assertThatCode(
            () -> {
              for (var call = 0; call < 3; call++) {
                pay(oneNode, Lane.CONTAINMENT);
              }
            })
        .doesNotThrowAnyException();
  }

  @Test
  void saysWhenItCanBePaidAgainAndKeepsItsWord() {
    for (var call = 0; call < PER_MINUTE; call++) {
      pay(oneNode, Lane.CONTAINMENT);
    }
    assertThatThrownBy(() -> pay(oneNode, Lane.CONTAINMENT))
        .isInstanceOfSatisfying(
            Unavailable.class,
            turnedAway -> {
              assertThat(turnedAway.surelyNotSent()).isTrue();
              clock.set(turnedAway.notBefore().orElseThrow());
            });
    assertThatCode(() -> pay(oneNode, Lane.CONTAINMENT)).doesNotThrowAnyException();
  }

  @Test
  void takesNothingFromTheMinuteWhenTheDayIsUsedUp() {
    var strict = node(new Limits(PER_MINUTE, 4));
    for (var call = 0; call < 4; call++) {
      pay(strict, Lane.CONTAINMENT);
    }
    for (var call = 0; call < 20; call++) {
      assertThatThrownBy(() -> pay(strict, Lane.CONTAINMENT))
          .isInstanceOf(Unavailable.class)
          .hasMessageContaining("per day to hexnode");
    }
    // the minute is the same for all nodes, and only four of it are used
    for (var call = 4; call < PER_MINUTE; call++) {
      pay(oneNode, Lane.CONTAINMENT);
    }
    assertThatThrownBy(() -> pay(oneNode, Lane.CONTAINMENT)).hasMessageContaining("per minute");
  }

  @Test
  void takesTheVendorsWordWhereNothingIsConfiguredAndFollowsItWhenItChanges() {
    var unconfigured = node(null);
    published.set(new Limits(1, null));
    pay(unconfigured, Lane.CONTAINMENT);
    assertThatThrownBy(() -> pay(unconfigured, Lane.CONTAINMENT)).isInstanceOf(Unavailable.class);
    published.set(new Limits(3, null));
    assertThatCode(() -> pay(unconfigured, Lane.CONTAINMENT)).doesNotThrowAnyException();
  }

  @Test
  void believesWhatIsConfiguredBeforeTheVendorEachLimitForItself() {
    published.set(new Limits(1, 2));
    pay(oneNode, Lane.CONTAINMENT);
    pay(oneNode, Lane.CONTAINMENT);
    assertThatThrownBy(() -> pay(oneNode, Lane.CONTAINMENT)).hasMessageContaining("per day");
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
                pay(oneNode, Lane.CONTAINMENT);
              }
            })
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> pay(oneNode, Lane.CONTAINMENT)).isInstanceOf(Unavailable.class);
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
    Errand.during(
        "onboarding/mirrorGroups",
        () -> {
          for (var call = 0; call < calls; call++) {
            pay(budget, Lane.CONTAINMENT);
            made.incrementAndGet();
          }
          return true;
        });
  }

  private static void pay(CallBudget budget, Lane lane) {
    lane.during(
        () -> {
          budget.pay("hexnode");
          return true;
        });
  }
}
