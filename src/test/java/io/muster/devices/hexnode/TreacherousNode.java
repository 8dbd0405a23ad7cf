package io.muster.devices.hexnode;

import io.muster.devices.DeviceFleet;
import io.muster.devices.Ground;
import io.muster.devices.hexnode.TreacheryJudge.Note;
import io.muster.remote.CallPriority;
import io.muster.safety.DeviceFacts;
import io.muster.safety.WipePlan;
import io.muster.safety.WipeSafety;
import io.muster.testing.MovableClock;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * One node of the service: the real adapter and the real safety. Before every call of safety, every
 * transaction and every look of the wire guard it may stand still, die, or let the other node go
 * first.
 */
final class TreacherousNode {
  private static final ThreadLocal<@Nullable TreacherousNode> CURRENT = new ThreadLocal<>();

  private final String name;
  private final MovableClock clock;
  private final WipeSafety safety;
  private final DeviceFleet fleet;
  private @Nullable Run run;
  private boolean dead;
  private boolean busy;
  private boolean spending;
  private int looks;

  TreacherousNode(String name, DataSource database, MovableClock clock, String url) {
    this.name = name;
    this.clock = clock;
    var ground = Ground.node(new Watched(database), clock);
    this.safety = watched(ground.safety());
    var properties =
        SimulatedHexnode.properties(
            Map.of(
                "url",
                url,
                "api-key",
                name,
                "list-age",
                "0s",
                "index-age",
                "0s",
                "batch-gap",
                "0s",
                "answer-timeout",
                "10s"));
    this.fleet =
        HexnodeConfiguration.fleet(
            properties,
            new HexnodeLimits(properties),
            SimulatedHexnode.footing(ground, safety, clock));
  }

  String name() {
    return name;
  }

  WipeSafety safety() {
    return safety;
  }

  DeviceFleet fleet() {
    return fleet;
  }

  void join(Run joined) {
    run = joined;
  }

  /** True if the work was done or failed by itself, false if the node died during it. */
  boolean attempt(Runnable work) {
    dead = false;
    looks = 0;
    CURRENT.set(this);
    try {
      // as the steps that decide on wipes do: what these depend on is read anew
      return CallPriority.WIPE.during(
          () -> {
            work.run();
            return !dead;
          });
    } catch (RuntimeException | Killed failed) {
      if (dead) {
        return false;
      }
      throw failed;
    } finally {
      CURRENT.remove();
    }
  }

  /** A point at which the node may be stopped. */
  private void point(int dangers) {
    var here = run;
    if (here == null || busy || CURRENT.get() != this) {
      return;
    }
    if (dead) {
      throw new Killed();
    }
    busy = true;
    try {
      here.estate.moment();
      if (here.isTreacherous()) {
        betray(here, spending ? 4 * dangers : dangers);
      }
    } finally {
      busy = false;
    }
  }

  /** After the first look anything may still happen; after the second the body goes out. */
  private void looked(String method) {
    if (method.equals("spend")) {
      looks = 0;
    } else if (method.equals("demandWarrantFor") && looks++ == 0 && run != null) {
      run.judge.looked(name);
      point(4);
    }
  }

  private void betray(Run here, int dangers) {
    var random = here.random;
    if (random.nextInt(160) < dangers) {
      clock.advance(Duration.ofSeconds(100));
      here.turns.stall();
    } else if (random.nextInt(40) < dangers) {
      here.turns.handOver();
    }
    if (random.nextInt(400) < dangers) {
      dead = true;
      throw new Killed();
    }
  }

  private WipeSafety watched(WipeSafety real) {
    return (WipeSafety)
        Proxy.newProxyInstance(
            WipeSafety.class.getClassLoader(),
            new Class<?>[] {WipeSafety.class},
            (proxy, method, arguments) -> {
              // the last look at a wipe is the one moment that matters most
              point(method.getName().equals("demandWarrantFor") ? 4 : 1);
              var notes = notes(arguments);
              var before = spending;
              spending = before || method.getName().equals("spend");
              try {
                var answer = method.invoke(real, arguments);
                looked(method.getName());
                notes.forEach(this::told);
                return answer;
              } catch (InvocationTargetException failed) {
                if (!dead) {
                  notes.forEach(this::told);
                }
                throw failed.getCause();
              } finally {
                spending = before;
              }
            });
  }

  private List<Note> notes(Object @Nullable [] arguments) {
    var here = run;
    if (here == null || arguments == null) {
      return List.of();
    }
    return Arrays.stream(arguments)
        .flatMap(
            argument ->
                argument instanceof DeviceFacts facts
                    ? Stream.of(facts)
                    : argument instanceof WipePlan plan ? Stream.of(plan.facts()) : Stream.empty())
        .map(here.judge::telling)
        .toList();
  }

  private void told(Note note) {
    if (run != null) {
      run.judge.told(note);
    }
  }

  /** Stops at what is begun on the database by a node, and not within a transaction. */
  private static final class Watched extends DelegatingDataSource {
    Watched(DataSource database) {
      super(database);
    }

    @Override
    public Connection getConnection() throws SQLException {
      var node = CURRENT.get();
      if (node != null && !TransactionSynchronizationManager.isActualTransactionActive()) {
        node.point(2);
      }
      return super.getConnection();
    }
  }

  /** What one world is to a node. */
  record Run(TreacherousEstate estate, TreacheryJudge judge, Random random, Turns turns) {
    boolean isTreacherous() {
      return !estate.isHonest();
    }
  }

  /** Whose turn it is. */
  interface Turns {
    /** Lets the other node go, until it hands the turn back. */
    void handOver();

    /** Stands still until the other node has done whole steps. */
    void stall();
  }

  /** The node is gone; nothing of it is written any more. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }
}
