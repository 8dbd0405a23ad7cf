package io.muster.process;

import java.util.function.BooleanSupplier;
import org.camunda.bpm.engine.impl.cmd.AcquireJobsCmd;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.jobexecutor.AcquireJobsCommandFactory;
import org.camunda.bpm.engine.impl.jobexecutor.AcquiredJobs;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;

/**
 * Has a node take no jobs for as long as its clock, or its database, is not to be trusted: timers
 * would fall due at the wrong time. Asked before every look for jobs, the first one included.
 */
final class FitJobs implements AcquireJobsCommandFactory {
  private final BooleanSupplier isFit;
  private final JobExecutor executor;

  FitJobs(BooleanSupplier isFit, JobExecutor executor) {
    this.isFit = isFit;
    this.executor = executor;
  }

  @Override
  public Command<AcquiredJobs> getCommand(int limit) {
    var acquire = new AcquireJobsCmd(executor, limit);
    return context -> isFit.getAsBoolean() ? acquire.execute(context) : new AcquiredJobs(0);
  }
}
