package io.muster.lifecycle.offboarding;

import io.muster.process.Step;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Tells the operators that a leaver is not contained within the promised time. */
@Component
class TellNotContained extends Step {
  private final NotSecured notSecured;

  TellNotContained(NotSecured notSecured) {
    this.notSecured = notSecured;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var open = notSecured.open(execution);
    var which = execution.getCurrentActivityId().endsWith("devices") ? "devices" : "accounts";
    notSecured.tell(
        execution,
        open.isEmpty()
            ? "the %s could not be reached at all; see /api/doctor".formatted(which)
            : open);
  }
}
