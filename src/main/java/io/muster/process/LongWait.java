package io.muster.process;

import io.muster.remote.RemoteFailure.Unavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.IncidentEntity;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.impl.util.ClockUtil;

/**
 * A step that waits for its turn longer than was promised: an incident says so while the step goes
 * on waiting, and is resolved by the try that succeeds.
 */
final class LongWait {
  /** The kind of incident; unlike a failed job, nobody has to set retries. */
  static final String INCIDENT = "waitsTooLong";

  private LongWait() {}

  /** How long the job will have waited when its turn comes. */
  static Duration upTo(Instant turn, JobEntity job) {
    return job.getCreateTime() == null
        ? Duration.ZERO
        : Duration.between(job.getCreateTime().toInstant(), turn);
  }

  /** How long the job has waited by now. */
  static Duration soFar(JobEntity job) {
    return upTo(ClockUtil.getCurrentTime().toInstant(), job);
  }

  /** True if the step that runs now has waited for this as long as makes sense. */
  static boolean isOver(Unavailable failure) {
    var job = Context.getCommandContext().getCurrentJob();
    // a job that is another's was made when that began to wait
    return job != null
        && !SharedJobs.isShared()
        && failure.longestWait().filter(longest -> soFar(job).compareTo(longest) >= 0).isPresent();
  }

  /** Raises the incident, once for each job. */
  static void tell(JobEntity job, String why) {
    var execution = job.getExecution();
    if (execution == null || execution.getIncidents().stream().anyMatch(it -> isOf(job, it))) {
      return;
    }
    execution.createIncident(
        INCIDENT,
        job.getId(),
        "Waiting since %s, longer than promised. It goes on by itself when there is room. %s"
            .formatted(job.getCreateTime().toInstant(), why));
  }

  private static boolean isOf(JobEntity job, IncidentEntity incident) {
    return INCIDENT.equals(incident.getIncidentType())
        && job.getId().equals(incident.getConfiguration());
  }

  /** The wait is over, one way or the other. */
  static void over(DelegateExecution execution) {
    for (var incident : List.copyOf(((ExecutionEntity) execution).getIncidents())) {
      if (INCIDENT.equals(incident.getIncidentType())) {
        execution.resolveIncident(incident.getId());
      }
    }
  }
}
