package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.LifecycleVariables.COMMENT;
import static io.muster.lifecycle.LifecycleVariables.DECISION;
import static io.muster.lifecycle.LifecycleVariables.DEVICE;
import static io.muster.lifecycle.offboarding.Offboarding.WARRANT;

import io.muster.process.Step;
import io.muster.safety.WipeSafety;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Writes down what a person said about a device that does not answer. */
@Component
class RecordChase extends Step {
  private final WipeSafety safety;
  private final LeaverOutcomes outcomes;
  private final NotSecured notSecured;
  private final TaskAnswers answers;

  RecordChase(
      WipeSafety safety, LeaverOutcomes outcomes, NotSecured notSecured, TaskAnswers answers) {
    this.safety = safety;
    this.outcomes = outcomes;
    this.notSecured = notSecured;
    this.answers = answers;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var device = DEVICE.in(execution);
    var said = answers.said(execution, COMMENT.find(execution).orElse(""));
    if (DECISION.in(execution).equals("writeOff")) {
      WARRANT
          .find(execution)
          .filter(warrant -> !warrant.isEmpty())
          .ifPresent(warrant -> safety.withdrawWarrant(warrant, said));
      outcomes.closeDevice(execution, device, said);
      notSecured.overIfSecured(execution);
    } else if (DECISION.in(execution).equals("lost")) {
      outcomes.waits(execution, device, "lost or stolen");
      notSecured.tell(
          execution,
          "device %s is lost or stolen (%s); it is wiped once it shows itself. Tell security, and have the carrier block it"
              .formatted(device, said));
    }
  }
}
