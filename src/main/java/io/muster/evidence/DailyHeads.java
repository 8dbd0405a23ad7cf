package io.muster.evidence;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Closes each day, in UTC: one signed head over the ends of all chains that grew on it. */
@Component
class DailyHeads {
  /** So long after midnight every transaction that wrote its time before midnight has ended. */
  static final Duration GRACE = Duration.ofMinutes(10);

  private static final Logger log = LoggerFactory.getLogger(DailyHeads.class);
  private static final int MOST_AT_ONCE = 400;

  private final HeadStore heads;
  private final ChainStore chains;
  private final SigningKey signing;
  private final TransactionTemplate alone;
  private final Clock clock;

  DailyHeads(
      HeadStore heads,
      ChainStore chains,
      SigningKey signing,
      PlatformTransactionManager transactions,
      Clock clock) {
    this.heads = heads;
    this.chains = chains;
    this.signing = signing;
    this.alone = new TransactionTemplate(transactions);
    this.alone.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    this.clock = clock;
  }

  /** Closes every day that is over and not yet closed; how many it closed. */
  int close() {
    int closed = 0;
    while (closed < MOST_AT_ONCE
        && Boolean.TRUE.equals(alone.execute(transaction -> closeNext()))) {
      closed++;
    }
    return closed;
  }

  private boolean closeNext() {
    heads.lock();
    var last = heads.last();
    var day = next(last);
    if (day.isEmpty() || clock.instant().isBefore(end(day.get()).plus(GRACE))) {
      return false;
    }
    close(day.get(), last.map(DayHead::hash).orElse(ChainEntry.NOTHING_BEFORE));
    return true;
  }

  private Optional<LocalDate> next(Optional<DayHead> last) {
    return last.map(head -> head.day().plusDays(1))
        .or(() -> chains.begun().map(begun -> LocalDate.ofInstant(begun, ZoneOffset.UTC)));
  }

  private void close(LocalDate day, String previous) {
    var until = end(day);
    var entries = heads.close(day, end(day.minusDays(1)), until);
    var leaves = heads.leaves(day);
    var root = DayHead.root(leaves);
    var hash = DayHead.hash(day, until, leaves.size(), entries, root, previous);
    heads.keep(
        new DayHead(
            day,
            until,
            leaves.size(),
            entries,
            root,
            previous,
            hash,
            signing.seal(hash.getBytes(StandardCharsets.UTF_8)).orElse(null)));
    log.info("evidence of {} is closed: {} chains, {} entries", day, leaves.size(), entries);
  }

  private static Instant end(LocalDate day) {
    return day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
