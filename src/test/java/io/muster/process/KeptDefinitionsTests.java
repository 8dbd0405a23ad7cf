package io.muster.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.testing.SampleProcess;
import io.muster.testing.WholeEngine;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.RepositoryService;
import org.junit.jupiter.api.Test;

/** Nobody ends running cases by deleting what they run on. */
class KeptDefinitionsTests extends WholeEngine {
  private static final List<Consumer<Doomed>> WAYS =
      List.of(
          doomed -> doomed.repository().deleteDeployment(doomed.deployment(), true),
          doomed -> doomed.repository().deleteDeployment(doomed.deployment(), true, true, true),
          doomed -> doomed.repository().deleteProcessDefinition(doomed.id(), true),
          doomed ->
              doomed.repository().deleteProcessDefinitions().byIds(doomed.id()).cascade().delete(),
          doomed ->
              doomed
                  .repository()
                  .deleteProcessDefinitions()
                  .byKey(doomed.key())
                  .cascade()
                  .delete());

  @Test
  void refusesItWhileACaseRunsAndNamesThePeople() {
    for (var way : WAYS) {
      clear();
      var doomed = deployed();
      var running =
          engine.getRuntimeService().startProcessInstanceById(doomed.id(), "0042/event-1");
      ThrowingCallable deletion = () -> way.accept(doomed);

      assertThatThrownBy(deletion)
          .isInstanceOf(BadUserRequestException.class)
          .hasMessageContaining("1 cases run on version")
          .hasMessageContaining("0042")
          .hasMessageNotContaining("event-1");
      assertThat(
              engine
                  .getRuntimeService()
                  .createProcessInstanceQuery()
                  .processInstanceId(running.getId())
                  .count())
          .isEqualTo(1);

      engine.getRuntimeService().deleteProcessInstance(running.getId(), "over");
      assertThatCode(deletion).doesNotThrowAnyException();
    }
  }

  private Doomed deployed() {
    var deployment =
        engine
            .getRepositoryService()
            .createDeployment()
            .name("doomed")
            .addString("doomed/sample.bpmn", SampleProcess.ASKING)
            .addString("doomed/ask.form", SampleProcess.QUESTION)
            .deployWithResult();
    var definition = deployment.getDeployedProcessDefinitions().get(0);
    return new Doomed(
        engine.getRepositoryService(), deployment.getId(), definition.getId(), definition.getKey());
  }

  /** Other tests' cases and versions, which would be counted too. */
  private void clear() {
    engine
        .getRuntimeService()
        .createProcessInstanceQuery()
        .processDefinitionKey(SampleProcess.KEY)
        .list()
        .forEach(one -> engine.getRuntimeService().deleteProcessInstance(one.getId(), "over"));
  }

  private record Doomed(RepositoryService repository, String deployment, String id, String key) {}
}
