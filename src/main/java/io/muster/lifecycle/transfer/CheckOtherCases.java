package io.muster.lifecycle.transfer;

import static io.muster.lifecycle.transfer.Transfer.AWAY;
import static io.muster.lifecycle.transfer.Transfer.OTHERS_AT_WORK;

import io.muster.lifecycle.OtherCases;
import io.muster.people.PersonLane;
import io.muster.process.Step;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/**
 * Looks whether onboarding, or a leaving that is being undone, still works on the person's groups,
 * or a leave holds the account; two cases must not do so at once. A change of somebody whose
 * account is barred for a leave waits for the return, as carrying it out would open the account.
 */
@Component
class CheckOtherCases extends Step {
  private static final String ONBOARDING = "onboarding";
  private static final String GROUPS_ARE_DONE = "deviceDue";

  private static final String LEAVE = "leave";
  private static final String ACCOUNT_HELD = "accountHeld";

  private final PersonLane lane;
  private final OtherCases others;

  CheckOtherCases(PersonLane lane, OtherCases others) {
    this.lane = lane;
    this.others = others;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var employee = EMPLOYEE.in(execution);
    // a leave that begins now either is seen here or sees this case at work
    lane.hold(employee);
    var away = others.runsWith(LEAVE, employee, ACCOUNT_HELD, true);
    AWAY.set(execution, away);
    OTHERS_AT_WORK.set(
        execution,
        away
            || others.runsWithout(ONBOARDING, employee, GROUPS_ARE_DONE)
            || others.areUndoingALeaving(employee));
  }
}
