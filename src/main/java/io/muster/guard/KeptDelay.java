package io.muster.guard;

import io.muster.guard.Loosening.Digest;
import io.muster.guard.Loosening.Kind;
import io.muster.guard.Loosening.Subject;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps the delay that counts. One that is configured shorter counts only once people have agreed
 * and the longer one has passed; otherwise whoever holds the settings would shorten it first.
 */
@Component
class KeptDelay implements SmartInitializingSingleton {
  private static final Logger log = LoggerFactory.getLogger(KeptDelay.class);
  private static final String NAME = "muster.models.loosening-delay";

  private final Loosenings loosenings;
  private final LooseningProperties configured;
  private final JdbcClient jdbc;
  private final Clock clock;

  KeptDelay(Loosenings loosenings, LooseningProperties configured, JdbcClient jdbc, Clock clock) {
    this.loosenings = loosenings;
    this.configured = configured;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** The delay that counts. */
  static Duration counting(JdbcClient jdbc, LooseningProperties configured) {
    return jdbc.sql("select seconds from muster_loosening_delay")
        .query(Long.class)
        .optional()
        .map(Duration::ofSeconds)
        .orElse(configured.looseningDelay());
  }

  @Override
  public void afterSingletonsInstantiated() {
    var wanted = configured.looseningDelay();
    var counts = counting(jdbc, configured);
    if (wanted.compareTo(counts) >= 0) {
      loosenings.withdraw(Kind.SETTINGS, NAME);
      keep(wanted);
      return;
    }
    var digest =
        new Digest(
            ContentDigest.of(NAME, wanted.toString()), ContentDigest.of(NAME, counts.toString()));
    var agreed = loosenings.agreed(digest);
    if (agreed.isPresent()) {
      loosenings.live(agreed.get().number(), null);
      keep(wanted);
      return;
    }
    var change =
        loosenings.submit(
            new Loosening(
                new Subject(Kind.SETTINGS, NAME, null, "the configuration"),
                digest,
                List.of("%s %s → %s".formatted(NAME, counts, wanted)),
                null,
                Map.of()));
    log.warn(
        "{} is configured as {} and does not count yet; {} does. See GET /api/models/pending, change {}; once enough people have agreed and the time has passed, restart the service.",
        NAME,
        wanted,
        counts,
        change.number());
  }

  private void keep(Duration delay) {
    jdbc.sql(
            """
            insert into muster_loosening_delay (seconds, kept_at) values (?, ?)
            on conflict (one) do update set seconds = excluded.seconds, kept_at = excluded.kept_at
            where muster_loosening_delay.seconds <> excluded.seconds
            """)
        .params(delay.toSeconds(), Timestamp.from(clock.instant()))
        .update();
  }
}
