package io.muster.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.testing.MovableClock;
import io.muster.testing.Postgres;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The delay is not shortened by whoever is to wait for it. */
class KeptDelayTests {
  private static final Duration DAY = Duration.ofHours(24);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration TICK = Duration.ofSeconds(1);

  private final DataSource database = Postgres.dataSource();
  private final MovableClock clock = new MovableClock(Instant.parse("2026-11-30T09:00:00Z"));
  private final Loosenings loosenings = AgreedDeployments.on(database, clock);

  @Test
  void aShorterOneWaitsForTwoPeopleAndTheLongerOne() {
    assertThat(start(DAY)).isEqualTo(DAY);
    assertThat(start(DAY.minus(TICK))).isEqualTo(DAY);
    assertThat(start(HOUR)).isEqualTo(DAY);
    assertThat(start(HOUR)).as("another start").isEqualTo(DAY);
    assertThat(loosenings.waiting())
        .filteredOn(change -> change.loosens().toString().contains("PT1H"))
        .singleElement()
        .satisfies(change -> assertThat(change.missing()).isEqualTo(2));

    agree("bob");
    agree("clara");
    clock.advance(DAY.minus(TICK));
    assertThat(start(HOUR)).isEqualTo(DAY);
    clock.advance(TICK);
    assertThat(start(HOUR)).isEqualTo(HOUR);
    assertThat(start(HOUR)).isEqualTo(HOUR);
  }

  @Test
  void aLongerOneCountsAtOnceAndTakesBackWhatWaits() {
    start(DAY);
    start(HOUR);
    assertThat(start(DAY.plus(TICK))).isEqualTo(DAY.plus(TICK));
    assertThat(loosenings.waiting()).isEmpty();
    assertThat(start(DAY)).isEqualTo(DAY.plus(TICK));
  }

  @Test
  void whatWaitsWaitsAsLongAsCounts() {
    start(Duration.ofDays(2));
    start(DAY);
    agree("bob");
    agree("clara");
    assertThat(loosenings.waiting())
        .singleElement()
        .satisfies(
            change ->
                assertThat(change.liveAt()).isEqualTo(clock.instant().plus(Duration.ofDays(2))));
  }

  private Duration start(Duration configured) {
    var jdbc = JdbcClient.create(database);
    var properties = new LooseningProperties(configured);
    new KeptDelay(loosenings, properties, jdbc, clock).afterSingletonsInstantiated();
    return KeptDelay.counting(jdbc, properties);
  }

  private void agree(String person) {
    var waiting = loosenings.waiting();
    var change = waiting.get(waiting.size() - 1);
    loosenings.agree(
        change.number(),
        change.content(),
        new Person(person, Set.of(), Set.of("approver")),
        "looked at it");
  }
}
