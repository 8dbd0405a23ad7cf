package io.muster.people;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.testing.InMemoryHolds;
import io.muster.testing.MovableClock;
import io.muster.testing.Postgres;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class LegalHoldsTests {
  private static final EmployeeId ADA = new EmployeeId("E1");
  private static final EmployeeId BOB = new EmployeeId("E2");
  private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");
  private static final DataSource DATABASE = Postgres.dataSource();

  enum Kept {
    IN_POSTGRES,
    IN_MEMORY;

    LegalHolds none(MovableClock clock) {
      JdbcClient.create(DATABASE).sql("delete from muster_legal_hold").update();
      return this == IN_MEMORY
          ? new InMemoryHolds(clock)
          : new JdbcLegalHolds(JdbcClient.create(DATABASE), event -> {}, clock);
    }
  }

  @ParameterizedTest
  @EnumSource
  void holdsAPersonWhomHrNeverToldUsAbout(Kept kept) {
    var holds = kept.none(new MovableClock(NOW));
    assertThat(holds.held(ADA)).isFalse();

    holds.place(ADA, "hr/1", "a lawsuit");

    assertThat(holds.held(ADA)).isTrue();
    assertThat(holds.held(BOB)).isFalse();
    assertThat(holds.standing())
        .containsExactly(new LegalHolds.Hold("E1", NOW, "hr/1", "a lawsuit", null, null, null));
  }

  @ParameterizedTest
  @EnumSource
  void staysAsItWasFirstPlaced(Kept kept) {
    var holds = kept.none(new MovableClock(NOW));
    holds.place(ADA, "hr/1", "a lawsuit");
    holds.place(ADA, "hr/2", "another");
    assertThat(holds.of(ADA)).extracting(LegalHolds.Hold::placedBy).containsExactly("hr/1");
  }

  @ParameterizedTest
  @EnumSource
  void endsWhenSomebodyLiftsItAndIsNotForgotten(Kept kept) {
    var clock = new MovableClock(NOW);
    var holds = kept.none(clock);
    holds.place(ADA, "hr/1", "a lawsuit");
    clock.set(NOW.plusSeconds(60));

    assertThat(holds.lift(BOB, "counsel", "settled")).isFalse();
    assertThat(holds.lift(ADA, "counsel", "settled")).isTrue();
    assertThat(holds.lift(ADA, "counsel", "settled")).isFalse();

    assertThat(holds.held(ADA)).isFalse();
    assertThat(holds.standing()).isEmpty();
    holds.place(ADA, "hr/3", "appealed");
    assertThat(holds.held(ADA)).isTrue();
    assertThat(holds.of(ADA))
        .containsExactly(
            new LegalHolds.Hold("E1", NOW.plusSeconds(60), "hr/3", "appealed", null, null, null),
            new LegalHolds.Hold(
                "E1", NOW, "hr/1", "a lawsuit", NOW.plusSeconds(60), "counsel", "settled"));
  }

  @Test
  void noHireLiftsAHoldAndAHireMayPlaceOne() {
    var jdbc = JdbcClient.create(DATABASE);
    var holds = Kept.IN_POSTGRES.none(new MovableClock(NOW));
    var workforce = new JdbcWorkforce(jdbc, holds, Clock.systemUTC());
    holds.place(ADA, "hr/1", "a lawsuit");

    workforce.know(worker(ADA, false));
    workforce.know(worker(BOB, true));

    assertThat(holds.held(ADA)).isTrue();
    assertThat(workforce.find(ADA).orElseThrow().legalHold()).isTrue();
    assertThat(holds.held(BOB)).isTrue();
  }

  @Test
  void anOlderDatabaseBringsItsHoldsAlong() {
    var database = new DriverManagerDataSource(Postgres.emptyDatabase(), "postgres", "postgres");
    Flyway.configure().dataSource(database).target("1").load().migrate();
    var jdbc = JdbcClient.create(database);
    for (var held : new boolean[] {true, false}) {
      jdbc.sql(
              """
              insert into muster_worker values (?, 'A', 'L', 'a@example.com', 'D', 'T', 'L', null, null,
                'UTC', '2020-01-01', ?)
              """)
          .params(held ? ADA.value() : BOB.value(), held)
          .update();
    }

    Flyway.configure().dataSource(database).load().migrate();

    var holds = new JdbcLegalHolds(jdbc, event -> {}, new MovableClock(NOW));
    assertThat(holds.held(ADA)).isTrue();
    assertThat(holds.held(BOB)).isFalse();
  }

  private static Worker worker(EmployeeId employee, boolean hold) {
    return new Worker(
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
        hold);
  }
}
