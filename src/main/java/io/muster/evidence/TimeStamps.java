package io.muster.evidence;

import io.muster.lifecycle.Alarms;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Has an authority say when the head of each day was there, if one is set. A head stands without
 * it; what is missing is asked for again and again, and operators are told.
 */
@Component
class TimeStamps {
  static final String ABOUT = "evidence.timestamps";

  /** So many days back; a later stamp covers all days before, as heads are chained. */
  static final int DAYS = 30;

  /** An authority may be away for so long before anybody is told. */
  static final Duration PATIENCE = Duration.ofHours(1);

  /** So much may its clock be ahead of ours. */
  static final Duration AHEAD = Duration.ofMinutes(5);

  private static final Logger log = LoggerFactory.getLogger(TimeStamps.class);

  private final @Nullable TimeStampAuthority authority;
  private final HeadStore heads;
  private final Alarms alarms;
  private final Clock clock;

  TimeStamps(EvidenceProperties properties, HeadStore heads, Alarms alarms, Clock clock) {
    var settings = properties.timestamp();
    this.authority =
        settings == null || settings.url() == null
            ? null
            : new TimeStampAuthority(settings.url(), settings);
    this.heads = heads;
    this.alarms = alarms;
    this.clock = clock;
  }

  /** Asks for every stamp that is missing; stops at the first that does not come. */
  void stamp() {
    if (authority == null) {
      alarms.over(ABOUT);
      return;
    }
    for (var head :
        heads.unstamped(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(DAYS))) {
      try {
        heads.keep(head.day(), stamp(authority, head));
      } catch (NotStamped failed) {
        log.warn("the head of {} has no time stamp: {}", head.day(), failed.getMessage());
        tell(head, failed);
        return;
      }
    }
    alarms.over(ABOUT);
  }

  private Stamp stamp(TimeStampAuthority authority, DayHead head) throws NotStamped {
    var stamp = authority.stamp(HexFormat.of().parseHex(head.hash()));
    if (stamp.at().isBefore(head.until()) || stamp.at().isAfter(clock.instant().plus(AHEAD))) {
      throw NotStamped.wrong(
          "it says %s, which cannot be; its clock or ours is wrong".formatted(stamp.at()));
    }
    log.info("evidence of {} is time-stamped: {} by {}", head.day(), stamp.at(), stamp.authority());
    return stamp;
  }

  private void tell(DayHead head, NotStamped failed) {
    Instant due = head.until().plus(DailyHeads.GRACE).plus(PATIENCE);
    if (failed.isSilent() && clock.instant().isBefore(due)) {
      return;
    }
    alarms.raise(
        ABOUT,
        "The evidence of %s is signed and not time-stamped: of the authority in muster.evidence.timestamp.url, %s. The signed head stands. It is asked again every ten minutes; look whether it is the right one and answers."
            .formatted(head.day(), failed.getMessage()));
  }
}
