package io.muster.sources.bamboohr;

import io.muster.intake.Digest;
import io.muster.remote.Secret;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.function.Function;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The refresh token of a company's app: at first the one in the settings, from then on the last one
 * BambooHR gave, until another one is in the settings.
 *
 * <p>Whoever uses it is alone in that on all nodes, as the one used may be void then, and the next
 * one is kept whatever becomes of the reading it was fetched for.
 */
final class OAuthGrant {
  private final String source;
  private final Secret configured;
  private final SecretSealer seal;
  private final JdbcClient jdbc;
  private final TransactionTemplate alone;
  private final Clock clock;

  OAuthGrant(
      String source,
      Secret configured,
      Secret clientSecret,
      DataSource database,
      JdbcClient jdbc,
      Clock clock) {
    this.source = source;
    this.configured = configured;
    this.seal = new SecretSealer(clientSecret);
    this.jdbc = jdbc;
    this.alone = new TransactionTemplate(new JdbcTransactionManager(database));
    this.alone.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    this.clock = clock;
  }

  /**
   * What came of using it.
   *
   * @param next the refresh token to use from now on
   */
  record Used<T>(T result, Secret next) {}

  /** Uses it; if that fails it stays as it was. */
  <T> T use(Function<Secret, Used<T>> with) {
    return Objects.requireNonNull(
        alone.execute(
            status -> {
              var current = current();
              var used = with.apply(current);
              if (!used.next().equals(current)) {
                keep(used.next());
              }
              return used.result();
            }));
  }

  private Secret current() {
    jdbc.sql(
            """
            insert into muster_bamboohr_grant (source, origin, sealed, renewed_at)
            values (?, ?, ?, ?) on conflict do nothing
            """)
        .params(source, origin(), seal.close(configured), now())
        .update();
    var kept =
        jdbc.sql("select origin, sealed from muster_bamboohr_grant where source = ? for update")
            .param(source)
            .query(OAuthGrant::read)
            .single();
    return kept.origin().equals(origin())
        ? seal.open(kept.sealed()).orElse(configured)
        : configured;
  }

  private void keep(Secret next) {
    jdbc.sql(
            "update muster_bamboohr_grant set origin = ?, sealed = ?, renewed_at = ? where source = ?")
        .params(origin(), seal.close(next), now(), source)
        .update();
  }

  /** Which configured token the kept one descends from. */
  private String origin() {
    return Digest.of(configured.reveal());
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  private record Kept(String origin, String sealed) {}

  private static Kept read(ResultSet row, int number) throws SQLException {
    return new Kept(row.getString("origin"), row.getString("sealed"));
  }
}
