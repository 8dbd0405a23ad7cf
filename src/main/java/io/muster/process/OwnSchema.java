package io.muster.process;

import javax.sql.DataSource;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Has the engine look for its tables in the schema that our connections use. It would take those of
 * another Camunda, in another schema of the same database, for its own and make none.
 */
final class OwnSchema {
  private static final String BESIDE_ANOTHER =
      """
      select quote_ident(current_schema()) where exists (
        select 1 from pg_tables
        where tablename = 'act_ge_property' and schemaname <> current_schema())
      """;

  private OwnSchema() {}

  /** Keeps the engine to the schema that the database's connections begin in. */
  static void keepTo(ProcessEngineConfigurationImpl engine, DataSource database) {
    new JdbcTemplate(database)
        .queryForList(BESIDE_ANOTHER, String.class)
        .forEach(
            schema -> {
              engine.setDatabaseSchema(schema);
              engine.setDatabaseTablePrefix(schema + ".");
            });
  }
}
