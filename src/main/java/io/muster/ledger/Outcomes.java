package io.muster.ledger;

import io.muster.people.EmployeeId;
import java.util.List;

/**
 * How far each outcome of an offboarding has come, and what its clock waits for.
 *
 * <p>Part of the caller's transaction: an outcome is what a step has found, and is gone with it.
 */
public interface Outcomes {
  /** Says how far it has come; the time of the first request and of the first sight are kept. */
  void say(
      String caseId,
      EmployeeId employee,
      Outcome.Kind kind,
      String target,
      Outcome.State state,
      String words);

  /** All outcomes of the case, in the order in which they were first wanted. */
  List<Outcome> of(String caseId);

  /**
   * Says what the case waits for from now on; the same wait said again goes on.
   *
   * @param what the outcome or device that waits
   * @param reason such as {@code budget}, {@code offline}, {@code waits for approver}
   */
  void pause(String caseId, String what, String reason);

  /** Nothing more is waited for here. */
  void goOn(String caseId, String what);
}
