package io.muster.remote;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.BucketProxy;
import io.github.bucket4j.distributed.jdbc.PrimaryKeyMapper;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import io.muster.remote.BudgetProperties.Limits;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Keeps the budgets in {@code muster_call_budget}, one bucket per connection and period, shared by
 * all nodes.
 *
 * <p>Each lane leaves a share of the bucket to the lanes that are more urgent, so that a flood of
 * joiners cannot keep a leaver's lock waiting.
 */
@Component
class BucketBudget implements CallBudget {
  private final Map<String, List<Purse>> purses = new HashMap<>();

  BucketBudget(BudgetProperties properties, DataSource database, Clock clock) {
    var buckets =
        Bucket4jPostgreSQL.selectForUpdateBasedBuilder(database)
            .table("muster_call_budget")
            .idColumn("id")
            .stateColumn("state")
            .primaryKeyMapper(PrimaryKeyMapper.STRING)
            .clientClock(ticking(clock))
            .build();
    properties
        .connections()
        .forEach(
            (connection, limits) ->
                purses.put(connection, purses(connection, limits, buckets, clock)));
  }

  @Override
  public void pay(String connection) {
    for (var purse : purses.getOrDefault(connection, List.of())) {
      purse.pay(Lane.current());
    }
  }

  private static List<Purse> purses(
      String connection, Limits limits, ProxyManager<String> buckets, Clock clock) {
    return Stream.of(
            purse(connection, "minute", limits.perMinute(), Duration.ofMinutes(1), buckets, clock),
            purse(connection, "day", limits.perDay(), Duration.ofDays(1), buckets, clock))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<Purse> purse(
      String connection,
      String name,
      @Nullable Integer capacity,
      Duration period,
      ProxyManager<String> buckets,
      Clock clock) {
    if (capacity == null) {
      return Optional.empty();
    }
    var configuration =
        BucketConfiguration.builder()
            .addLimit(limit -> limit.capacity(capacity).refillGreedy(capacity, period))
            .build();
    var bucket = buckets.builder().build(connection + "/" + name, () -> configuration);
    return Optional.of(new Purse(connection, name, capacity, period, bucket, clock));
  }

  private static TimeMeter ticking(Clock clock) {
    return new TimeMeter() {
      @Override
      public long currentTimeNanos() {
        var now = clock.instant();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
      }

      @Override
      public boolean isWallClockBased() {
        return true;
      }
    };
  }

  /** The calls of one connection in one period. */
  private record Purse(
      String connection,
      String name,
      int capacity,
      Duration period,
      BucketProxy bucket,
      Clock clock) {

    void pay(Lane lane) {
      var reserve = reserveBelow(lane);
      var left = bucket.getAvailableTokens();
      if (left > reserve && bucket.tryConsume(1)) {
        return;
      }
      throw RemoteFailure.Unavailable.turnedAway(
          "The calls per %s to %s are used up for now; waiting costs no retry."
              .formatted(name, connection),
          null,
          paidAgainAt(reserve + 1 - Math.max(0, left)));
    }

    /** What a lane must leave to the more urgent ones, as a share of the whole. */
    private long reserveBelow(Lane lane) {
      var percent =
          switch (lane) {
            case CONTAINMENT -> 0;
            case WIPE -> 10;
            case VERIFICATION -> 20;
            case JOINER -> 35;
            case SYNC -> 50;
          };
      return (long) capacity * percent / 100;
    }

    private Instant paidAgainAt(long missing) {
      var perToken = period.dividedBy(capacity);
      return clock.instant().plus(perToken.multipliedBy(Math.max(1, missing)));
    }
  }
}
