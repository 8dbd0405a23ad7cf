package io.muster.devices.hexnode;

import com.zaxxer.hikari.HikariDataSource;
import io.muster.devices.DeviceFleet;
import io.muster.guard.AgreedDeployments;
import io.muster.guard.DecidingGroups;
import io.muster.guard.EverybodyCounts;
import io.muster.guard.Loosenings;
import io.muster.ledger.CaseRef;
import io.muster.ledger.Ledger;
import io.muster.people.EmployeeId;
import io.muster.people.HoldLifts;
import io.muster.remote.BudgetProperties;
import io.muster.remote.OutboundCallGuard;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.safety.SafetyProperties;
import io.muster.safety.WipeSafety;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * A node that does nothing but wipe: adapter, safety and ledger as in production, on a database and
 * a portal that other nodes use too. It reads orders from its input, a line each.
 */
final class WipingNode implements AutoCloseable {
  /** Before what the node says; everything else is its log. */
  static final String SAYS = "> ";

  /** When a claim has been taken, and nothing was sent yet. */
  static final String CLAIMED = "claimed";

  /** When the wipe was sent, by this node or another. */
  static final String SENT = "sent";

  /** When nothing was sent, or it is not known. */
  static final String LATER = "later";

  private static final PrintStream OUT = System.out;
  private static final long LOOK_AGAIN_MILLIS = 50;
  private static final Map<String, String> SAFETY =
      Map.of(
          "muster.safety.claim-life", "200ms",
          "muster.safety.answer-time", "300ms",
          "muster.safety.settle-time", "600ms",
          "muster.safety.breaker.most", "1000000",
          "muster.safety.breaker.share", "1",
          "muster.safety.breaker.least", "1000000");

  private final AnnotationConfigApplicationContext beans = new AnnotationConfigApplicationContext();
  private final DeviceFleet fleet;
  private Order order = Order.NONE;
  private int looks;
  private boolean claimed;

  WipingNode(String database, Map<String, String> portal) {
    var pool = new HikariDataSource();
    pool.setJdbcUrl(database);
    pool.setUsername("postgres");
    pool.setPassword("postgres");
    pool.setMaximumPoolSize(4);
    beans.registerBean(Clock.class, Clock::systemUTC);
    beans.registerBean(DataSource.class, () -> pool);
    beans.registerBean(JdbcClient.class, () -> JdbcClient.create(pool));
    beans.registerBean(
        PlatformTransactionManager.class, () -> new DataSourceTransactionManager(pool));
    beans.registerBean(
        SafetyProperties.class,
        () ->
            new Binder(new MapConfigurationPropertySource(SAFETY))
                .bindOrCreate("muster.safety", SafetyProperties.class));
    beans.registerBean(BudgetProperties.class, () -> new BudgetProperties(Map.of()));
    beans.registerBean(Loosenings.class, () -> AgreedDeployments.on(pool, Clock.systemUTC()));
    beans.registerBean(DecidingGroups.class, EverybodyCounts::new);
    beans.registerBean(
        HoldLifts.class,
        () ->
            (standing, by, why) -> {
              throw new UnsupportedOperationException("nobody lifts a hold here by asking others");
            });
    beans.scan("io.muster.ledger", "io.muster.people", "io.muster.remote", "io.muster.safety");
    beans.refresh();
    var properties = SimulatedHexnode.properties(portal);
    properties.check();
    fleet =
        HexnodeConfiguration.fleet(
            properties,
            new HexnodeLimits(properties),
            new HexnodeConfiguration.Footing(
                lingering(safety()),
                beans.getBean(OutboundCallGuard.class),
                beans.getBean(Ledger.class),
                new HexnodeConfiguration.Database(
                    beans.getBean(JdbcClient.class),
                    beans.getBean(PlatformTransactionManager.class)),
                beans.getBean(Clock.class)));
  }

  WipeSafety safety() {
    return beans.getBean(WipeSafety.class);
  }

  DeviceFleet fleet() {
    return fleet;
  }

