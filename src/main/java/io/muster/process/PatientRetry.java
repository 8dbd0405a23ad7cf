package io.muster.process;

import io.muster.remote.RemoteFailure;
import java.io.IOException;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.camunda.bpm.dmn.engine.DmnEngineException;
import org.camunda.bpm.dmn.feel.impl.FeelException;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.ProcessEnginePersistenceException;
import org.camunda.bpm.engine.impl.cmd.DefaultJobRetryCmd;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.impl.juel.jakarta.el.ELException;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * What becomes of a failed job: a wrong set-up and a mistake in a diagram or in code are an
 * incident at once, because no later try mends them; a call that was turned away with a time waits
 * for that time and costs no retry; anything else goes the usual way.
 */
final class PatientRetry extends DefaultJobRetryCmd {
  private static final List<Class<? extends Throwable>> MISTAKES =
      List.of(
          IllegalStateException.class,
          IllegalArgumentException.class,
          NullPointerException.class,
          ClassCastException.class,
          IndexOutOfBoundsException.class,
          NoSuchElementException.class,
          UnsupportedOperationException.class,
          ArithmeticException.class,
          DateTimeException.class,
          LinkageError.class,
          ELException.class,
          DmnEngineException.class,
          FeelException.class);
  private static final List<Class<? extends Throwable>> PASSING =
      List.of(
          RemoteFailure.class,
          OptimisticLockingException.class,
          ProcessEnginePersistenceException.class,
          SQLException.class,
          DataAccessException.class,
          TransactionException.class,
          IOException.class,
          TimeoutException.class,
          InterruptedException.class);

  private final BooleanSupplier stopping;

  /**
   * What becomes of this job.
   *
   * @param stopping whether the service is being stopped, when anything may fail and means nothing
   */
  PatientRetry(String jobId, Throwable failure, BooleanSupplier stopping) {
    super(jobId, failure);
    this.stopping = stopping;
  }

  @Override
  public Object execute(CommandContext context) {
    var job = getJob();
    if (job == null) {
      return super.execute(context);
    }
    if (cause(RemoteFailure.Misconfigured.class).isPresent() || isMistake()) {
      logException(job);
      job.unlock();
      job.setRetries(0);
      return settled();
    }
    var passing = cause(RemoteFailure.Unavailable.class);
    var notBefore = passing.flatMap(RemoteFailure.Unavailable::notBefore);
    if (notBefore.isEmpty()) {
      return super.execute(context);
    }
    if (passing.filter(RemoteFailure.Unavailable::surelyNotSent).isPresent()) {
      waitUntil(job, notBefore.get());
    } else {
      super.execute(context);
      delay(job, notBefore.get());
    }
    return settled();
  }

  /**
   * True if trying again comes to the same: a variable that is missing, an expression that cannot
   * be worked out, a flow that leads nowhere. What a system elsewhere, the database or another node
   * had a part in is none.
   */
  private boolean isMistake() {
    var deepest = exception;
    for (var cause = exception; cause != null; cause = cause.getCause()) {
      if (isOneOf(PASSING, cause)) {
        return false;
      }
      deepest = cause;
    }
    return deepest != null
        && !stopping.getAsBoolean()
        && (deepest.getClass() == ProcessEngineException.class || isOneOf(MISTAKES, deepest));
  }

  private static boolean isOneOf(List<Class<? extends Throwable>> types, Throwable failure) {
    return types.stream().anyMatch(type -> type.isInstance(failure));
  }

  private static void delay(JobEntity job, Instant instant) {
    if (job.getDuedate() == null || job.getDuedate().toInstant().isBefore(instant)) {
      job.setDuedate(Date.from(instant));
    }
  }

  private void waitUntil(JobEntity job, Instant instant) {
    logException(job);
    job.unlock();
    job.setDuedate(Date.from(instant));
  }

  private <T extends RemoteFailure> Optional<T> cause(Class<T> type) {
    for (var cause = exception; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return Optional.of(type.cast(cause));
      }
    }
    return Optional.empty();
  }

  @SuppressWarnings("NullAway") // a command of the engine that has no answer
  private static Object settled() {
    return null;
  }
}
