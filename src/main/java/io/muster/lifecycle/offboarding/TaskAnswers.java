package io.muster.lifecycle.offboarding;

import io.muster.lifecycle.LifecycleVariables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** What people answered, with their names. */
@Component
class TaskAnswers {
  /** Such as {@code left so by ada: the laptop was handed in}. */
  String said(DelegateExecution execution, String comment) {
    return "left so by %s: %s"
        .formatted(LifecycleVariables.ANSWERED_BY.find(execution).orElse("somebody"), comment);
  }
}
