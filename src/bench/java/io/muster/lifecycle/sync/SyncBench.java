package io.muster.lifecycle.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.directory.AccountId;
import io.muster.directory.GroupId;
import io.muster.lifecycle.ProcessEstate.Walk;
import io.muster.lifecycle.ProcessTest;
import io.muster.lifecycle.sync.SyncGround.Hand;
import io.muster.testing.InMemoryDirectory;
import io.muster.testing.InMemoryFleet;
import io.muster.testing.Mishaps;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.ProcessEngine;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/**
 * What a sync costs in a large directory: {@code ./mvnw -Pbench verify -Dit.test=SyncBench}. The
 * sizes are set by {@code -Dusers}, {@code -Dgroups} and {@code -Dchanges}.
 */
@ProcessTest
@Import(SyncGround.class)
@TestPropertySource(
    properties = {
      "muster.sync.poll=9999h",
      "muster.sync.connections.hq.mode=local-users",
      "muster.sync.connections.hq.drift-task-from=1000000"
    })
class SyncBench {
  private static final int USERS = Integer.getInteger("users", 50_000);
  private static final int GROUPS = Integer.getInteger("groups", 500);
  private static final int CHANGES = Integer.getInteger("changes", 200);

  /** However large the directory is. */
  private static final int MOST_AT_REST = 5;

  /** To take somebody out of one group and put them into another, and to see that it is so. */
  private static final int MOST_FOR_A_MOVE = 4;

  @Autowired private ProcessEngine engine;
  @Autowired private Hand hand;
  @Autowired private Walk walk;
  @Autowired private InMemoryDirectory hq;
  @Autowired private InMemoryFleet fleet;

  @DynamicPropertySource
  static void selectedGroups(DynamicPropertyRegistry properties) {
    for (int i = 0; i < GROUPS; i++) {
      var name = "Group " + i;
      properties.add("muster.sync.connections.hq.groups[%d]".formatted(i), () -> name);
    }
  }

  @Test
  void costsWhatChangedAndNotWhatThereIs() {
    var groups = new ArrayList<GroupId>();
    for (int i = 0; i < GROUPS; i++) {
      groups.add(hq.roster().byHand("Group " + i));
    }
    var people = new ArrayList<AccountId>();
    for (int i = 0; i < USERS; i++) {
      var worker = walk.person("Sales", "Developer", "Rome");
      people.add(hq.takeIn(worker));
      hq.roster().join(groups.get(i % GROUPS), people.get(i));
      fleet.user(worker.workEmail());
    }
    measured("first run: %d people, %d groups".formatted(USERS, GROUPS));

    for (int i = 0; i < CHANGES; i++) {
      hq.roster().leave(groups.get(i % GROUPS), people.get(i));
      hq.roster().join(groups.get((i + 1) % GROUPS), people.get(i));
    }
    var moved = measured("next run: %d people moved".formatted(CHANGES));
    var unchanged = measured("a run in which nothing has changed");
    assertThat(unchanged).as("calls where nothing has changed").isLessThanOrEqualTo(MOST_AT_REST);
    assertThat(moved)
        .as("calls for %d people who moved", CHANGES)
        .isLessThanOrEqualTo(MOST_AT_REST + MOST_FOR_A_MOVE * CHANGES);
  }

  /** Runs the sync to its end; answers how many calls that took. */
  private int measured(String what) {
    hq.mishaps().countAnew();
    fleet.mishaps().countAnew();
    System.gc();
    var before = heap();
    pools().forEach(MemoryPoolMXBean::resetPeakUsage);
    var begin = System.nanoTime();
    var sync = hand.start("hq");
    walk.run(sync);
    var took = (System.nanoTime() - begin) / 1_000_000;
    var peak = pools().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    System.gc();
    System.out.printf(
        "BENCH %s: %d ms; calls to the directory %s; calls to the fleet %s; heap: the run took %d MB at most and kept %d MB, beside %d MB of the stand-ins and the service at rest%n",
        what,
        took,
        hq.mishaps().calls(),
        fleet.mishaps().calls(),
        (peak - before) >> 20,
        (heap() - before) >> 20,
        before >> 20);
    assertThat(calls(hq.mishaps())).isPositive();
    assertThat(
            engine
                .getRuntimeService()
                .createProcessInstanceQuery()
                .processInstanceId(sync.getId())
                .count())
        .isZero();
    return calls(hq.mishaps()) + calls(fleet.mishaps());
  }

  private static int calls(Mishaps mishaps) {
    return mishaps.calls().values().stream().mapToInt(Integer::intValue).sum();
  }

  private static long heap() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static List<MemoryPoolMXBean> pools() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }
}
