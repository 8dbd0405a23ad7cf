package io.muster.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.testing.SampleProcess;
import io.muster.testing.WholeEngine;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class EngineKitTests extends WholeEngine {
  private static final String REFLECTION =
      "${''.getClass().forName('java.lang.System').getMethod('getProperty', ''.getClass()).invoke(null, 'java.version')}";

  @Test
  void deploysBothShippedProcessesWithTheirTablesAndForms() {
    assertThat(engine.getRepositoryService().createProcessDefinitionQuery().list())
        .filteredOn(definition -> !SampleProcess.KEY.equals(definition.getKey()))
        .extracting(definition -> definition.getKey() + " " + definition.getResourceName())
        .containsExactlyInAnyOrder(
            "onboarding onboarding/onboarding.bpmn", "offboarding offboarding/offboarding.bpmn");
    assertThat(engine.getRepositoryService().createDecisionDefinitionQuery().count()).isEqualTo(7);
  }

  @Test
  void runsNoReflectionFromAQuery() {
    assertThatThrownBy(
            () ->
                engine
                    .getTaskService()
                    .createTaskQuery()
                    .or()
                    .taskNameLike("x")
                    .taskAssigneeExpression(REFLECTION)
                    .endOr()
                    .list())
        .hasStackTraceContaining("expressions may not reach for classes");
  }

  @Test
  void showsExpressionsNoBeanThatIsNotMeantForThem() {
    assertThatThrownBy(
            () ->
                engine
                    .getTaskService()
                    .createTaskQuery()
                    .or()
                    .taskAssigneeExpression("${dataSource.toString()}")
                    .endOr()
                    .list())
        .hasStackTraceContaining("Cannot resolve identifier 'dataSource'");
    assertThat(
            engine
                .getTaskService()
                .createTaskQuery()
                .or()
                .taskAssigneeExpression("${waits.groupCheck()}")
                .endOr()
                .list())
        .isEmpty();
  }

  @Test
  void findsDueJobsByAnIndex() {
    var indexes =
        new JdbcTemplate(engine.getProcessEngineConfiguration().getDataSource())
            .queryForList(
                "select indexdef from pg_indexes where tablename = 'act_ru_job'", String.class);
    assertThat(indexes).anyMatch(index -> index.endsWith("(duedate_)"));
  }
}
