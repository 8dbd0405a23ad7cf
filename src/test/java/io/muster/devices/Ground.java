package io.muster.devices;

import com.zaxxer.hikari.HikariDataSource;
import io.muster.guard.AgreedDeployments;
import io.muster.guard.DecidingGroups;
import io.muster.guard.EverybodyCounts;
import io.muster.guard.Loosenings;
import io.muster.ledger.CaseRef;
import io.muster.ledger.Ledger;
import io.muster.people.EmployeeId;
import io.muster.people.HoldLifts;
import io.muster.people.LegalHolds;
import io.muster.people.Worker;
import io.muster.people.Workforce;
import io.muster.remote.BudgetProperties;
import io.muster.remote.OutboundCallGuard;
import io.muster.safety.Bearer;
import io.muster.safety.Claim;
import io.muster.safety.Decider;
import io.muster.safety.DeviceFacts;
import io.muster.safety.LeaverSnapshot;
import io.muster.safety.SafetyProperties;
import io.muster.safety.WipeKind;
import io.muster.safety.WipePlan;
import io.muster.safety.WipeSafety;
import io.muster.safety.WipeWarrant;
import io.muster.testing.MovableClock;
import io.muster.testing.Postgres;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * What an adapter stands on, as in production: ledger, call gate, workforce and wipe safety on a
 * real database. Only the clock waits for the test.
 */
public final class Ground {
  /** A connection that may make two calls a minute; all others are not limited. */
  public static final String SCARCE = "scarce";

  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final Instant START = Instant.parse("2026-11-24T08:00:00Z");
  private static final Ground SHARED = new Ground(pooled(), new MovableClock(START));

  private final MovableClock clock;
  private final AnnotationConfigApplicationContext beans = new AnnotationConfigApplicationContext();

  private Ground(DataSource database, MovableClock clock) {
    this.clock = clock;
    beans.registerBean(Clock.class, () -> clock);
    beans.registerBean(DataSource.class, () -> database);
    beans.registerBean(JdbcClient.class, () -> JdbcClient.create(database));
    beans.registerBean(
        PlatformTransactionManager.class, () -> new DataSourceTransactionManager(database));
    beans.registerBean(
        SafetyProperties.class,
        () ->
            new Binder(
                    new MapConfigurationPropertySource(
                        Map.of(
                            "muster.safety.breaker.most", "1000000",
                            "muster.safety.breaker.least", "1000000")))
                .bindOrCreate("muster.safety", SafetyProperties.class));
    beans.registerBean(
        BudgetProperties.class,
        () -> new BudgetProperties(Map.of(SCARCE, new BudgetProperties.Limits(2, null))));
    beans.registerBean(Loosenings.class, () -> AgreedDeployments.on(database, clock));
    beans.registerBean(DecidingGroups.class, EverybodyCounts::new);
    beans.registerBean(
        HoldLifts.class,
        () ->
            (standing, by, why) -> {
              throw new UnsupportedOperationException("nobody lifts a hold here by asking others");
            });
    beans.scan("io.muster.ledger", "io.muster.people", "io.muster.remote", "io.muster.safety");
    beans.refresh();
  }

  private static DataSource pooled() {
    var database = new HikariDataSource();
    database.setDataSource(Postgres.dataSource());
    return database;
  }

  /** One node of several on this database. */
  public static Ground node(DataSource database, MovableClock clock) {
    return new Ground(database, clock);
  }

  /** The one of this JVM; people and cases are made anew by each test. */
  public static Ground shared() {
    return SHARED;
  }

  public MovableClock clock() {
    return clock;
  }

  /** The database itself. */
  public JdbcClient jdbc() {
    return beans.getBean(JdbcClient.class);
  }

  public PlatformTransactionManager transactions() {
    return beans.getBean(PlatformTransactionManager.class);
  }

  public Workforce workforce() {
    return beans.getBean(Workforce.class);
  }

  public Ledger ledger() {
    return beans.getBean(Ledger.class);
  }

  public LegalHolds holds() {
    return beans.getBean(LegalHolds.class);
  }

  public OutboundCallGuard gate() {
    return beans.getBean(OutboundCallGuard.class);
  }

  public WipeSafety safety() {
    return beans.getBean(WipeSafety.class);
  }

  /** A person nobody has used yet. */
  public Worker newWorker() {
    var number = NUMBER.incrementAndGet();
    var worker =
        new Worker(
            new EmployeeId("E" + number),
            "Ada",
            "Number" + number,
            "ada.%d@example.com".formatted(number),
            "Engineering",
            "Engineer",
            "Berlin",
            null,
            null,
            ZoneOffset.UTC,
            LocalDate.of(2026, 1, 1),
            false);
    beans.getBean(Workforce.class).know(worker);
    return worker;
  }

  /** HR's newest word about the person's employment is this. */
  public void says(EmployeeId employee, String employment) {
    jdbc()
        .sql(
            """
            insert into muster_lane (employee, employment) values (?, ?)
            on conflict (employee) do update set employment = excluded.employment, last_day = null
            """)
        .params(employee.value(), employment)
        .update();
  }

  /** HR says that the person's last day is so many days from today. */
  public void leavesAfter(EmployeeId employee, int days) {
    says(employee, "TERMINATED");
    jdbc()
        .sql("update muster_lane set last_day = ? where employee = ?")
        .params(
            LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).plusDays(days), employee.value())
        .update();
  }

  /** Nothing of this person's may be destroyed from now on. */
  public void hold(EmployeeId employee) {
    beans.getBean(LegalHolds.class).place(employee, "counsel", "a lawsuit");
  }

  /** Does the work as a step of a case about this person. */
  public static <T> T inCase(String id, EmployeeId employee, Supplier<T> work) {
    return new CaseRef("offboarding", id, employee, "step").during(work);
  }

  /** A warrant for the device as it is now, approved by somebody a second ago. */
  public WipeWarrant warrant(String caseId, EmployeeId leaver, DeviceFacts facts, WipeKind kind) {
    var owner = Objects.requireNonNull(facts.owner());
    var bearer = facts.bearer();
    var bearers = bearer == null ? Map.<String, Bearer>of() : Map.of(owner, bearer);
    safety()
        .freeze(new LeaverSnapshot(caseId, leaver, Map.of(owner, true), bearers, List.of(facts)));
    var plan =
        safety()
            .plan(
                new WipePlan(
                    caseId,
                    leaver,
                    facts,
                    Claim.THEIRS,
                    kind,
                    WipePlan.Approval.ONE_PERSON,
                    clock.instant().plus(Duration.ofHours(8)),
                    WipePlan.OnSilence.KEEP_LOCKED));
    safety().approve(plan, new Decider("boss", Set.of("approver")), "yes");
    var warrant = safety().issue(plan, facts);
    clock.advance(Duration.ofSeconds(1));
    return warrant;
  }
}
