package io.muster.devices.hexnode;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.muster.devices.Ground;
import io.muster.testing.MovableClock;
import io.muster.testing.Postgres;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Two nodes drive two cases of one leaver while the estate changes between any two transactions,
 * calls of safety and calls over HTTP.
 *
 * <p>{@code -Dmuster.interleavings} says how many worlds, {@code -Dmuster.seed} with which to
 * begin.
 */
class TreacherousEstateTests {
  private static final int WORLDS = Integer.getInteger("muster.interleavings", 2_000);
  private static final long SEED = Long.getLong("muster.seed", 0);
  private static final int WORLDS_PER_DATABASE = 5_000;
  private static final int ENOUGH = 20;

  private final TreacherousPortal portal = new TreacherousPortal();
  private final ExecutorService other = Executors.newSingleThreadExecutor();
  private final Logger sightings =
      (Logger) LoggerFactory.getLogger("io.muster.safety.OwnerSightings");
  private final Tally tally = new Tally();

  @BeforeEach
  void letNodesDieInSilence() {
    sightings.setLevel(Level.OFF);
  }

  @AfterEach
  void close() {
    sightings.setLevel(null);
    other.shutdownNow();
    portal.close();
  }

  @Test
  void wipesOnlyWhatIsTheLeaversAndOnceAndAsksAPersonWhereItCannot() {
    var broken = new ArrayList<String>();
    for (int world = 0; world < WORLDS && broken.size() < ENOUGH; world += WORLDS_PER_DATABASE) {
      play(world, Math.min(WORLDS, world + WORLDS_PER_DATABASE), broken);
    }
    assertThat(broken)
        .as("seeds to be given again with -Dmuster.interleavings=1 -Dmuster.seed=")
        .isEmpty();
    if (WORLDS >= 500) {
      assertThat(tally.orders).as("orders sent").isGreaterThan(WORLDS / 6);
      assertThat(tally.askedAPerson).as("cases that asked a person").isGreaterThan(WORLDS / 20);
    }
  }

  private void play(int from, int to, List<String> broken) {
    DataSource database = Postgres.dataSource();
    var clock = new MovableClock(Instant.parse("2026-11-24T08:00:00Z"));
    var nodes =
        List.of(
            new TreacherousNode("one", database, clock, portal.url()),
            new TreacherousNode("two", database, clock, portal.url()));
    var holds = Ground.node(database, clock).holds();
    for (int world = from; world < to && broken.size() < ENOUGH; world++) {
      var seed = SEED + world;
      var estate = new TreacherousWorld(seed, nodes, clock, holds);
      portal.show(estate.estate());
      estate.play(other);
      estate.broken().forEach(what -> broken.add("seed %d: %s".formatted(seed, what)));
      estate.count(tally);
    }
  }

  /** What happened in all worlds together; a property that nothing reaches shows nothing. */
  static final class Tally {
    int orders;
    int askedAPerson;
    int settled;
    int killed;
    int alarms;
    int refused;

    @Override
    public String toString() {
      return "orders %d, asked %d, settled %d, killed %d, alarms %d, refused %d"
          .formatted(orders, askedAPerson, settled, killed, alarms, refused);
    }
  }
}
