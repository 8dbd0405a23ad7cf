package io.muster.lifecycle;

import io.muster.testing.EvidenceKey;
import io.muster.testing.Postgres;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextConfiguration;

/** A test that walks real diagrams on a real engine and PostgreSQL, with the outside in memory. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "camunda.bpm.job-execution.enabled=false",
      // these tests stop before, and after, every single step
      "muster.jobs.shared=false",
      "muster.waits.enrolment-check=6h",
      "muster.waits.access-check=6h",
      // tests let more people go at one moment than a company does in a year
      "muster.safety.breaker.most=1000000",
      "muster.safety.breaker.least=1000000",
      "muster.safety.breaker.leavers.most=1000000",
      "muster.safety.breaker.leavers.least=1000000",
      "camunda.bpm.metrics.enabled=false",
      "camunda.bpm.metrics.db-reporter-activate=false"
    })
@ContextConfiguration(initializers = ProcessTest.Database.class)
@Import(ProcessEstate.class)
@ExtendWith(EngineClock.class)
public @interface ProcessTest {

  /** Gives the context a database and a key of its own. */
  final class Database implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    @Override
    public void initialize(ConfigurableApplicationContext context) {
      context
          .getEnvironment()
          .getPropertySources()
          .addFirst(
              new MapPropertySource(
                  "database",
                  java.util.Map.of(
                      "muster.evidence.signing-key",
                      EvidenceKey.temporary().toString(),
                      "spring.datasource.url",
                      Postgres.emptyDatabase(),
                      "spring.datasource.username",
                      "postgres",
                      "spring.datasource.password",
                      "postgres")));
    }
  }
}
