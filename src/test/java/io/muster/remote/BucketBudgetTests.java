package io.muster.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.remote.BudgetProperties.Limits;
import io.muster.testing.MovableClock;
import io.muster.testing.Postgres;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class BucketBudgetTests {
  private final DataSource database = Postgres.dataSource();
  private final MovableClock clock = new MovableClock(Instant.parse("2026-11-24T08:00:00Z"));
  private final CallBudget oneNode = node();
  private final CallBudget otherNode = node();

  @Test
  void isSharedByAllNodes() {
    for (var call = 0; call < 5; call++) {
      pay(oneNode, Lane.CONTAINMENT);
      pay(otherNode, Lane.CONTAINMENT);
    }
    assertThatThrownBy(() -> pay(otherNode, Lane.CONTAINMENT))
        .isInstanceOf(RemoteFailure.Unavailable.class);
  }

  @Test
  void leavesRoomForContainmentWhenJoinersFloodIt() {
    assertThatThrownBy(
            () -> {
              for (var call = 0; call < 100; call++) {
                pay(oneNode, Lane.JOINER);
              }
            })
        .isInstanceOf(RemoteFailure.Unavailable.class);
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
    for (var call = 0; call < 10; call++) {
      pay(oneNode, Lane.CONTAINMENT);
    }
    assertThatThrownBy(() -> pay(oneNode, Lane.CONTAINMENT))
        .isInstanceOfSatisfying(
            RemoteFailure.Unavailable.class,
            turnedAway -> {
              assertThat(turnedAway.surelyNotSent()).isTrue();
              assertThat(turnedAway.notBefore()).contains(clock.instant().plusSeconds(6));
            });
    clock.advance(Duration.ofSeconds(6));
    assertThatCode(() -> pay(oneNode, Lane.CONTAINMENT)).doesNotThrowAnyException();
  }

  @Test
  void limitsNothingThatIsNotConfigured() {
    assertThatCode(
            () -> {
              for (var call = 0; call < 50; call++) {
                oneNode.pay("elsewhere");
              }
            })
        .doesNotThrowAnyException();
  }

  private CallBudget node() {
    return new BucketBudget(
        new BudgetProperties(Map.of("hexnode", new Limits(10, null))), database, clock);
  }

  private static void pay(CallBudget budget, Lane lane) {
    lane.during(
        () -> {
          budget.pay("hexnode");
          return true;
        });
  }
}
