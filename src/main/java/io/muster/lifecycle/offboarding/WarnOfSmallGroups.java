package io.muster.lifecycle.offboarding;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.dmn.entity.repository.DecisionDefinitionEntity;
import org.camunda.bpm.engine.impl.persistence.deploy.Deployer;
import org.camunda.bpm.engine.impl.persistence.entity.DeploymentEntity;
import org.camunda.bpm.model.dmn.Dmn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Warns whoever deploys a table that asks more people than there are, by whatever door. */
@Component
class WarnOfSmallGroups extends AbstractProcessEnginePlugin {
  private static final Logger log = LoggerFactory.getLogger(WarnOfSmallGroups.class);

  private final ObjectProvider<ApproverGroups> groups;

  WarnOfSmallGroups(ObjectProvider<ApproverGroups> groups) {
    this.groups = groups;
  }

  @Override
  public void preInit(ProcessEngineConfigurationImpl engine) {
    var after = new ArrayList<Deployer>();
    Optional.ofNullable(engine.getCustomPostDeployers()).ifPresent(after::addAll);
    after.add(this::warn);
    engine.setCustomPostDeployers(after);
  }

  private void warn(DeploymentEntity deployment) {
    if (!deployment.isNew()) {
      return;
    }
    var tables = deployment.getDeployedArtifacts(DecisionDefinitionEntity.class);
    Optional.ofNullable(tables).orElse(List.of()).stream()
        .filter(table -> table.getKey().equals(WipeDecisionWords.WORDS.decision()))
        .map(table -> deployment.getResource(table.getResourceName()).getBytes())
        .map(file -> Dmn.readModelFromStream(new ByteArrayInputStream(file)))
        .flatMap(table -> groups.getObject().tooFew(table).stream())
        .forEach(what -> log.warn("{} GET /api/doctor shows it until it is fixed.", what));
  }
}
