package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.LifecycleVariables.COMMENT;

import io.muster.ledger.Outcome.Kind;
import io.muster.process.DiagramNeed;
import io.muster.process.Step;
import io.muster.safety.WipeSafety;
import java.util.Set;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Closes what could not be brought about with the name and the reason of whoever says so. */
@Component
class CloseOutcomes extends Step {
  private static final String STEP = "closeOutcomes";
  private static final String ACCOUNTS = STEP + "_accounts";
  private static final String WHY =
      "what a person leaves open is closed for the accounts alone, or for everything, by it";

  /** Where accounts are contained, the step closes nothing about devices. */
  static final DiagramNeed OF_ACCOUNTS_ONLY = DiagramNeed.stepIds(STEP, Set.of(ACCOUNTS), WHY);

  /** At the end of a case, the step closes whatever is open. */
  static final DiagramNeed OF_EVERYTHING = DiagramNeed.stepIds(STEP, Set.of(STEP), WHY);

  private static final Set<Kind> OF_ACCOUNTS = Set.of(Kind.ACCOUNT, Kind.SESSIONS);

  private final LeaverOutcomes outcomes;
  private final NotSecured notSecured;
  private final WipeSafety safety;
  private final TaskAnswers answers;

  CloseOutcomes(
      LeaverOutcomes outcomes, NotSecured notSecured, WipeSafety safety, TaskAnswers answers) {
    this.outcomes = outcomes;
    this.notSecured = notSecured;
    this.safety = safety;
    this.answers = answers;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var said = answers.said(execution, COMMENT.find(execution).orElse(""));
    var onlyAccounts = execution.getCurrentActivityId().equals(ACCOUNTS);
    if (!onlyAccounts) {
      safety.writeOffGone(Step.caseId(execution), said);
    }
    safety.demandNothingPending(Step.caseId(execution));
    outcomes.close(
        execution,
        outcomes.unsettled(execution).stream()
            .filter(open -> !onlyAccounts || OF_ACCOUNTS.contains(open.kind()))
            .toList(),
        said);
    notSecured.overIfSecured(execution);
  }
}
