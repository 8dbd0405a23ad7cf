package io.muster.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.people.EmployeeId;
import io.muster.people.LegalHolds.Hold;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.testing.InMemoryHolds;
import io.muster.testing.MovableClock;
import io.muster.testing.Postgres;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A legal hold is lifted by two people and a day. */
class AgreedLiftsTests {
  private static final EmployeeId ADA = new EmployeeId("E7");
  private static final Duration DAY = Duration.ofHours(24);
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Person ADAM = new Person("adam", Set.of(), Set.of("administrator"));
  private static final Person EVE = new Person("eve", Set.of(), Set.of("administrator"));

  private final DataSource database = Postgres.dataSource();
  private final MovableClock clock = new MovableClock(Instant.parse("2026-11-30T09:00:00Z"));
  private final InMemoryHolds holds = new InMemoryHolds(clock);
  private final Loosenings loosenings = AgreedDeployments.on(database, holds, clock);
  private final AgreedLifts lifts =
      new AgreedLifts(
          loosenings,
          new Signatories() {
            @Override
            public Person find(String signIn) {
              return signIn.equals("adam") ? ADAM : EVE;
            }

            @Override
            public Set<String> members(Set<String> groups) {
              return Set.of("adam", "eve");
            }
          });

  @BeforeEach
  void aHold() {
    holds.place(ADA, "counsel", "a lawsuit");
  }

  @Test
  void standsUntilAnotherPersonAgreedAndADayHasPassed() {
    var change = lifts.ask(standing(), "adam", "settled");
    clock.advance(DAY.multipliedBy(9));
    look();
    assertThat(holds.held(ADA)).as("one person lifts nothing").isTrue();
    assertThatThrownBy(() -> agree(change, ADAM)).isInstanceOf(Refused.class);

    agree(change, EVE);
    clock.advance(DAY.minus(TICK));
    look();
    assertThat(holds.held(ADA)).isTrue();
    clock.advance(TICK);
    look();

    assertThat(holds.held(ADA)).isFalse();
    assertThat(holds.of(ADA))
        .singleElement()
        .satisfies(
            hold -> {
              assertThat(hold.liftedBy()).isEqualTo("adam, agreed to by eve");
              assertThat(hold.liftedWhy()).contains("settled");
            });
    assertThat(loosenings.waiting()).isEmpty();
  }

  @Test
  void aHoldThatIsPlacedAfterTheYesStays() {
    agree(lifts.ask(standing(), "adam", "settled"), EVE);
    holds.lift(ADA, "counsel", "by other means");
    clock.advance(TICK);
    holds.place(ADA, "counsel", "another lawsuit");
    clock.advance(DAY);
    look();
    assertThat(holds.held(ADA)).isTrue();
  }

  @Test
  void whoeverRefusesHasItStand() {
    var change = lifts.ask(standing(), "adam", "settled");
    agree(change, EVE);
    loosenings.refuse(change, EVE, "it is not");
    clock.advance(DAY.multipliedBy(2));
    look();
    assertThat(holds.held(ADA)).isTrue();
  }

  private Hold standing() {
    return holds.standing().get(0);
  }

  /** As a node does every minute. */
  private void look() {
    assertThat(loosenings.waiting()).isNotNull();
  }

  private void agree(long change, Person person) {
    loosenings.agree(
        change, loosenings.find(change).orElseThrow().content(), person, "asked counsel");
  }
}
