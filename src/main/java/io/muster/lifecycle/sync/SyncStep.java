package io.muster.lifecycle.sync;

import static io.muster.lifecycle.LifecycleVariables.CONNECTION;

import io.muster.people.EmployeeId;
import io.muster.process.Step;
import io.muster.remote.CallPriority;
import org.camunda.bpm.engine.delegate.DelegateExecution;

/**
 * A step about a directory instead of a person. It does a bounded part of its work at a time, so
 * that no job runs long and no list of everybody is ever held, and says whether there is more.
 */
abstract class SyncStep extends Step {
  @Override
  protected EmployeeId about(DelegateExecution execution) {
    return DirectorySync.standingFor(CONNECTION.in(execution));
  }

  @Override
  protected CallPriority lane() {
    return CallPriority.SYNC;
  }

  @Override
  protected boolean isTold() {
    return false;
  }

  @Override
  protected final void run(DelegateExecution execution) {
    DirectorySync.MORE.set(execution, part(CONNECTION.in(execution), execution));
  }

  /** Does a part of the work; true if there is more. */
  protected abstract boolean part(String connection, DelegateExecution execution);
}
