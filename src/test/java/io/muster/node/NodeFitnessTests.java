package io.muster.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.node.Sighting.Database;
import io.muster.testing.MovableClock;
import io.muster.testing.Postgres;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class NodeFitnessTests {
  private static final Instant NOW = Instant.parse("2026-11-24T09:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "PT0S,true",
    "PT4.999S,true",
    "PT5S,true",
    "PT5.001S,false",
    "PT-5S,true",
    "PT-5.001S,false"
  })
  void takesJobsOnlyWhileItsClockAgreesWithTheDatabase(Duration off, boolean takes) {
    var fitness = Nodes.whoseClockIsOff(new AtomicReference<>(off));
    assertThat(fitness.mayTakeJobs()).isEqualTo(takes);
    assertThat(fitness.problem().isEmpty()).isEqualTo(takes);
    fitness
        .problem()
        .ifPresent(
            problem ->
                assertThat(problem)
                    .contains("It takes no jobs", "muster.node.clock-tolerance")
                    .contains(off.isNegative() ? "behind" : "ahead of"));
  }

  @ParameterizedTest
  @CsvSource({"0,1", "250,1", "251,2"})
  void looksAgainOnceALookIsAQuarterOfASecondOld(long millis, int looks) {
    var clock = new MovableClock(NOW);
    var count = new AtomicInteger();
    var fitness =
        new NodeFitness(
            () -> {
              count.incrementAndGet();
              return sighting(clock.instant(), Database.WRITABLE);
            },
            Nodes.usual(),
            new WallClock(clock));
    fitness.sighting();
    clock.advance(Duration.ofMillis(millis));
    fitness.sighting();
    assertThat(count).hasValue(looks);
  }

  @ParameterizedTest
  @CsvSource({"-1,PT0.001S", "0,PT0S", "10,PT0S", "11,PT-0.001S"})
  void countsNothingThatTheAnswersWayMayAccountFor(long there, Duration off) {
    assertThat(DatabaseProbe.off(NOW, NOW.plusMillis(there), NOW.plusMillis(10))).isEqualTo(off);
  }

  @Test
  void seesADatabaseThatIsWellThatTakesNoWritesAndThatIsGone() throws SQLException {
    var url = Postgres.emptyDatabase();
    try (var probe = new DatabaseProbe(at(url), Clock.systemUTC())) {
      var seen = probe.look();
      assertThat(seen.state()).isEqualTo(Database.WRITABLE);
      assertThat(seen.clockOff()).isLessThan(Duration.ofSeconds(5));
    }
    try (var connection = DriverManager.getConnection(url, "postgres", "postgres");
        var statement = connection.createStatement()) {
      statement.execute(
          "alter database %s set default_transaction_read_only = on"
              .formatted(connection.getCatalog()));
    }
    try (var probe = new DatabaseProbe(at(url), Clock.systemUTC())) {
      assertThat(probe.look().state()).isEqualTo(Database.READ_ONLY);
      assertThat(probe.look().problem()).contains("takes no writes");
    }
    try (var probe = new DatabaseProbe(at("jdbc:postgresql://127.0.0.1:1/x"), Clock.systemUTC())) {
      var seen = probe.look();
      assertThat(seen.state()).isEqualTo(Database.GONE);
      assertThat(seen.problem()).contains("does not answer");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "WRITABLE,  POST, /hr/v1/sources/hr/events, 200",
    "READ_ONLY, POST, /hr/v1/sources/hr/events, 503",
    "GONE,      POST, /hooks/okta/main,         503",
    "READ_ONLY, GET,  /api/doctor,              200",
    "GONE,      GET,  /api/doctor,              503",
    "GONE,      GET,  /actuator/health,         200"
  })
  void answersAtOnceThatNothingCanBeStored(
      Database database, String method, String path, int status) throws Exception {
    var fitness =
        new NodeFitness(
            () -> sighting(NOW, database), Nodes.usual(), new WallClock(new MovableClock(NOW)));
    var response = new MockHttpServletResponse();
    new UnfitFilter(fitness)
        .doFilter(new MockHttpServletRequest(method, path), response, new MockFilterChain());
    assertThat(response.getStatus()).isEqualTo(status);
    assertThat(response.getHeader("Retry-After")).isEqualTo(status == 503 ? "10" : null);
  }

  private static Sighting sighting(Instant at, Database database) {
    return new Sighting(at, database, null, null);
  }

  private static JdbcConnectionDetails at(String url) {
    return new JdbcConnectionDetails() {
      @Override
      public String getUsername() {
        return "postgres";
      }

      @Override
      public String getPassword() {
        return "postgres";
      }

      @Override
      public String getJdbcUrl() {
        return url;
      }
    };
  }
}
