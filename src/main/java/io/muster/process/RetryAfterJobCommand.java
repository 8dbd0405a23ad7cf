package io.muster.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.muster.remote.RemoteFailure;
import java.io.IOException;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ConcurrentModificationException;
import java.util.Date;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.camunda.bpm.dmn.engine.DmnEngineException;
import org.camunda.bpm.dmn.feel.impl.FeelException;
import org.camunda.bpm.engine.MismatchingMessageCorrelationException;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.ProcessEnginePersistenceException;
import org.camunda.bpm.engine.SuspendedEntityInteractionException;
import org.camunda.bpm.engine.impl.cmd.DefaultJobRetryCmd;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.impl.juel.jakarta.el.ELException;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * What becomes of a failed job: a wrong set-up and a mistake in a diagram or in code are an
 * incident at once, because no later try fixes them; a call that was turned away with a time waits
 * for that time and costs no retry, as long as {@link CallWaitProperties} allow; a refusal nobody
 * understands is tried three times; anything else goes the usual way.
 */
final class RetryAfterJobCommand extends DefaultJobRetryCmd {
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
          ArrayStoreException.class,
          NegativeArraySizeException.class,
          ConcurrentModificationException.class,
          StackOverflowError.class,
          AssertionError.class,
          JsonProcessingException.class,
          ProcessEngineException.class,
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
          MismatchingMessageCorrelationException.class,
          SuspendedEntityInteractionException.class,
          SQLException.class,
          DataAccessException.class,
          TransactionException.class,
          IOException.class,
          TimeoutException.class,
          InterruptedException.class);

  /** An unknown refusal is tried so often before it is a person's. */
  private static final int TRIES_OF_UNKNOWN = 3;

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
  private static final Duration SECOND_PAUSE = Duration.ofMinutes(1);

  private final BooleanSupplier stopping;
  private final CallWaitProperties limits;

  /**
   * What becomes of this job.
   *
   * @param stopping whether the service is being stopped, when anything may fail and means nothing
   * @param limits how long it may wait without costing a retry
   */
  RetryAfterJobCommand(
      String jobId, Throwable failure, BooleanSupplier stopping, CallWaitProperties limits) {
    super(jobId, failure);
    this.stopping = stopping;
    this.limits = limits;
  }

  @Override
  public Object execute(CommandContext context) {
    var job = getJob();
    if (job == null) {
      return super.execute(context);
    }
    if (SharedJobs.failedAtAnother(job)) {
      // the failure is kept with the job, so what failed gets a job of its own now
      logException(job);
      if (job.getExceptionMessage() == null) {
        job.setExceptionMessage(String.valueOf(exception));
      }
      job.unlock();
      pauseBeforeItsOwnJob(job);
      return settled();
    }
    if (isOver(job)) {
      logException(job);
      job.unlock();
      job.setRetries(0);
      return settled();
    }
    var passing = cause(RemoteFailure.Unavailable.class);
    if (passing.filter(failure -> !failure.isUnderstood()).isPresent()) {
      tryUnknownAgain(job);
      return settled();
    }
    var notBefore = passing.flatMap(RemoteFailure.Unavailable::notBefore);
    if (notBefore.isEmpty()) {
      return super.execute(context);
    }
    var wait = passing.get();
    var longest = LongWait.soFar(job).compareTo(limits.longest()) >= 0;
    if (wait.waitsForItsTurn() && !longest) {
      waitUntil(job, notBefore.get());
    } else {
      super.execute(context);
      delay(job, notBefore.get());
    }
    if (wait.waitsForItsTurn()
        && LongWait.upTo(notBefore.get(), job).compareTo(limits.promise(wait.lane())) > 0) {
      LongWait.tell(job, String.valueOf(wait.getMessage()));
    }
    return settled();
  }

  /** What may still be under way elsewhere is not asked for again at once. */
  private void pauseBeforeItsOwnJob(JobEntity job) {
    cause(RemoteFailure.Unavailable.class)
        .filter(failure -> failure.notBefore().isPresent() || !failure.surelyNotSent())
        .ifPresent(
            failure ->
                delay(
                    job,
                    failure
                        .notBefore()
                        .orElseGet(
                            () -> ClockUtil.getCurrentTime().toInstant().plus(FIRST_PAUSE))));
  }

  /**
   * True if no later try helps. A refusal comes here only where the diagram asks nobody about it,
   * and one that was waited for too long has been given up already.
   */
  private boolean isOver(JobEntity job) {
    return cause(RemoteFailure.Misconfigured.class).isPresent()
        || cause(RemoteFailure.Refused.class).isPresent()
        || cause(RemoteFailure.Unavailable.class)
            .flatMap(RemoteFailure.Unavailable::longestWait)
            .filter(longest -> LongWait.soFar(job).compareTo(longest) >= 0)
            .isPresent()
        || isMistake();
  }

  /**
   * True if trying again comes to the same: a variable that is missing, an expression that cannot
   * be worked out, a flow that leads nowhere. What a system elsewhere, the database or another node
   * had a part in is none.
   */
  private boolean isMistake() {
    var deepest = exception;
    for (var cause = exception; cause != null; cause = cause.getCause()) {
      // text that is not JSON is not so by chance, although the exception is one of reading
      if (isOneOf(PASSING, cause) && !(cause instanceof JsonProcessingException)) {
        return false;
      }
      deepest = cause;
    }
    return deepest != null && !stopping.getAsBoolean() && isOneOf(MISTAKES, deepest);
  }

  private static boolean isOneOf(List<Class<? extends Throwable>> types, Throwable failure) {
    return types.stream().anyMatch(type -> type.isInstance(failure));
  }

  private void tryUnknownAgain(JobEntity job) {
    logException(job);
    job.unlock();
    var left = Math.min(job.getRetries(), TRIES_OF_UNKNOWN) - 1;
    var pause = left == TRIES_OF_UNKNOWN - 1 ? FIRST_PAUSE : SECOND_PAUSE;
    job.setDuedate(Date.from(ClockUtil.getCurrentTime().toInstant().plus(pause)));
    job.setRetries(left);
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
