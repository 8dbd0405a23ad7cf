package io.muster.process;

import java.util.Set;
import org.camunda.bpm.engine.impl.bpmn.helper.BpmnProperties;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.Session;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;
import org.camunda.bpm.engine.impl.jobexecutor.AsyncContinuationJobHandler;
import org.camunda.bpm.engine.impl.jobexecutor.AsyncContinuationJobHandler.AsyncContinuationConfiguration;
import org.camunda.bpm.engine.impl.jobexecutor.TimerCatchIntermediateEventJobHandler;
import org.camunda.bpm.engine.impl.jobexecutor.TimerExecuteNestedActivityJobHandler;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.impl.persistence.entity.JobManager;
import org.camunda.bpm.engine.impl.persistence.entity.MessageEntity;
import org.camunda.bpm.engine.impl.persistence.entity.SuspensionState;
import org.camunda.bpm.engine.impl.pvm.runtime.operation.PvmAtomicOperation;

/**
 * Lets a step be done in the job of the timers and decision tables right before it.
 *
 * <p>Every step of a diagram begins a job of its own, so that a failure repeats no other step. A
 * timer that has gone off and a table that was asked have done nothing outside, so no commit is
 * needed after them. What follows the first step, or a fork, is a job of its own as before.
 *
 * <p>The start of a case and the day it waits for have jobs of their own too: as long as one of
 * them is there nothing was done, and HR may still move the day or take its event back.
 *
 * <p>A job that failed once is not shared again: {@link RetryAfterJobCommand} repeats it at once,
 * and whatever failed fails in its own job, with its own retries and its own incident.
 */
final class SharedJobs extends JobManager {
  private static final Set<String> SHARED =
      Set.of(
          AsyncContinuationJobHandler.TYPE,
          TimerCatchIntermediateEventJobHandler.TYPE,
          TimerExecuteNestedActivityJobHandler.TYPE);
  private static final Set<String> OPERATIONS =
      Set.of(
          PvmAtomicOperation.TRANSITION_CREATE_SCOPE.getCanonicalName(),
          PvmAtomicOperation.TRANSITION_NOTIFY_LISTENER_TAKE.getCanonicalName());

  private final SharedJobMarks marks;
  private boolean worked;
  private boolean shared;

  private SharedJobs(SharedJobMarks marks) {
    this.marks = marks;
  }

  /**
   * Makes one for each command of the engine.
   *
   * @param marks say which activities share jobs
   */
  static SessionFactory factory(SharedJobMarks marks) {
    return new SessionFactory() {
      @Override
      public Class<?> getSessionType() {
        return JobManager.class;
      }

      @Override
      public Session openSession() {
        return new SharedJobs(marks);
      }
    };
  }

  /** Says that the job at work has done something that is not to be done again for what follows. */
  static void worked() {
    if (Context.getCommandContext().getJobManager() instanceof SharedJobs jobs) {
      jobs.worked = true;
    }
  }

  /** True if the step at work is done in the job of something else. */
  static boolean isShared() {
    return Context.getCommandContext().getJobManager() instanceof SharedJobs jobs && jobs.shared;
  }

  /** True if this job failed at a step that would have a job of its own. */
  static boolean failedAtAnother(JobEntity job) {
    var failed = job.getFailedActivityId();
    if (failed == null
        || failed.equals(job.getActivityId())
        || job.getExceptionMessage() != null
        || !SHARED.contains(job.getJobHandlerType())
        || job.getExecution() == null) {
      return false;
    }
    var activity = job.getExecution().getProcessDefinition().findActivity(failed);
    // one that is unknown here is part of a process that was called, which begins with a job
    return activity == null || activity.isAsyncBefore();
  }

  @Override
  public void send(MessageEntity message) {
    var execution = message.getExecution();
    if (execution == null || !goesOn(message, execution)) {
      passOnFailure(message);
      super.send(message);
      return;
    }
    shared = true;
    var configuration = (AsyncContinuationConfiguration) message.getJobHandlerConfiguration();
    // it was never kept, and is not to be deleted with the execution
    message.setExecution(null);
    new AsyncContinuationJobHandler()
        .execute(configuration, execution, Context.getCommandContext(), message.getTenantId());
  }

  /** What a job that failed leads to, up to the step that failed, is not shared either. */
  private void passOnFailure(MessageEntity message) {
    var job = Context.getCommandContext().getCurrentJob();
    if (!worked && job != null && SHARED.contains(job.getJobHandlerType())) {
      message.setExceptionMessage(job.getExceptionMessage());
    }
  }

  private boolean goesOn(MessageEntity message, ExecutionEntity execution) {
    var job = Context.getCommandContext().getCurrentJob();
    return !worked
        && job != null
        && SHARED.contains(job.getJobHandlerType())
        && job.getExceptionMessage() == null
        && message.getSuspensionState() == SuspensionState.ACTIVE.getStateCode()
        && message.getJobHandlerConfiguration() instanceof AsyncContinuationConfiguration how
        && OPERATIONS.contains(how.getAtomicOperation())
        && !isFork(execution)
        && marks.mayShare(execution)
        && marks.mayBeShared(job.getProcessDefinitionKey(), job.getActivityId());
  }

  /** What a fork leads to must not depend on each other. */
  private static boolean isFork(ExecutionEntity execution) {
    var taken = execution.getTransition();
    return taken != null
        && taken.getSource().getOutgoingTransitions().size() > 1
        && !"exclusiveGateway".equals(taken.getSource().getProperties().get(BpmnProperties.TYPE));
  }
}
