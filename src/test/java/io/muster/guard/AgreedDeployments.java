package io.muster.guard;

import io.muster.people.LegalHolds;
import io.muster.testing.InMemoryHolds;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.repository.Deployment;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/** Deploys what makes destruction easier as if people had agreed to it long ago. */
public final class AgreedDeployments {
  private static final Pattern KEPT = Pattern.compile("kept as change (\\d+)");

  private AgreedDeployments() {}

  /** Deploys it; if it is kept, four people agree to it first. */
  public static Deployment deploy(ProcessEngine engine, Supplier<DeploymentBuilder> deployment) {
    var database = engine.getProcessEngineConfiguration().getDataSource();
    try {
      return deployment.get().deploy();
    } catch (BadUserRequestException held) {
      var kept = KEPT.matcher(String.valueOf(held.getMessage()));
      if (!kept.find()) {
        throw held;
      }
      agree(database, Long.parseLong(kept.group(1)));
      var live = deployment.get().deploy();
      JdbcClient.create(database)
          .sql("update muster_loosened_model set live_at = '1970-01-01'")
          .update(); // so that whoever's case it is, it began later
      return live;
    }
  }

  /** Has four people agree to a change, so that it may become live at once. */
  public static void agree(DataSource database, long number) {
    var loosenings = on(database, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    var content = loosenings.find(number).orElseThrow().content();
    for (var person = 1; person <= 4; person++) {
      loosenings.agree(
          number,
          content,
          new Person("agreeing" + person, Set.of(), Set.of("approver")),
          "looked at it");
    }
  }

  /** The changes as a node with this clock sees them. */
  public static Loosenings on(DataSource database, Clock clock) {
    return on(database, new InMemoryHolds(clock), clock);
  }

  /** The same, which lifts these holds. */
  static Loosenings on(DataSource database, LegalHolds holds, Clock clock) {
    return new JdbcLoosenings(
        JdbcClient.create(database),
        new LooseningProperties(Duration.ofHours(24)),
        holds,
        new DataSourceTransactionManager(database),
        clock);
  }
}
