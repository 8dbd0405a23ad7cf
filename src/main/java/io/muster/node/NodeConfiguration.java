package io.muster.node;

import io.muster.remote.FixedDelayTask;
import java.time.Duration;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class NodeConfiguration {
  @Bean
  DatabaseProbe databaseProbe(JdbcConnectionDetails database, WallClock wall) {
    return new DatabaseProbe(database, wall.clock());
  }

  @Bean
  NodeFitness nodeFitness(DatabaseProbe probe, NodeProperties properties, WallClock wall) {
    return new NodeFitness(probe::look, properties, wall);
  }

  /** Says in the log what is wrong, even if nobody asks. */
  @Bean
  FixedDelayTask lookAfterNode(NodeFitness fitness) {
    return new FixedDelayTask("node-fitness", Duration.ofSeconds(1), fitness::sighting);
  }

  /** Part of readiness: what sends requests here has to know at once. */
  @Bean
  HealthIndicator nodeHealthIndicator(NodeFitness fitness) {
    return () ->
        fitness
            .problem()
            .map(problem -> Health.down().withDetail("problem", problem).build())
            .orElseGet(() -> Health.up().build());
  }
}