  <T> T bean(Class<T> type) {
    return beans.getBean(type);
  }

  /** The settings of a portal that is not limited, and is waited for so long. */
  static Map<String, String> portal(String url, String key, String answerTimeout) {
    return Map.of(
        "url",
        url,
        "api-key",
        key,
        "list-age",
        "0s",
        "index-age",
        "0s",
        "batch-gap",
        "0s",
        "connect-timeout",
        "100ms",
        "answer-timeout",
        answerTimeout,
        "limits.per-minute",
        "100000",
        "limits.per-device-and-day",
        "10000");
  }

  /** Database and portal come in the environment. */
  public static void main(String[] arguments) throws IOException {
    var portal = portal(set("PORTAL"), set("PORTAL_KEY"), "200ms");
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (var node = new WipingNode(set("DATABASE"), portal)) {
      node.say("ready");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        node.carryOut(Order.parse(line));
      }
    }
  }

  private static String set(String name) {
    return Objects.requireNonNull(System.getenv(name), name);
  }

  private void carryOut(Order next) {
    order = next;
    claimed = false;
    try {
      for (var answer = tried(); ; answer = tried()) {
        if (answer.equals(SENT) || (claimed && !order.untilSent())) {
          say(answer);
          return;
        }
        new CountDownLatch(1).await(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException | RuntimeException failed) {
      say("failed: " + failed);
    }
  }

  private String tried() {
    looks = 0;
    try {
      var warrant = safety().warrant(order.warrant()).orElseThrow();
      new CaseRef("offboarding", order.caseId(), new EmployeeId(order.employee()), "wipeDevice")
          .during(() -> fleet.wipe(warrant));
      return SENT;
    } catch (Unavailable notNow) {
      return LATER;
    }
  }

  /** Takes its time at one of three places, all between claim and call. */
  private WipeSafety lingering(WipeSafety safety) {
    return (WipeSafety)
        Proxy.newProxyInstance(
            WipeSafety.class.getClassLoader(),
            new Class<?>[] {WipeSafety.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("demandWarrantFor")) {
                looks++;
                lingerAt(looks);
              } else if (method.getName().equals("spend")) {
                var call = (Runnable) arguments[3];
                arguments[3] =
                    (Runnable)
                        () -> {
                          claimed = true;
                          say(CLAIMED);
                          lingerAt(0);
                          call.run();
                        };
              }
              return called(safety, method, arguments);
            });
  }

  private static @Nullable Object called(
      WipeSafety safety, Method method, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(safety, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }

  private void lingerAt(int place) {
    if (place == order.place()) {
      long until = System.nanoTime() + order.linger().toNanos();
      while (System.nanoTime() < until) {
        Thread.onSpinWait();
      }
    }
  }

  private void say(String words) {
    OUT.println(SAYS + words);
    OUT.flush();
  }

  @Override
  public void close() {
    beans.close();
  }

  /**
   * What a node is told.
   *
   * @param place where it takes its time: 0 after the claim, 1 before the first look, 2 before the
   *     last
   * @param untilSent whether it tries again until the wipe was sent, and not just until it has
   *     claimed the right to
   */
  record Order(
      String caseId,
      String employee,
      String warrant,
      int place,
      Duration linger,
      boolean untilSent) {
    static final Order NONE = new Order("", "", "", 0, Duration.ZERO, false);

    Order lingering(int newPlace, Duration newLinger) {
      return new Order(caseId, employee, warrant, newPlace, newLinger, false);
    }

    String line() {
      return String.join(
          " ",
          caseId,
          employee,
          warrant,
          Integer.toString(place),
          linger.toString(),
          Boolean.toString(untilSent));
    }

    static Order parse(String line) {
      var words = line.split(" ", -1);
      return new Order(
          words[0],
          words[1],
          words[2],
          Integer.parseInt(words[3]),
          Duration.parse(words[4]),
          Boolean.parseBoolean(words[5]));
    }
  }
}
