package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.LifecycleVariables.DEVICE;
import static io.muster.lifecycle.LifecycleVariables.PROBLEM;
import static io.muster.lifecycle.offboarding.Offboarding.WARRANT;
import static io.muster.lifecycle.offboarding.Offboarding.WIPED;
import static io.muster.lifecycle.offboarding.Offboarding.WIPE_CHECKS;
import static io.muster.lifecycle.offboarding.Offboarding.WIPE_SENT_AT;

import io.muster.process.Step;
import io.muster.remote.CallPriority;
import io.muster.remote.RemoteFailure;
import io.muster.safety.WipeOrder;
import java.time.Instant;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/**
 * Looks at the device for the end of the wipe; while the order is out, everything that would have
 * forbidden it is looked at again.
 */
@Component
class CheckWipe extends Step {
  /** A page that is not shown for a while proves nothing, so it is looked for on. */
  private static final String GONE =
      "device %s is out of device management, and its wipe was not seen: %s If it comes back in the same enrolment, it may still be wiped. Call whoever holds it and get it back, or say that it is over";

  private final Orders orders;
  private final Ladder ladder;
  private final NotSecured notSecured;

  CheckWipe(Orders orders, Ladder ladder, NotSecured notSecured) {
    this.orders = orders;
    this.ladder = ladder;
    this.notSecured = notSecured;
  }

  @Override
  protected CallPriority lane() {
    return CallPriority.VERIFICATION;
  }

  @Override
  protected boolean isTold() {
    return false;
  }

  @Override
  protected void run(DelegateExecution execution) {
    WIPE_CHECKS.set(execution, WIPE_CHECKS.find(execution).orElse(0) + 1);
    try {
      judge(execution, orders.look(WARRANT.in(execution)));
    } catch (RemoteFailure.Unavailable silent) {
      WIPED.set(execution, false);
      PROBLEM.set(
          execution,
          "nobody can see whether device %s was wiped: %s"
              .formatted(DEVICE.in(execution), silent.getMessage()));
      ladder.silent(execution, Instant.parse(WIPE_SENT_AT.in(execution)));
    }
  }

  private void judge(DelegateExecution execution, Orders.Look look) {
    WIPED.set(execution, look.order().state() == WipeOrder.State.DONE);
    PROBLEM.set(execution, look.order().words());
    if (WIPED.in(execution)) {
      look.forbidden()
          .ifPresentOrElse(
              why -> notSecured.tell(execution, why), () -> notSecured.overIfSecured(execution));
      return;
    }
    if (!look.order().mayStillFire()) {
      throw new RemoteFailure.Refused(
          "The wipe of device %s was not carried out: %s. Look at the device; it can be ordered anew."
              .formatted(DEVICE.in(execution), look.order().words()));
    }
    if (look.order().state() == WipeOrder.State.GONE) {
      PROBLEM.set(execution, GONE.formatted(look.order().device(), look.order().words()));
      notSecured.tell(execution, PROBLEM.in(execution));
      ladder.askNow(execution);
    } else if (look.forbidden().isPresent()) {
      PROBLEM.set(execution, look.forbidden().get());
      notSecured.tell(execution, look.forbidden().get());
      ladder.askNow(execution);
    } else {
      ladder.silent(execution, look.order().calledAt());
    }
  }
}
