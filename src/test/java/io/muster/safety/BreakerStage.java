package io.muster.safety;

import io.muster.people.EmployeeId;
import io.muster.people.LegalHolds;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.safety.WipePlan.Approval;
import io.muster.safety.WipePlan.OnSilence;
import io.muster.testing.InMemoryHolds;
import io.muster.testing.MovableClock;
import io.muster.testing.Postgres;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Many leavers with a laptop each, whose wipes somebody has approved, and the default breaker. */
abstract class BreakerStage {
  final DataSource database = Postgres.dataSource();
  final MovableClock clock = new MovableClock(Facts.START);
  final LegalHolds holds = new InMemoryHolds(clock);
  final AtomicInteger calls = new AtomicInteger();
  final Map<EmployeeId, SafetyNode.Place> places = new ConcurrentHashMap<>();
  private final Map<EmployeeId, String> plans = new HashMap<>();
  final Map<String, String> settings = new HashMap<>();
  private int number;

  /** A node of its own, as after a restart. */
  final SafetyNode node() {
    return SafetyNode.with(settings, database, holds, clock, new SafetyNode.KnownWorkers(places));
  }

  final EmployeeId leaver(String department, String manager) {
    number++;
    var leaver = new EmployeeId("E" + number);
    places.put(leaver, new SafetyNode.Place(department, new EmployeeId(manager)));
    return leaver;
  }

  /** Somebody of another department and manager than everybody else. */
  final EmployeeId leaver() {
    return leaver("Department " + (number + 1), "M" + (number + 1));
  }

  /** The approved plan of a new leaver, whom this source told of. */
  final String plan(String source) {
    return plan(source, leaver());
  }

  /** The one approved plan of this leaver. */
  final String plan(String source, EmployeeId leaver) {
    return plans.computeIfAbsent(leaver, each -> approved(source, each));
  }

  private String approved(String source, EmployeeId leaver) {
    var safety = node().safety();
    var caseId = "case-" + leaver;
    safety.begin(new Leaving(caseId, leaver, "VOLUNTARY", false, source, clock.instant()));
    var device = device(leaver);
    safety.freeze(new LeaverSnapshot(caseId, leaver, Map.of("12", true), List.of(device)));
    var plan =
        safety.plan(
            new WipePlan(
                caseId,
                leaver,
                device,
                Claim.THEIRS,
                WipeKind.COMPLETE,
                Approval.ONE_PERSON,
                clock.instant().plus(Duration.ofDays(1)),
                OnSilence.KEEP_LOCKED));
    safety.approve(plan, new Decider("boss", Set.of("approver")), "agreed");
    return plan;
  }

  private static DeviceFacts device(EmployeeId leaver) {
    var own = Long.parseLong(leaver.value().substring(1));
    return Facts.laptop().device(own).serial("S" + own).now();
  }

  /** A warrant that never went past the breaker, as a token that was moved behind it brings one. */
  final String smuggled(String plan) {
    return new WarrantStore(JdbcClient.create(database)).issue(plan, clock.instant()).id();
  }

  /** Wipes under the plan; true if the call went out. */
  final boolean wipes(SafetyNode node, String plan) {
    try {
      var live = device(node.safety().find(plan).orElseThrow().employee());
      return spends(node, node.safety().issue(plan, live).id());
    } catch (Unavailable turnedAway) {
      return false;
    }
  }

  final boolean spends(SafetyNode node, String warrant) {
    clock.advance(Duration.ofSeconds(1));
    var issued = node.safety().warrant(warrant).orElseThrow();
    var live = new Facts(issued.plan().facts()).seenAt(clock.instant()).now();
    try {
      node.safety()
          .spend(
              issued,
              live,
              () -> false,
              () -> {
                node.safety().demandWarrantFor(live.device());
                calls.incrementAndGet();
              });
      return true;
    } catch (Unavailable turnedAway) {
      return false;
    }
  }

  /** Wipes so many new leavers' laptops, or fewer. */
  final void wipe(int many, String source) {
    for (int one = 0; one < many; one++) {
      wipes(node(), plan(source));
    }
  }

  /** Two people close it for what waits now. */
  final void close() {
    var list = node().destruction().state().list();
    node().destruction().close(list, "ann", "meant so");
    node().destruction().close(list, "bob", "meant so");
  }
}
