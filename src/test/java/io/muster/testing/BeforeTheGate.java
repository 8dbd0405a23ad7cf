package io.muster.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Set;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Models that became live before the gate, and those who guard what eases wipes, asked for what
 * they ask today; their cases go on.
 */
public final class BeforeTheGate {
  private static final Set<String> GATES = Set.of("deployment.Gate", "deployment.LooseningGate");

  private BeforeTheGate() {}

  /**
   * Deploys these files as one bundle, without the gates.
   *
   * @param patterns where they are on the class path
   */
  public static void deploy(ProcessEngine engine, String bundle, String... patterns)
      throws IOException {
    var deployment = engine.getRepositoryService().createDeployment().name(bundle);
    for (var pattern : patterns) {
      var files = new PathMatchingResourcePatternResolver().getResources("classpath:" + pattern);
      assertThat(files).as(pattern).isNotEmpty();
      for (var file : files) {
        deployment.addInputStream(
            bundle + "/" + file.getFilename(),
            new ByteArrayInputStream(file.getContentAsByteArray()));
      }
    }
    deploy(engine, deployment);
  }

  /** Deploys without the gates, as an older version did. */
  public static void deploy(ProcessEngine engine, DeploymentBuilder deployment) {
    var configuration = (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
    var today = configuration.getDeployers();
    var cache = configuration.getDeploymentCache();
    cache.setDeployers(
        today.stream()
            .filter(
                each -> GATES.stream().noneMatch(gate -> each.getClass().getName().contains(gate)))
            .toList());
    try {
      deployment.deploy();
    } finally {
      cache.setDeployers(today);
    }
  }
}
