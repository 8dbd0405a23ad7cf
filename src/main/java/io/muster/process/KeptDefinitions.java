package io.muster.process;

import java.util.List;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.ProcessEngineServices;
import org.camunda.bpm.engine.impl.cfg.multitenancy.TenantCommandChecker;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.engine.runtime.ProcessInstance;

/**
 * Refuses to delete a process while cases run on it, by whatever door: with "cascade" the engine
 * would delete the cases too, and people who leave would be forgotten half-way.
 */
final class KeptDefinitions extends TenantCommandChecker {
  private static final int NAMED = 10;

  @Override
  public void checkDeleteDeployment(String deployment) {
    super.checkDeleteDeployment(deployment);
    demandNoCases(
        () ->
            engine()
                .getRepositoryService()
                .createProcessDefinitionQuery()
                .deploymentId(deployment)
                .unlimitedList());
  }

  @Override
  public void checkDeleteProcessDefinitionById(String definition) {
    super.checkDeleteProcessDefinitionById(definition);
    demandNoCases(
        () ->
            engine()
                .getRepositoryService()
                .createProcessDefinitionQuery()
                .processDefinitionId(definition)
                .unlimitedList());
  }

  @Override
  public void checkDeleteProcessDefinitionByKey(String key) {
    super.checkDeleteProcessDefinitionByKey(key);
    demandNoCases(
        () ->
            engine()
                .getRepositoryService()
                .createProcessDefinitionQuery()
                .processDefinitionKey(key)
                .unlimitedList());
  }

  private static void demandNoCases(java.util.function.Supplier<List<ProcessDefinition>> found) {
    Context.getCommandContext()
        .runWithoutAuthorization(
            () -> {
              found.get().forEach(KeptDefinitions::demandNoCases);
              return true;
            });
  }

  private static void demandNoCases(ProcessDefinition definition) {
    var cases =
        engine()
            .getRuntimeService()
            .createProcessInstanceQuery()
            .processDefinitionId(definition.getId());
    var count = cases.count();
    if (count > 0) {
      throw new BadUserRequestException(
          "%d cases run on version %d of '%s', and deleting it would end them: %s%s. Let them end, then delete it."
              .formatted(
                  count,
                  definition.getVersion(),
                  definition.getKey(),
                  cases.listPage(0, NAMED).stream()
                      .map(KeptDefinitions::named)
                      .collect(Collectors.joining(", ")),
                  count > NAMED ? " and others" : ""));
    }
  }

  /** The business key of our cases begins with the number of the person. */
  private static String named(ProcessInstance running) {
    var key = running.getBusinessKey();
    return key == null ? running.getId() : key.split("/", 2)[0];
  }

  private static ProcessEngineServices engine() {
    return Context.getProcessEngineConfiguration().getProcessEngine();
  }
}
