package io.muster.ledger;

import io.muster.people.EmployeeId;
import java.util.List;

/**
 * How far each outcome of an offboarding has come, and what its clock waits for.
 *
 * <p>Part of the caller's transaction: an outcome is what a step has found, and is gone with it.
 */
public interface Outcomes {
  /**
   * Says how far it has come.
   *
   * <p>The first request and the first sight keep their time. Seen again after a contradiction, it
   * counts as seen from then. The same state said again changes only the words. Every change of
   * state is published as an {@link OutcomeChanged}.
   */
  void say(
      String caseId,
      EmployeeId employee,
      Outcome.Kind kind,
      String target,
      Outcome.State state,
      String words);

  /** All outcomes of the case, in the order in which they were first wanted. */
  List<Outcome> of(String caseId);

  /** Those of the case that keep it from ending, in the same order. */
  default List<Outcome> unsettled(String caseId) {
    return of(caseId).stream().filter(outcome -> !outcome.settled()).toList();
  }

  /**
   * Says what the case waits for from now on; the same wait said again goes on. The {@link Pause}
   * is published when it begins and when it ends.
   *
   * @param what the outcome or device that waits
   * @param reason such as {@code budget}, {@code offline}, {@code waits for approver}
   */
  void pause(String caseId, String what, String reason);

  /** True while the case waits for this. */
  boolean isPaused(String caseId, String what);

  /** Nothing more is waited for here. */
  void goOn(String caseId, String what);
}
