package io.muster.safety;

import io.muster.people.Departures;
import io.muster.people.EmployeeId;
import io.muster.people.LegalHolds;
import io.muster.people.Worker;
import io.muster.people.Workforce;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/** The safety of one node of several on one database, put together as Spring does. */
final class SafetyNode {
  private SafetyNode() {}

  /** Where HR never spoke of anybody. */
  static WipeSafety on(DataSource database, LegalHolds holds, Clock clock) {
    return on(database, holds, new ToldByHr(), clock);
  }

  static WipeSafety on(DataSource database, LegalHolds holds, Departures departures, Clock clock) {
    var jdbc = JdbcClient.create(database);
    var properties = properties(Map.of());
    var transactions = new DataSourceTransactionManager(database);
    var stores =
        new Stores(
            new LeaverStore(jdbc),
            new PlanStore(jdbc),
            new WarrantStore(jdbc),
            new OrderStore(jdbc, properties),
            new OwnerSightings(jdbc, transactions));
    var anchor = new Anchor(stores.leavers(), stores.sightings(), properties, clock);
    var interlocks = new Interlocks(new KnownWorkers(), holds, properties);
    var clearance = new Clearance(stores.plans(), stores.leavers(), anchor, interlocks, departures);
    var spending =
        new Spending(
            stores.warrants(), stores.orders(), clearance, properties, transactions, clock);
    return new JdbcWipeSafety(
        stores, anchor, interlocks, clearance, spending, properties, transactions, clock);
  }

  /** The defaults, but for these settings of {@code muster.safety}. */
  static SafetyProperties properties(Map<String, String> settings) {
    return new Binder(new MapConfigurationPropertySource(settings))
        .bindOrCreate("muster.safety", SafetyProperties.class);
  }

  /** HR's newest words, as a test says. */
  static final class ToldByHr implements Departures {
    private final Set<EmployeeId> workHere = new HashSet<>();

    void worksHere(EmployeeId employee, boolean works) {
      if (works) {
        workHere.add(employee);
      } else {
        workHere.remove(employee);
      }
    }

    @Override
    public boolean leaves(EmployeeId employee) {
      return false;
    }

    @Override
    public boolean worksHere(EmployeeId employee) {
      return workHere.contains(employee);
    }

    @Override
    public Optional<Instant> lastDayEnds(EmployeeId employee, ZoneId otherwise) {
      return Optional.empty();
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
