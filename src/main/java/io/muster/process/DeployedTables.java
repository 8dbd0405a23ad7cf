package io.muster.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.dmn.entity.repository.DecisionDefinitionEntity;
import org.camunda.bpm.engine.impl.persistence.deploy.Deployer;
import org.camunda.bpm.engine.impl.persistence.entity.DeploymentEntity;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Tells whoever wants to know of new versions of decision tables. */
@Component
class DeployedTables extends AbstractProcessEnginePlugin {
  private final ObjectProvider<TableDeployed> listeners;

  DeployedTables(ObjectProvider<TableDeployed> listeners) {
    this.listeners = listeners;
  }

  @Override
  public void preInit(ProcessEngineConfigurationImpl engine) {
    var after = new ArrayList<Deployer>();
    Optional.ofNullable(engine.getCustomPostDeployers()).ifPresent(after::addAll);
    after.add(this::tell);
    engine.setCustomPostDeployers(after);
  }

  private void tell(DeploymentEntity deployment) {
    if (!deployment.isNew()) {
      return; // an old one is read back into the cache
    }
    var tables = deployment.getDeployedArtifacts(DecisionDefinitionEntity.class);
    Optional.ofNullable(tables)
        .orElse(List.of())
        .forEach(
            table ->
                listeners.stream()
                    .filter(listener -> listener.decision().equals(table.getKey()))
                    .forEach(
                        listener ->
                            listener.deployed(
                                deployment.getResource(table.getResourceName()).getBytes())));
  }
}
