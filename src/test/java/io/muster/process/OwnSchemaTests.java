package io.muster.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.testing.Postgres;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class OwnSchemaTests {
  @Test
  void makesItsTablesBesideThoseOfAnotherCamunda() {
    var url = Postgres.emptyDatabase();
    var other = new DriverManagerDataSource(url, "postgres", "postgres");
    engine("other", other).close();
    new JdbcTemplate(other).execute("create schema mine");
    var separator = url.contains("?") ? "&" : "?";
    var ours =
        new DriverManagerDataSource(url + separator + "currentSchema=mine", "postgres", "postgres");

    var engine = engine("ours", ours);
    try {
      assertThat(engine.getRepositoryService().createDeploymentQuery().count()).isZero();
      assertThat(
              new JdbcTemplate(other)
                  .queryForObject(
                      "select count(*) from pg_tables where schemaname = 'mine' and tablename = 'act_ru_job'",
                      Long.class))
          .isEqualTo(1);
    } finally {
      engine.close();
    }
  }

  private static ProcessEngine engine(String name, DriverManagerDataSource database) {
    var engine = new StandaloneProcessEngineConfiguration();
    engine.setProcessEngineName(name);
    engine.setDataSource(database);
    engine.setDatabaseSchemaUpdate(ProcessEngineConfiguration.DB_SCHEMA_UPDATE_TRUE);
    engine.setJobExecutorActivate(false);
    engine.setMetricsEnabled(false);
    OwnSchema.keepTo(engine, database);
    return engine.buildProcessEngine();
  }
}
