package io.muster.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.devices.DeviceFleet;
import io.muster.testing.Postgres;
import java.lang.reflect.Proxy;
import org.camunda.bpm.engine.ProcessEngine;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = "camunda.bpm.job-execution.enabled=false")
class EngineKitTests {
  private static final String REFLECTION =
      "${''.getClass().forName('java.lang.System').getMethod('getProperty', ''.getClass()).invoke(null, 'java.version')}";

  @Autowired private ProcessEngine engine;

  @DynamicPropertySource
  static void database(DynamicPropertyRegistry properties) {
    properties.add("spring.datasource.url", Postgres::emptyDatabase);
    properties.add("spring.datasource.username", () -> "postgres");
    properties.add("spring.datasource.password", () -> "postgres");
  }

  @Test
  void deploysBothShippedProcessesWithTheirTablesAndForms() {
    assertThat(engine.getRepositoryService().createProcessDefinitionQuery().list())
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

  @TestConfiguration
  static class NoFleet {
    /** These tests call no device; a call would be a mistake. */
    @Bean
    DeviceFleet fleet() {
      return (DeviceFleet)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {DeviceFleet.class},
              (proxy, method, arguments) -> {
                throw new UnsupportedOperationException(method.getName());
              });
    }
  }
}
