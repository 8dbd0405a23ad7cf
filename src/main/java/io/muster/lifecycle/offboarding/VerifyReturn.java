package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.LifecycleVariables.ALL_TRUE;
import static io.muster.lifecycle.LifecycleVariables.CONTRADICTIONS;
import static io.muster.lifecycle.LifecycleVariables.EXPECTED_GROUPS;

import io.muster.devices.DeviceFleet;
import io.muster.lifecycle.shared.Person;
import io.muster.process.Step;
import io.muster.remote.CallPriority;
import io.muster.safety.WipeOrder;
import io.muster.safety.WipeSafety;
import java.util.ArrayList;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Reads back whether whoever stays has everything again, and says what cannot be called back. */
@Component
class VerifyReturn extends Step {
  private final Person person;
  private final DeviceFleet fleet;
  private final WipeSafety safety;
  private final Orders orders;
  private final OrderWatch watch;

  VerifyReturn(
      Person person, DeviceFleet fleet, WipeSafety safety, Orders orders, OrderWatch watch) {
    this.person = person;
    this.fleet = fleet;
    this.safety = safety;
    this.orders = orders;
    this.watch = watch;
  }

  @Override
  protected CallPriority lane() {
    return CallPriority.VERIFICATION;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var wrong = new ArrayList<String>();
    var directory = person.directory(execution);
    person
        .account(execution)
        .filter(account -> directory.read(account).filter(found -> !found.barred()).isEmpty())
        .ifPresent(account -> wrong.add("the account " + account + " is gone or still barred"));
    person
        .fleetUser(execution)
        .ifPresent(
            user -> {
              var missing = new TreeSet<>(EXPECTED_GROUPS.in(execution));
              missing.removeAll(fleet.groupsOf(user));
              missing.forEach(group -> wrong.add("the person is not in the group " + group));
            });
    var caseId = Step.caseId(execution);
    Stream.concat(safety.orders(caseId).stream(), safety.outstanding(caseId).stream())
        .distinct()
        .map(order -> order.mayStillFire() ? looked(order) : order)
        .forEach(
            order ->
                wrong.add(
                    "the wipe of device %s cannot be called back (%s)"
                        .formatted(order.device(), order.words())));
    ALL_TRUE.set(execution, wrong.isEmpty());
    CONTRADICTIONS.set(execution, String.join("; ", wrong));
  }

  private WipeOrder looked(WipeOrder order) {
    var look = orders.look(order.warrant());
    watch.tell(look);
    return look.order();
  }
}
