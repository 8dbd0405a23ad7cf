package io.muster.deployment;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.impl.cfg.multitenancy.TenantCommandChecker;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.repository.ResourceDefinition;

/**
 * Keeps people from deleting the newest version of what guards wipes: the engine would go back to
 * the version before, which may make them easier.
 */
final class KeptGuards extends TenantCommandChecker {
  private final Supplier<Set<String>> guarded;

  /**
   * Checks deletions.
   *
   * @param guarded the keys of the processes and tables that guard wipes
   */
  KeptGuards(Supplier<Set<String>> guarded) {
    this.guarded = guarded;
  }

  @Override
  public void checkDeleteDeployment(String deployment) {
    super.checkDeleteDeployment(deployment);
    demandNotNewest(
        () -> newest().filter(each -> each.getDeploymentId().equals(deployment)).toList());
  }

  @Override
  public void checkDeleteProcessDefinitionById(String definition) {
    super.checkDeleteProcessDefinitionById(definition);
    demandNotNewest(() -> newest().filter(each -> each.getId().equals(definition)).toList());
  }

  @Override
  public void checkDeleteProcessDefinitionByKey(String key) {
    super.checkDeleteProcessDefinitionByKey(key);
    demandNotNewest(() -> newest().filter(each -> each.getKey().equals(key)).toList());
  }

  private void demandNotNewest(Supplier<List<ResourceDefinition>> deleted) {
    if (Context.getCommandContext().getAuthenticatedUserId() == null) {
      return; // the service itself
    }
    Context.getCommandContext()
        .runWithoutAuthorization(
            () -> {
              var keys = guarded.get();
              deleted.get().stream()
                  .filter(Objects::nonNull)
                  .filter(each -> keys.contains(each.getKey()))
                  .findFirst()
                  .ifPresent(
                      each -> {
                        throw new BadUserRequestException(
                            "Nothing was deleted. Version %d of '%s' guards wipes, and without it an older one would. Deploy the version you want instead; what makes wipes easier then waits for another person."
                                .formatted(each.getVersion(), each.getKey()));
                      });
              return true;
            });
  }

  private static Stream<ResourceDefinition> newest() {
    RepositoryService repository = Context.getProcessEngineConfiguration().getRepositoryService();
    return Stream.concat(
        repository.createProcessDefinitionQuery().latestVersion().unlimitedList().stream(),
        repository.createDecisionDefinitionQuery().latestVersion().unlimitedList().stream());
  }
}
