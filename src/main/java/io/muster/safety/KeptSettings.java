package io.muster.safety;

import io.muster.guard.Loosening;
import io.muster.guard.Loosening.Digest;
import io.muster.guard.Loosening.Kind;
import io.muster.guard.Loosening.Subject;
import io.muster.guard.Loosenings;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps the limits that count. One that is configured to make wipes easier counts only once people
 * have agreed to it; until then the value before does. What is stricter counts at once.
 */
@Component
class KeptSettings {
  private static final Logger log = LoggerFactory.getLogger(KeptSettings.class);
  private static final String NAME = "limits and approver groups";

  private final JdbcClient jdbc;
  private final Loosenings loosenings;
  private final Clock clock;

  KeptSettings(JdbcClient jdbc, Loosenings loosenings, Clock clock) {
    this.jdbc = jdbc;
    this.loosenings = loosenings;
    this.clock = clock;
  }

  /** The configuration as it counts; asked once, at start. */
  SafetyProperties effective(SafetyProperties configured) {
    var now = GuardedSettings.of(configured);
    var kept = kept();
    var easier = now.easierThan(kept);
    if (easier.isEmpty()) {
      loosenings.withdraw(Kind.SETTINGS, NAME);
      keep(now);
      return configured;
    }
    var digest = new Digest(digest(now, easier), digest(kept, easier));
    var agreed = loosenings.agreed(digest);
    if (agreed.isPresent()) {
      loosenings.live(agreed.get().number(), null);
      keep(now);
      return configured;
    }
    var counts = now.with(kept, easier);
    keep(counts); // what is stricter in the same file counts at once
    var change =
        loosenings.submit(
            new Loosening(
                new Subject(Kind.SETTINGS, NAME, null, "the configuration"),
                digest,
                words(kept, now, easier),
                null,
                Map.of()));
    log.warn(
        "Settings that make wipes easier do not count yet: {}. See GET /api/models/pending, change {}; once enough people have agreed and the time has passed, restart the service.",
        String.join("; ", change.loosens()),
        change.number());
    return counts.in(configured);
  }

  private static List<String> words(
      GuardedSettings kept, GuardedSettings now, List<String> easier) {
    return easier.stream()
        .map(name -> "%s %s → %s".formatted(name, kept.values().get(name), now.values().get(name)))
        .toList();
  }

  private static String digest(GuardedSettings settings, List<String> names) {
    return PlanStore.digest(names.stream().map(name -> name + "=" + settings.values().get(name)));
  }

  private GuardedSettings kept() {
    var kept = new TreeMap<String, String>();
    jdbc.sql("select name, value from muster_kept_setting")
        .query((row, count) -> Map.entry(row.getString(1), row.getString(2)))
        .list()
        .forEach(each -> kept.put(each.getKey(), each.getValue()));
    return new GuardedSettings(kept);
  }

  private void keep(GuardedSettings settings) {
    new TreeMap<>(settings.values())
        .forEach(
            (name, value) ->
                jdbc.sql(
                        """
                        insert into muster_kept_setting (name, value, kept_at) values (?, ?, ?)
                        on conflict (name) do update set value = excluded.value, kept_at = excluded.kept_at
                        where muster_kept_setting.value <> excluded.value
                        """)
                    .params(name, value, Timestamp.from(clock.instant()))
                    .update());
  }

  @Configuration(proxyBeanMethods = false)
  static class InPlaceOfConfigured {
    /** Whoever asks for the configuration gets the one that counts. */
    @Bean
    static BeanPostProcessor settingsThatCount(ObjectProvider<KeptSettings> kept) {
      return new BeanPostProcessor() {
        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
          return bean instanceof SafetyProperties configured
              ? kept.getObject().effective(configured)
              : bean;
        }
      };
    }
  }
}
