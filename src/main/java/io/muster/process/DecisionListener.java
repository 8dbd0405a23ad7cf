package io.muster.process;

import io.muster.process.AnswerRule.Respondent;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;

/**
 * Writes down what a person decided. A task with such a listener is answered only by whoever has
 * claimed it, and nobody changes whom it is for.
 */
public interface DecisionListener extends TaskListener {
  /** Why this person may not decide here, and who may; empty if they may. */
  default Optional<String> forbids(DelegateTask task, Respondent person) {
    return Optional.empty();
  }
}
