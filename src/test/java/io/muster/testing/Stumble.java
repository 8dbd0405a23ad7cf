package io.muster.testing;

import io.muster.process.Step;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.jspecify.annotations.Nullable;

/** A step that fails in the way a test wants, and works once nothing is wanted. */
public final class Stumble extends Step {
  private @Nullable RuntimeException failure;

  /** From now on every run fails like this; null for not at all. */
  public void with(@Nullable RuntimeException failure) {
    this.failure = failure;
  }

  @Override
  protected void run(DelegateExecution execution) {
    if (failure != null) {
      throw failure;
    }
    execution.setVariable("serial", "C02XYZ");
    execution.setVariable("undeclared", "must not reach history");
  }
}
