package io.muster.lifecycle.leave;

import io.muster.lifecycle.OtherCases;
import io.muster.people.EmployeeId;
import org.springframework.stereotype.Component;

/** The person's other cases, as far as they need the account to themselves. */
@Component
class ConcurrentCases {
  private static final String ONBOARDING = "onboarding";
  private static final String GROUPS_ARE_DONE = "deviceDue";
  private static final String TRANSFER = "transfer";
  private static final String STILL_WAITS = "othersAtWork";
  private static final String OFFBOARDING = "offboarding";

  private final OtherCases others;

  ConcurrentCases(OtherCases others) {
    this.others = others;
  }

  /** True while a case works on the account that would open it again, or bars it itself. */
  boolean isAtWork(EmployeeId employee) {
    return isTakingIn(employee)
        || others.isUnderWay(OFFBOARDING, employee)
        || others.areUndoingALeaving(employee)
        || (others.isUnderWay(TRANSFER, employee)
            && others.runsWith(TRANSFER, employee, STILL_WAITS, false));
  }

  /** True while onboarding gives the person an account and groups. */
  boolean isTakingIn(EmployeeId employee) {
    return others.runsWithout(ONBOARDING, employee, GROUPS_ARE_DONE);
  }

  /** Has a change that waited for the return go on. */
  void goOn(EmployeeId employee) {
    others.lookAgain(employee);
  }
}
