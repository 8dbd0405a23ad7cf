package io.muster.lifecycle.sync;

import static io.muster.lifecycle.LifecycleVariables.DECISION;
import static io.muster.lifecycle.sync.DirectorySync.REMOVAL_PLAN;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Keeps what a person said to exactly the plan they were shown. */
@Component
class RecordRemovalAnswer extends SyncStep {
  private final Runs runs;

  RecordRemovalAnswer(Runs runs) {
    this.runs = runs;
  }

  @Override
  protected boolean part(String connection, DelegateExecution execution) {
    runs.answered(connection, REMOVAL_PLAN.in(execution), DECISION.in(execution).equals("approve"));
    return false;
  }
}
