package io.muster.process;

import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.ProcessInstancePermissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.impl.cfg.auth.AuthorizationCommandChecker;
import org.camunda.bpm.engine.impl.db.PermissionCheckBuilder;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;

/**
 * Asks for the particular permission before a person sets a variable of a case. The engine would
 * take the permission to update the case for it, which whoever repairs cases has.
 */
final class VariablePermissionChecker extends AuthorizationCommandChecker {
  @Override
  public void checkUpdateProcessInstanceVariables(ExecutionEntity execution) {
    getAuthorizationManager()
        .checkAuthorization(
            new PermissionCheckBuilder()
                .disjunctive()
                .atomicCheckForResourceId(
                    Resources.PROCESS_INSTANCE,
                    execution.getProcessInstanceId(),
                    ProcessInstancePermissions.UPDATE_VARIABLE)
                .atomicCheckForResourceId(
                    Resources.PROCESS_DEFINITION,
                    execution.getProcessDefinition().getKey(),
                    ProcessDefinitionPermissions.UPDATE_INSTANCE_VARIABLE)
                .build());
  }
}
