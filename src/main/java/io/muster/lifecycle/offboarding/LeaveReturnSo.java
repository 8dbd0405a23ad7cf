package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.LifecycleVariables.COMMENT;

import io.muster.process.Step;
import io.muster.safety.WipeSafety;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Lets a return end with something missing, unless a wipe may still be carried out. */
@Component
class LeaveReturnSo extends Step {
  private final WipeSafety safety;
  private final TaskAnswers answers;

  LeaveReturnSo(WipeSafety safety, TaskAnswers answers) {
    this.safety = safety;
    this.answers = answers;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var said = answers.said(execution, COMMENT.find(execution).orElse(""));
    safety.writeOffGone(Step.caseId(execution), said);
    safety.demandNothingPending(Step.caseId(execution));
  }
}
