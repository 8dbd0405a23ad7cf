package io.muster.safety;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.guard.AgreedDeployments;
import io.muster.guard.Loosenings;
import io.muster.guard.Loosenings.State;
import io.muster.guard.Person;
import io.muster.testing.MovableClock;
import io.muster.testing.Postgres;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A limit that is configured to make wipes easier counts only once people have agreed to it. */
class KeptSettingsTests {
  private static final Map<String, String> FIRST =
      Map.ofEntries(
          Map.entry("breaker.most", "10"),
          Map.entry("breaker.share", "0.02"),
          Map.entry("breaker.least", "3"),
          Map.entry("breaker.window", "24h"),
          Map.entry("breaker.long-window", "7d"),
          Map.entry("breaker.long-factor", "3"),
          Map.entry("breaker.per-source", "5"),
          Map.entry("breaker.per-department", "5"),
          Map.entry("breaker.per-manager", "5"),
          Map.entry("breaker.per-connection", "5"),
          Map.entry("breaker.leavers.most", "20"),
          Map.entry("breaker.leavers.share", "0.05"),
          Map.entry("breaker.leavers.ceiling", "0.25"),
          Map.entry("breaker.leavers.least", "5"),
          Map.entry("breaker.leavers.window", "24h"),
          Map.entry("breaker.leavers.long-window", "7d"),
          Map.entry("breaker.leavers.long-factor", "3"),
          Map.entry("shortest-silence", "4h"),
          Map.entry("reassigned", "30d"),
          Map.entry("approval-life", "7d"),
          Map.entry("warrant-life", "7d"),
          Map.entry("awake", "15m"),
          Map.entry("breaker.list-life", "30d"),
          Map.entry("approver-groups", "approver,operator"));

  private final DataSource database = Postgres.dataSource();
  private final MovableClock clock = new MovableClock(Instant.parse("2026-11-30T09:00:00Z"));
  private final Loosenings loosenings = AgreedDeployments.on(database, clock);

  @BeforeEach
  void aFirstStart() {
    start("breaker.most", "10");
  }

  @ParameterizedTest
  @CsvSource({
    "breaker.most, 11, 9",
    "breaker.share, 0.021, 0.019",
    "breaker.least, 4, 2",
    "breaker.window, 23h, 25h",
    "breaker.long-window, 6d, 8d",
    "breaker.long-factor, 4, 2",
    "breaker.per-source, 6, 4",
    "breaker.per-department, 6, 4",
    "breaker.per-manager, 6, 4",
    "breaker.per-connection, 6, 4",
    "breaker.leavers.most, 21, 19",
    "breaker.leavers.share, 0.06, 0.04",
    "breaker.leavers.ceiling, 0.3, 0.2",
    "breaker.leavers.least, 6, 4",
    "breaker.leavers.window, 23h, 25h",
    "breaker.leavers.long-window, 6d, 8d",
    "breaker.leavers.long-factor, 4, 2",
    "shortest-silence, 3h, 5h",
    "reassigned, 29d, 31d",
    "approval-life, 8d, 6d",
    "warrant-life, 8d, 6d",
    "awake, 16m, 14m",
    "breaker.list-life, 31d, 29d",
    "approver-groups, 'approver,operator,hr', approver",
    "approver-groups, 'approver,administrator', operator"
  })
  void whatIsEasierWaitsAndWhatIsStricterCounts(String name, String easier, String stricter) {
    var before = configured(Map.of());
    assertThat(start(name, easier)).isEqualTo(before);
    assertThat(loosenings.waiting())
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.loosens())
                  .singleElement()
                  .asString()
                  .startsWith("muster.safety." + name);
              assertThat(change.missing()).isEqualTo(2);
            });
    assertThat(start(name, easier)).as("another start").isEqualTo(before);
    assertThat(loosenings.waiting()).hasSize(1);

    assertThat(start(name, stricter)).isEqualTo(configured(Map.of(name, stricter)));
    assertThat(loosenings.waiting()).as("taken back").isEmpty();
    assertThat(start(name, requireNonNull(FIRST.get(name))))
        .as("going back is easier than what counts by now")
        .isEqualTo(configured(Map.of(name, stricter)));
  }

  @Test
  void countsFromTheFirstStartAfterPeopleAgreedAndTheDayPassed() {
    start("breaker.most", "50");
    var number = loosenings.waiting().get(0).number();
    var content = loosenings.waiting().get(0).content();
    loosenings.agree(number, content, person("bob"), "yes");
    clock.advance(Duration.ofDays(2));
    assertThat(start("breaker.most", "50").breaker().most()).isEqualTo(10);
    loosenings.agree(number, content, person("clara"), "yes");
    clock.advance(Duration.ofHours(23));
    assertThat(start("breaker.most", "50").breaker().most()).isEqualTo(10);
    clock.advance(Duration.ofHours(1));
    assertThat(start("breaker.most", "60").breaker().most())
        .as("another value than the one agreed to")
        .isEqualTo(10);
    assertThat(loosenings.find(number).orElseThrow().state()).isEqualTo(State.REPLACED);

    start("breaker.most", "50");
    AgreedDeployments.agree(database, loosenings.waiting().get(0).number());
    assertThat(start("breaker.most", "50").breaker().most()).isEqualTo(50);
    assertThat(start("breaker.most", "50").breaker().most()).isEqualTo(50);
    assertThat(loosenings.waiting()).isEmpty();
  }

  private static Person person(String name) {
    return new Person(name, Set.of(), Set.of("approver"));
  }

  private SafetyProperties start(String name, String value) {
    return new KeptSettings(JdbcClient.create(database), loosenings, clock)
        .effective(configured(Map.of(name, value)));
  }

  private static SafetyProperties configured(Map<String, String> other) {
    var settings = new TreeMap<String, String>();
    FIRST.forEach((name, value) -> settings.put("muster.safety." + name, value));
    other.forEach((name, value) -> settings.put("muster.safety." + name, value));
    return SafetyNode.properties(settings);
  }
}
