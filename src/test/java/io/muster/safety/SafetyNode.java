package io.muster.safety;

import io.muster.guard.AgreedDeployments;
import io.muster.guard.DecidingGroups;
import io.muster.people.Departures;
import io.muster.people.EmployeeId;
import io.muster.people.LegalHolds;
import io.muster.people.Worker;
import io.muster.people.Workforce;
import io.muster.remote.ConnectedSystem;
import io.muster.remote.ConnectedSystems;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/** The safety of one node of several on one database, put together as Spring does. */
record SafetyNode(WipeSafety safety, Destruction destruction) {
  private static final Map<String, String> NO_BREAKER =
      Map.of("muster.safety.breaker.most", "1000000");

  /** The one account that somebody else has just made. */
  static final String JUST_MADE = "mallory";

  private static final DecidingGroups ACCOUNTS =
      new DecidingGroups() {
        @Override
        public Set<String> among(String account, Set<String> groups) {
          return account.equals(JUST_MADE) ? Set.of() : groups;
        }

        @Override
        public Optional<String> why(String account) {
          return account.equals(JUST_MADE)
              ? Optional.of("The account was changed.")
              : Optional.empty();
        }
      };

  /** Where HR never spoke of anybody, and which wipes as much as it is told to. */
  static WipeSafety on(DataSource database, LegalHolds holds, Clock clock) {
    return on(database, holds, new ToldByHr(), clock);
  }

  static WipeSafety on(DataSource database, LegalHolds holds, Departures departures, Clock clock) {
    return with(NO_BREAKER, database, holds, clock, new KnownWorkers(Map.of()), departures)
        .safety();
  }

  /**
   * One with these settings of {@code muster.safety}.
   *
   * @param workforce everybody there is
   */
  static SafetyNode with(
      Map<String, String> settings,
      DataSource database,
      LegalHolds holds,
      Clock clock,
      Workforce workforce) {
    return with(settings, database, holds, clock, workforce, new ToldByHr());
  }

  /** One with these connections, as its configuration names them at this start. */
  static WipeSafety connectedTo(
      List<ConnectedSystem> systems, DataSource database, LegalHolds holds, Clock clock) {
    return with(
            NO_BREAKER,
            database,
            holds,
            clock,
            new KnownWorkers(Map.of()),
            new ToldByHr(),
            () -> systems)
        .safety();
  }

  private static SafetyNode with(
      Map<String, String> settings,
      DataSource database,
      LegalHolds holds,
      Clock clock,
      Workforce workforce,
      Departures departures) {
    return with(settings, database, holds, clock, workforce, departures, List::of);
  }

  private static SafetyNode with(
      Map<String, String> settings,
      DataSource database,
      LegalHolds holds,
      Clock clock,
      Workforce workforce,
      Departures departures,
      ConnectedSystems systems) {
    var jdbc = JdbcClient.create(database);
    var properties = properties(settings);
    var transactions = new DataSourceTransactionManager(database);
    var plans = new PlanStore(jdbc);
    var stores =
        new Stores(
            new LeaverStore(jdbc),
            plans,
            new WarrantStore(jdbc),
            new OrderStore(jdbc, properties),
            new OwnerSightings(jdbc, transactions),
            new WipeNews(plans, event -> {}));
    var anchor = new Anchor(stores.leavers(), stores.sightings(), workforce, properties, clock);
    var interlocks = new Interlocks(workforce, holds, ACCOUNTS, properties);
    var clearance = new Clearance(stores.plans(), stores.leavers(), anchor, interlocks, departures);
    var beans = new StaticListableBeanFactory();
    beans.addBean(
        "connections",
        (LeaverConnections) employee -> workforce.find(employee).map(worker -> "okta"));
    var traits =
        new TraitsOfLeavers(
            stores.leavers(), workforce, beans.getBeanProvider(LeaverConnections.class));
    var pauses = new PauseStore(jdbc);
    var breaker = new BreakerStore(jdbc);
    var lists = new AgreedLists(jdbc);
    beans.addBean("systems", systems);
    var connections =
        new KeptConnections(
            beans.getBeanProvider(ConnectedSystems.class),
            jdbc,
            AgreedDeployments.on(database, clock),
            clock);
    connections.afterSingletonsInstantiated();
    var gate =
        new DestructionGate(
            pauses, breaker, lists, traits, connections, properties, transactions, clock);
    var spending =
        new Spending(
            stores.warrants(), stores.orders(), clearance, gate, properties, transactions, clock);
    return new SafetyNode(
        new JdbcWipeSafety(
            stores, anchor, interlocks, clearance, spending, gate, properties, transactions, clock),
        new JdbcDestruction(
            pauses,
            breaker,
            lists,
            stores.plans(),
            gate,
            interlocks,
            properties,
            transactions,
            clock));
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

  /**
   * Everybody is Ada, in the department and with the manager told of them.
   *
   * @param places department and manager by the number of the employee
   */
  record KnownWorkers(Map<EmployeeId, Place> places) implements Workforce {
    private static final Place USUAL = new Place("Engineering", null);

    @Override
    public Optional<Worker> find(EmployeeId employee) {
      var place = places.getOrDefault(employee, USUAL);
      return Optional.of(
          new Worker(
              employee,
              "Ada",
              "Lovelace",
              "ada@example.com",
              place.department(),
              "Engineer",
              "Berlin",
              null,
              place.manager(),
              ZoneOffset.UTC,
              LocalDate.of(2020, 1, 1),
              false));
    }

    @Override
    public long employed() {
      return places.size();
    }

    @Override
    public void know(Worker worker) {
      throw new UnsupportedOperationException("nobody is hired here");
    }
  }

  /** Where somebody works. */
  record Place(String department, @Nullable EmployeeId manager) {}
}
