package io.muster.safety;

import io.muster.people.Workforce;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Counts leavers in {@code muster_leaver_counted}, one at a time for each source. */
@Component
class JdbcLeaverLimit implements LeaverLimit {
  private static final String BY_LIST = "a list that two people agreed to";

  private final JdbcClient jdbc;
  private final AgreedLists lists;
  private final Workforce workforce;
  private final SafetyProperties properties;
  private final Clock clock;

  JdbcLeaverLimit(
      JdbcClient jdbc,
      AgreedLists lists,
      Workforce workforce,
      SafetyProperties properties,
      Clock clock) {
    this.jdbc = jdbc;
    this.lists = lists;
    this.workforce = workforce;
    this.properties = properties;
    this.clock = clock;
  }

  @Override
  public Optional<String> count(Begun begun, @Nullable String agreedBy) {
    lock(begun.source());
    var now = clock.instant();
    var by = agreedBy == null ? byList(begun, now) : agreedBy;
    if (by == null) {
      var tooMany = tooMany(begun.source(), now);
      if (tooMany.isPresent()) {
        return tooMany;
      }
    }
    jdbc.sql(
            """
            insert into muster_leaver_counted (source, employee, case_id, counted_at, agreed_by)
            values (?, ?, ?, ?, ?)
            """)
        .params(begun.source(), begun.employee().value(), begun.caseId(), Timestamp.from(now), by)
        .update();
    return Optional.empty();
  }

  @Override
  public long ordinary() {
    return new LeaverLimits(properties.breaker().leavers(), workforce.employed()).most();
  }

  private void lock(String source) {
    jdbc.sql("insert into muster_leaver_source (source) values (?) on conflict do nothing")
        .param(source)
        .update();
    jdbc.sql("select source from muster_leaver_source where source = ? for update")
        .param(source)
        .query(String.class)
        .single();
  }

  private @Nullable String byList(Begun begun, Instant now) {
    var since = now.minus(properties.breaker().listLife());
    return lists.use(begun.employee(), begun.caseId(), since) ? BY_LIST : null;
  }

  /** So few that nobody has to be counted of whom they might be too large a share. */
  private boolean isFew(long lately) {
    var settings = properties.breaker().leavers();
    return lately <= Math.min(settings.least(), settings.most());
  }

  private Optional<String> tooMany(String source, Instant now) {
    var settings = properties.breaker().leavers();
    return jdbc.sql(
            """
            select count(*) as lately, count(*) filter (where counted_at > :since) as counted
            from muster_leaver_counted
            where source = :source and agreed_by is null and counted_at > :longSince
            """)
        .param("source", source)
        .param("since", Timestamp.from(now.minus(settings.window())))
        .param("longSince", Timestamp.from(now.minus(settings.longWindow())))
        .query(
            (row, number) -> {
              var counted = row.getLong("counted");
              if (isFew(row.getLong("lately") + 1)) {
                return Optional.<String>empty();
              }
              // whoever left within the window belongs to those of whom it is a share
              return new LeaverLimits(settings, workforce.employed() + counted + 1)
                  .tooMany(counted, row.getLong("lately"));
            })
        .single();
  }
}
