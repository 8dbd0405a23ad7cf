package io.muster.deployment;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.ResourceDefinition;

/** The newest processes, tables and forms of the engine. */
final class LiveModels {
  private final RepositoryService repository;
  private final ModelSet set = ModelSet.none();
  private final Map<String, String> deploymentOf = new HashMap<>();

  LiveModels(RepositoryService repository) {
    this.repository = repository;
    var deployments = new HashSet<String>();
    for (var table :
        repository
            .createDecisionDefinitionQuery()
            .withoutTenantId()
            .latestVersion()
            .unlimitedList()) {
      set.tables().put(table.getKey(), part(table));
    }
    for (var process :
        repository
            .createProcessDefinitionQuery()
            .withoutTenantId()
            .latestVersion()
            .unlimitedList()) {
      set.processes().put(process.getKey(), part(process));
      deployments.add(process.getDeploymentId());
    }
    deployments.forEach(this::forms);
  }

  /** All of them. */
  ModelSet set() {
    return set;
  }

  /** True if the service itself deployed this file. */
  boolean isByItself(String file) {
    var deployment = deploymentOf.get(file);
    return deployment != null
        && Models.SOURCE.equals(
            repository.createDeploymentQuery().deploymentId(deployment).singleResult().getSource());
  }

  private ModelSet.Part part(ResourceDefinition definition) {
    return part(definition.getDeploymentId(), definition.getResourceName());
  }

  private ModelSet.Part part(String deployment, String name) {
    deploymentOf.put(name, deployment);
    try (InputStream bytes = repository.getResourceAsStream(deployment, name)) {
      return new ModelSet.Part(name, bytes.readAllBytes());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private void forms(String deployment) {
    Set<String> names = new HashSet<>(repository.getDeploymentResourceNames(deployment));
    names.stream()
        .filter(name -> name.endsWith(".form"))
        .map(name -> part(deployment, name))
        .forEach(form -> set.add(form.name(), form.file()));
  }
}
