package io.muster.testing;

import io.muster.ledger.CaseRef;
import io.muster.process.Step;
import java.util.Objects;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.jspecify.annotations.Nullable;

/** A step that fails in the way a test wants, and works once nothing is wanted. */
public final class Stumble extends Step {
  private @Nullable RuntimeException failure;
  private Runnable work = () -> {};
  private @Nullable CaseRef onBehalfOf;

  /** From now on every run fails like this; null for not at all. */
  public void with(@Nullable RuntimeException failure) {
    this.failure = failure;
  }

  /** From now on every run does this. */
  public void doing(Runnable work) {
    this.work = work;
  }

  /** The case for which it ran last. */
  public CaseRef onBehalfOf() {
    return Objects.requireNonNull(onBehalfOf, "it has not run");
  }

  @Override
  protected void run(DelegateExecution execution) {
    onBehalfOf = CaseRef.current();
    if (failure != null) {
      throw failure;
    }
    work.run();
    execution.setVariable("serial", "C02XYZ");
    execution.setVariable("undeclared", "must not reach history");
  }
}
