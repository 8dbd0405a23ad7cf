package io.muster.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.node.NodeFitness;
import io.muster.node.Nodes;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.cfg.StandaloneInMemProcessEngineConfiguration;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.Test;

/** A node whose clock is wrong leaves jobs that are due to others. */
class FitJobsTests {
  private final AtomicReference<Duration> off = new AtomicReference<>(Duration.ofSeconds(6));
  private final NodeFitness fitness = Nodes.whoseClockIsOff(off);

  @Test
  void takesNoJobsWhileItsClockIsWrongAndTakesThemAgainAfterwards() {
    var settings = new StandaloneInMemProcessEngineConfiguration();
    settings.setProcessEngineName("fit");
    settings.setJdbcUrl("jdbc:h2:mem:fit");
    settings.setDatabaseSchemaUpdate(ProcessEngineConfiguration.DB_SCHEMA_UPDATE_CREATE_DROP);
    settings.setHistoryCleanupEnabled(false);
    var engine = settings.buildProcessEngine();
    try {
      engine
          .getRepositoryService()
          .createDeployment()
          .addModelInstance(
              "due.bpmn",
              Bpmn.createExecutableProcess("due")
                  .camundaHistoryTimeToLive(1)
                  .startEvent()
                  .camundaAsyncAfter()
                  .endEvent()
                  .done())
          .deploy();
      engine.getRuntimeService().startProcessInstanceByKey("due");
      var command = new FitJobs(fitness::mayTakeJobs, settings.getJobExecutor()).getCommand(3);

      assertThat(settings.getCommandExecutorTxRequired().execute(command).size()).isZero();
      off.set(Duration.ofSeconds(5));
      assertThat(settings.getCommandExecutorTxRequired().execute(command).size()).isEqualTo(1);
    } finally {
      engine.close();
    }
  }
}
