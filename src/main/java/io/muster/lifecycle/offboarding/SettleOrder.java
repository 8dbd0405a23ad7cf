package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.LifecycleVariables.COMMENT;
import static io.muster.lifecycle.LifecycleVariables.DECISION;
import static io.muster.lifecycle.LifecycleVariables.DEVICE;
import static io.muster.lifecycle.offboarding.Offboarding.WARRANT;
import static io.muster.lifecycle.offboarding.Offboarding.WIPED;

import io.muster.process.Step;
import io.muster.remote.CallPriority;
import io.muster.remote.RemoteFailure;
import io.muster.safety.WipeOrder;
import io.muster.safety.WipeSafety;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/**
 * Believes nobody that a wipe is over: a case goes on only once it is seen that the order cannot be
 * carried out any more.
 */
@Component
class SettleOrder extends Step {
  private final Orders orders;
  private final WipeSafety safety;
  private final LeaverOutcomes outcomes;
  private final NotSecured notSecured;
  private final TaskAnswers answers;

  SettleOrder(
      Orders orders,
      WipeSafety safety,
      LeaverOutcomes outcomes,
      NotSecured notSecured,
      TaskAnswers answers) {
    this.notSecured = notSecured;
    this.orders = orders;
    this.safety = safety;
    this.outcomes = outcomes;
    this.answers = answers;
  }

  @Override
  protected CallPriority lane() {
    return CallPriority.VERIFICATION;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var look = orders.look(WARRANT.in(execution));
    WIPED.set(execution, look.order().state() == WipeOrder.State.DONE);
    var isGone = look.order().state() == WipeOrder.State.GONE;
    if (isGone && !DECISION.in(execution).equals("tryAgain")) {
      safety.writeOff(look.order().warrant(), said(execution));
      outcomes.giveUpDevice(execution, DEVICE.in(execution), said(execution));
    } else if (look.order().mayStillFire()) {
      throw new RemoteFailure.Refused(
          "Device %s may still carry the wipe out (%s). It ends once it is seen wiped or failed, or you close it while the device is out of device management: disenrol it by hand in Hexnode if you have it."
              .formatted(DEVICE.in(execution), look.order().words()));
    }
    if (!WIPED.in(execution) && !DECISION.in(execution).equals("tryAgain")) {
      outcomes.closeDevice(execution, DEVICE.in(execution), said(execution));
      notSecured.overIfSecured(execution);
    }
  }

  private String said(DelegateExecution execution) {
    return answers.said(execution, COMMENT.find(execution).orElse(""));
  }
}
