package io.muster.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.testing.SampleProcess;
import io.muster.testing.WholeEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.StandaloneInMemProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.repository.DecisionDefinition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

class EngineKitTests extends WholeEngine {
  private static final String MARKED = "muster.test.marked";
  private static final String MARK =
      "${''.getClass().forName('java.lang.System').getMethod('setProperty', ''.getClass(), ''.getClass()).invoke(null, 'muster.test.marked', 'open')}";

  @Test
  void deploysTheShippedProcessesWithTheirTablesAndForms() {
    assertThat(engine.getRepositoryService().createProcessDefinitionQuery().list())
        .filteredOn(definition -> !definition.getKey().startsWith(SampleProcess.KEY))
        .extracting(definition -> definition.getKey() + " " + definition.getResourceName())
        .contains(
            "onboarding onboarding/onboarding.bpmn",
            "offboarding offboarding/offboarding.bpmn",
            "containDevices offboarding/containDevices.bpmn",
            "wipeWhenAwake offboarding/wipeWhenAwake.bpmn",
            "transfer transfer/transfer.bpmn",
            "leave leave/leave.bpmn")
        .allMatch(named -> named.matches("([\\w-]+) [\\w-]+/\\1\\.bpmn"));
    assertThat(engine.getRepositoryService().createDecisionDefinitionQuery().list())
        .extracting(DecisionDefinition::getKey)
        .contains(
            "wipeDecision",
            "expectedGroups",
            "policyAssignment",
            "connectionRouting",
            "leaveDecision");
  }

  /** What is shut below is open in the engine as it comes: CVE-2026-109432. */
  @Test
  void anEngineWithoutOurKitRunsCodeHiddenInAQuery() {
    var bare =
        new StandaloneInMemProcessEngineConfiguration()
            .setJdbcUrl("jdbc:h2:mem:bare")
            .setProcessEngineName("bare")
            .setJobExecutorActivate(false)
            .setMetricsEnabled(false)
            .buildProcessEngine();
    try {
      assertThatThrownBy(
              () -> bare.getTaskService().createTaskQuery().taskAssigneeExpression(MARK).list())
          .as("where it does look")
          .hasMessageContaining("forbidden");
      assertThat(System.getProperty(MARKED)).isNull();
      assertThatThrownBy(
              () ->
                  bare.getTaskService()
                      .createTaskQuery()
                      .or()
                      .taskAssigneeExpression(MARK)
                      .endOr()
                      .list())
          .as("it looks for nobody's tasks, after the code has run")
          .hasStackTraceContaining("Assignee is null");
      assertThat(System.getProperty(MARKED)).as("where it does not").isEqualTo("open");
    } finally {
      System.clearProperty(MARKED);
      bare.close();
    }
  }

  @Test
  void runsNoExpressionHiddenInAQuery() {
    var hidden =
        engine
            .getTaskService()
            .createTaskQuery()
            .or()
            .taskNameLike("x")
            .taskAssigneeExpression(MARK)
            .endOr();
    assertThatThrownBy(hidden::list).hasMessageContaining("Expressions are forbidden");
    assertThatThrownBy(hidden::count).hasMessageContaining("Expressions are forbidden");
    assertThatThrownBy(hidden::singleResult).hasMessageContaining("Expressions are forbidden");
    assertThatThrownBy(() -> hidden.listPage(0, 1))
        .hasMessageContaining("Expressions are forbidden");
    assertThat(System.getProperty(MARKED)).isNull();
  }

  @Test
  void storesNoExpressionInAFilterAndAddsNoneToOne() {
    var filters = engine.getFilterService();
    var tasks = engine.getTaskService();
    assertThatThrownBy(
            () ->
                filters.saveFilter(
                    filters
                        .newTaskFilter("hidden")
                        .setQuery(
                            tasks.createTaskQuery().or().taskAssigneeExpression(MARK).endOr())))
        .hasMessageContaining("Expressions are forbidden");
    assertThatThrownBy(
            () ->
                filters.saveFilter(
                    filters
                        .newTaskFilter("open")
                        .setQuery(tasks.createTaskQuery().taskAssigneeExpression(MARK))))
        .hasMessageContaining("forbidden");
    var harmless =
        filters.saveFilter(
            filters.newTaskFilter("harmless").setQuery(tasks.createTaskQuery().active()));
    try {
      var extending = tasks.createTaskQuery().or().taskAssigneeExpression(MARK).endOr();
      assertThatThrownBy(() -> filters.list(harmless.getId(), extending))
          .hasMessageContaining("Expressions are forbidden");
      assertThatThrownBy(() -> filters.count(harmless.getId(), extending))
          .hasMessageContaining("Expressions are forbidden");
    } finally {
      filters.deleteFilter(harmless.getId());
    }
    assertThat(System.getProperty(MARKED)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        MARK,
        "${''.class.forName('java.lang.Runtime')}",
        "${execution.processEngineServices.runtimeService.createProcessInstanceQuery()}",
        "${execution.getProcessEngineServices().getManagementService().getProperties()}",
        "${execution.processEngine.processEngineConfiguration.dataSource.connection}",
        "${dateTime().chronology.zone}",
        "${stumble.getClass().getClassLoader()}"
      })
  void noExpressionReachesFurtherThanValuesAndSteps(String expression) {
    assertThatThrownBy(() -> evaluated(expression))
        .hasStackTraceContaining("expressions may not reach for classes");
    assertThat(System.getProperty(MARKED)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${dateTime().plusDays(1).toDate()}",
        "${execution.id == null}",
        "${'a'.length() + 1}",
        "${waits.groupCheck()}",
        "${worker.department('E0')}"
      })
  void whatDiagramsNeedStillWorks(String expression) {
    assertThat(evaluated(expression)).isNotNull();
  }

  @Test
  void showsExpressionsNoBeanThatIsNotMeantForThem() {
    assertThatThrownBy(() -> evaluated("${dataSource.toString()}"))
        .hasStackTraceContaining("Cannot resolve identifier 'dataSource'");
  }

  /** As a diagram's expression is, wherever a case has got to. */
  private @Nullable Object evaluated(String expression) {
    var kit = (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
    return kit.getCommandExecutorTxRequired()
        .execute(
            context ->
                kit.getExpressionManager()
                    .createExpression(expression)
                    .getValue(new ExecutionEntity()));
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
