package io.muster.doors;

import java.util.Optional;
import java.util.function.Supplier;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.RepositoryServiceImpl;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.impl.repository.DeploymentBuilderImpl;
import org.camunda.bpm.engine.repository.DeploymentWithDefinitions;
import org.jspecify.annotations.Nullable;

/** The engine's repository service, which writes down who deployed and who undid a deployment. */
final class AuditedRepository extends RepositoryServiceImpl {
  private final Supplier<@Nullable Authentication> caller;

  AuditedRepository(Supplier<@Nullable Authentication> caller) {
    this.caller = caller;
  }

  @Override
  public DeploymentWithDefinitions deployWithResult(DeploymentBuilderImpl builder) {
    var what =
        "%s: %s"
            .formatted(
                builder.getDeployment().getName(), String.join(", ", builder.getResourceNames()));
    try {
      var done = super.deployWithResult(builder);
      if (done.getDeployedProcessDefinitions() != null
          || done.getDeployedDecisionDefinitions() != null
          || who() != null) {
        // without definitions, the service found its own files unchanged
        Audit.act("deployment", true, who(), what);
      }
      return done;
    } catch (ProcessEngineException refused) {
      Audit.act("deployment", false, who(), what);
      throw refused;
    }
  }

  @Override
  public void deleteDeployment(String id) {
    deleteDeployment(id, false);
  }

  @Override
  public void deleteDeployment(String id, boolean cascade) {
    deleteDeployment(id, cascade, false);
  }

  @Override
  public void deleteDeployment(String id, boolean cascade, boolean skipCustomListeners) {
    deleteDeployment(id, cascade, skipCustomListeners, false);
  }

  @Override
  public void deleteDeployment(
      String id, boolean cascade, boolean skipCustomListeners, boolean skipIoMappings) {
    var what = "%s%s".formatted(id, cascade ? " with its cases" : "");
    try {
      super.deleteDeployment(id, cascade, skipCustomListeners, skipIoMappings);
      Audit.act("deployment-deletion", true, who(), what);
    } catch (ProcessEngineException refused) {
      Audit.act("deployment-deletion", false, who(), what);
      throw refused;
    }
  }

  private @Nullable String who() {
    return Optional.ofNullable(caller.get()).map(Authentication::getUserId).orElse(null);
  }
}
