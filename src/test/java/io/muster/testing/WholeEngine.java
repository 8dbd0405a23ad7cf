package io.muster.testing;

import io.muster.devices.DeviceFleet;
import java.lang.reflect.Proxy;
import org.camunda.bpm.engine.ProcessEngine;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * The service as it is, on a PostgreSQL of its own, without vendors; jobs run when a test says so.
 * Every test class that extends it shares the one context.
 */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "camunda.bpm.job-execution.enabled=false",
      // these tests stop before, and after, every single step
      "muster.jobs.shared=false",
      "camunda.bpm.metrics.db-reporter-activate=false"
    })
@Import(WholeEngine.Parts.class)
public abstract class WholeEngine {
  @Autowired protected ProcessEngine engine;

  @DynamicPropertySource
  static void database(DynamicPropertyRegistry properties) {
    properties.add("spring.datasource.url", Postgres::emptyDatabase);
    properties.add("spring.datasource.username", () -> "postgres");
    properties.add("spring.datasource.password", () -> "postgres");
  }

  @TestConfiguration
  static class Parts {
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

    @Bean
    Stumble stumble() {
      return new Stumble();
    }

    @Bean
    SamplePart samplePart() {
      return new SamplePart();
    }

    @Bean
    SampleProcess sampleProcess() {
      return new SampleProcess();
    }
  }
}
