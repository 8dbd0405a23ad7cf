package io.muster.deployment;

import io.muster.guard.Loosenings;
import io.muster.guard.Loosenings.Change;
import java.io.ByteArrayInputStream;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RepositoryService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Deploys what enough people have agreed to, once its time has passed, on whichever node. */
@Component
class AgreedModels {
  private static final Logger log = LoggerFactory.getLogger(AgreedModels.class);

  private final Loosenings loosenings;
  private final RepositoryService repository;
  private final TransactionTemplate alone;

  AgreedModels(
      Loosenings loosenings,
      RepositoryService repository,
      PlatformTransactionManager transactions) {
    this.loosenings = loosenings;
    this.repository = repository;
    this.alone = new TransactionTemplate(transactions);
  }

  /** Deploys whatever may become live now; the gate looks once more whether it may. */
  void release() {
    loosenings.due().forEach(this::release);
  }

  private void release(Change change) {
    try {
      alone.executeWithoutResult(
          transaction -> {
            if (loosenings.take(change.number())) {
              deploy(change);
            }
          });
    } catch (HeldDeployment anew) {
      log.warn(
          "Change {} ('{}') is not live: what was live has changed since, and people are asked anew. {}",
          change.number(),
          change.name(),
          anew.getMessage());
    } catch (ProcessEngineException refused) {
      log.error(
          "Change {} ('{}') cannot become live, though people agreed to it: {}",
          change.number(),
          change.name(),
          refused.getMessage());
    }
  }

  private void deploy(Change change) {
    var deployment = repository.createDeployment().name(change.name()).source(change.origin());
    loosenings
        .files(change.number())
        .forEach((name, bytes) -> deployment.addInputStream(name, new ByteArrayInputStream(bytes)));
    deployment.deploy();
    log.info(
        "Change {} ('{}') is live: {} agreed to it.",
        change.number(),
        change.name(),
        change.agreed().stream().map(Loosenings.Yes::by).toList());
  }
}
