package io.muster.lifecycle.offboarding;

import io.muster.process.DiagramNeed;
import io.muster.process.OnlyTells;
import io.muster.process.Step;
import java.util.Set;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Tells the operators that a leaver is not contained within the promised time. */
@Component
@OnlyTells
class TellNotContained extends Step {
  private static final String OF_DEVICES = "tellNotContained_devices";

  /** The step says by its id what is late. */
  static final DiagramNeed IDS =
      DiagramNeed.stepIds(
          "tellNotContained",
          Set.of(OF_DEVICES, "tellNotContained_accounts"),
          "operators are told by it whether devices or accounts are late");

  private final NotSecured notSecured;

  TellNotContained(NotSecured notSecured) {
    this.notSecured = notSecured;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var open = notSecured.open(execution);
    var which = execution.getCurrentActivityId().equals(OF_DEVICES) ? "devices" : "accounts";
    notSecured.tell(
        execution,
        open.isEmpty()
            ? "the %s could not be reached at all; see /api/doctor".formatted(which)
            : open);
  }
}
