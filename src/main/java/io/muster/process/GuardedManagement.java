package io.muster.process;

import org.camunda.bpm.engine.impl.ManagementServiceImpl;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;

/**
 * The engine's management service, which asks whether somebody may run a job before it touches it.
 * The engine itself asks while it runs the job, takes the refusal for a failure of the job, and
 * charges a retry for it.
 */
final class GuardedManagement extends ManagementServiceImpl {
  GuardedManagement(ProcessEngineConfigurationImpl engine) {
    super(engine);
  }

  @Override
  public void executeJob(String id) {
    commandExecutor.execute(
        context -> {
          var job = context.getJobManager().findJobById(id);
          if (job != null && job.getProcessDefinitionId() == null) {
            context.getAuthorizationManager().checkCamundaAdmin(); // it is the engine's own
          } else if (job != null) {
            context
                .getProcessEngineConfiguration()
                .getCommandCheckers()
                .forEach(checker -> checker.checkUpdateJob(job));
          }
          return true;
        });
    super.executeJob(id);
  }
}
