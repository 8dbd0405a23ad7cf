package io.muster.safety;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.people.EmployeeId;
import io.muster.safety.LeaverLimit.Begun;
import io.muster.testing.InMemoryHolds;
import io.muster.testing.MovableClock;
import io.muster.testing.Postgres;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** How many people may leave on the word of one source, on both sides of every limit. */
class LeaverLimitsTests {
  private final DataSource database = Postgres.dataSource();
  private final MovableClock clock = new MovableClock(Facts.START);
  private final AtomicInteger number = new AtomicInteger();
  private final Map<EmployeeId, SafetyNode.Place> people = new HashMap<>();

  @ParameterizedTest
  @CsvSource({
    "0, 5", // a quarter, but never fewer than the least
    "23, 5",
    "24, 6",
    "40, 10", // 40 % would be 16
    "79, 19",
    "80, 20",
    "419, 20",
    "420, 21", // 5 %
    "20000, 1000"
  })
  void allowsTwentyOrFivePercentAndNeverMoreThanAQuarter(long employed, long most) {
    var limits = limits(employed);
    assertThat(limits.most()).isEqualTo(most);
    assertThat(limits.tooMany(most - 1, most - 1)).isEmpty();
    assertThat(limits.tooMany(most, most)).isPresent();
    assertThat(limits.tooMany(0, 3 * most - 1)).isEmpty();
    assertThat(limits.tooMany(0, 3 * most)).isPresent();
  }

  @Test
  void countsEachSourceByItselfInAWindowThatRolls() {
    for (int one = 0; one < 5; one++) {
      assertThat(leaves("workday", null)).isTrue();
    }
    assertThat(leaves("workday", null)).isFalse();
    assertThat(leaves("bamboohr", null)).isTrue();
    clock.advance(Duration.ofHours(24).minusMillis(1));
    assertThat(leaves("workday", null)).isFalse();
    clock.advance(Duration.ofMillis(1));
    assertThat(leaves("workday", null)).isTrue();
  }

  @Test
  void catchesADripInTheLongWindow() {
    int left = 0;
    for (int day = 0; day < 6; day++) {
      for (int one = 0; one < 4; one++) {
        left += leaves("workday", null) ? 1 : 0;
      }
      clock.advance(Duration.ofDays(1));
    }
    assertThat(left).isEqualTo(15);
  }

  @Test
  void doesNotCountWhomAPersonAgreedTo() {
    for (int one = 0; one < 30; one++) {
      assertThat(leaves("workday", "ann")).isTrue();
    }
    assertThat(leaves("workday", null)).isTrue();
  }

  @Test
  void letsTheRehearsedGo() {
    var node =
        SafetyNode.with(
            Map.of(),
            database,
            new InMemoryHolds(clock),
            clock,
            new SafetyNode.KnownWorkers(people));
    var rehearsed = new EmployeeId("R1");
    var list = node.destruction().propose(List.of(rehearsed), "ann", "site closes");
    node.destruction().agree(list.number(), list.digest(), "ann", "yes");
    node.destruction().agree(list.number(), list.digest(), "bob", "yes");
    for (int one = 0; one < 5; one++) {
      leaves("workday", null);
    }
    assertThat(count(new Begun("workday", rehearsed, "case-r1"), null)).isTrue();
    assertThat(count(new Begun("workday", rehearsed, "another"), null)).as("once").isFalse();
  }

  @Test
  void neverExceedsTheLimitWhenNodesRace() throws Exception {
    var nodes = Executors.newFixedThreadPool(8);
    try {
      var left =
          nodes
              .invokeAll(
                  IntStream.range(0, 40)
                      .<Callable<Boolean>>mapToObj(one -> () -> leaves("workday", null))
                      .toList())
              .stream()
              .filter(
                  done -> {
                    try {
                      return done.get();
                    } catch (Exception failed) {
                      throw new IllegalStateException(failed);
                    }
                  })
              .count();
      assertThat(left).isEqualTo(5);
    } finally {
      nodes.shutdown();
    }
  }

  private boolean leaves(String source, @Nullable String agreedBy) {
    var one = number.incrementAndGet();
    return count(new Begun(source, new EmployeeId("E" + one), "case-" + one), agreedBy);
  }

  private boolean count(Begun begun, @Nullable String agreedBy) {
    var jdbc = JdbcClient.create(database);
    var limit =
        new JdbcLeaverLimit(
            jdbc,
            new AgreedLists(jdbc),
            new SafetyNode.KnownWorkers(people),
            SafetyNode.properties(Map.of()),
            clock);
    return Boolean.TRUE.equals(
        new TransactionTemplate(new DataSourceTransactionManager(database))
            .execute(transaction -> limit.count(begun, agreedBy).isEmpty()));
  }

  private static LeaverLimits limits(long employed) {
    return new LeaverLimits(SafetyNode.properties(Map.of()).breaker().leavers(), employed);
  }
}
