package io.muster.process;

import io.muster.remote.RemoteFailure;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.camunda.bpm.engine.impl.cmd.DefaultJobRetryCmd;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;

/**
 * What becomes of a failed job: a wrong set-up is an incident at once; a call that was turned away
 * with a time waits for that time and costs no retry; anything else goes the usual way.
 */
final class PatientRetry extends DefaultJobRetryCmd {
  PatientRetry(String jobId, Throwable failure) {
    super(jobId, failure);
  }

  @Override
  public Object execute(CommandContext context) {
    var job = getJob();
    if (job == null) {
      return super.execute(context);
    }
    if (cause(RemoteFailure.Misconfigured.class).isPresent()) {
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
