package io.muster.leavers;

import io.muster.leavers.JdbcLeaverClock.Query;
import io.muster.ledger.OutcomeHistory;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads how long leavers took, or take, to be secured. */
@Component
class TimeToSecure implements LeaverReports {
  private static final int AT_ONCE = 500;

  private final JdbcLeaverClock clocks;
  private final OutcomeHistory history;
  private final LeaversProperties properties;
  private final Clock clock;

  TimeToSecure(
      JdbcLeaverClock clocks, OutcomeHistory history, LeaversProperties properties, Clock clock) {
    this.clocks = clocks;
    this.history = history;
    this.properties = properties;
    this.clock = clock;
  }

  @Override
  public List<LeaverTimes> unsecured(int limit) {
    return times(clocks.unsecured(limit));
  }

  @Override
  public Page newest(@Nullable Boolean secured, @Nullable Long before, int limit) {
    return newest(new Query(secured, null, before, limit));
  }

  Page newest(Query query) {
    // one more than asked for tells whether there is another page
    var more = new Query(query.secured(), query.employee(), query.before(), query.limit() + 1);
    var found = clocks.newest(more);
    if (found.size() <= query.limit()) {
      return new Page(times(found), Optional.empty());
    }
    var shown = found.subList(0, query.limit());
    return new Page(times(shown), Optional.of(shown.get(shown.size() - 1).number()));
  }

  @Override
  public Optional<LeaverTimes> find(String caseId) {
    return clocks.find(caseId).map(leaver -> times(List.of(leaver)).get(0));
  }

  @Override
  public Duration promise() {
    return properties.promise();
  }

  @Override
  public Summary summary(Duration span) {
    var sum = new Summary.Sum(asOf());
    var leavers = clocks.effectiveWithin(span);
    for (int from = 0; from < leavers.size(); from += AT_ONCE) {
      var some = leavers.subList(from, Math.min(leavers.size(), from + AT_ONCE));
      var outcomes = history.outcomes(cases(some));
      some.forEach(leaver -> sum.add(leaver, outcomes.getOrDefault(leaver.caseId(), List.of())));
    }
    return sum.result();
  }

  private List<LeaverTimes> times(List<Leaver> leavers) {
    var cases = cases(leavers);
    var outcomes = history.outcomes(cases);
    var pauses = history.pauses(cases);
    var asOf = asOf();
    return leavers.stream()
        .map(
            leaver ->
                LeaverTimes.of(
                    leaver,
                    outcomes.getOrDefault(leaver.caseId(), List.of()),
                    pauses.getOrDefault(leaver.caseId(), List.of()),
                    asOf))
        .toList();
  }

  private AsOf asOf() {
    return new AsOf(clock.instant(), properties.promise());
  }

  private static List<String> cases(List<Leaver> leavers) {
    return leavers.stream().map(Leaver::caseId).toList();
  }
}
