package io.muster.safety;

import io.muster.people.Worker;
import io.muster.people.Workforce;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Finds by what a leaver's wipes are counted, from what safety and people keep themselves. */
@Component
class TraitsOfLeavers {
  private final LeaverStore leavers;
  private final Workforce workforce;
  private final ObjectProvider<LeaverConnections> connections;

  TraitsOfLeavers(
      LeaverStore leavers, Workforce workforce, ObjectProvider<LeaverConnections> connections) {
    this.leavers = leavers;
    this.workforce = workforce;
    this.connections = connections;
  }

  Traits of(WipePlan plan) {
    var worker = workforce.find(plan.employee());
    return new Traits(
        leavers.leaving(plan.caseId()).map(Leaving::source).orElse(null),
        worker.map(Worker::department).orElse(null),
        worker
            .flatMap(one -> Optional.ofNullable(one.manager()))
            .map(Object::toString)
            .orElse(null),
        connections.stream()
            .flatMap(known -> known.of(plan.employee()).stream())
            .findFirst()
            .orElse(null));
  }
}
