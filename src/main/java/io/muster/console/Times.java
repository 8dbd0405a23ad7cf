package io.muster.console;

import io.muster.lifecycle.WaitProperties;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Instants and spans as people read them, in the zone in which forms show times. */
@Component("times")
class Times {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration TWO_DAYS = Duration.ofDays(2);

  private final Clock clock;
  private final ZoneId zone;
  private final DateTimeFormatter full;
  private final DateTimeFormatter today;

  Times(Clock clock, WaitProperties waits) {
    this.clock = clock;
    this.zone = waits.zone();
    this.full = DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm:ss", Locale.ENGLISH).withZone(zone);
    this.today = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ENGLISH).withZone(zone);
  }

  /** Such as {@code 24 Nov 2026, 22:58:03}; of today only the time. */
  public String at(@Nullable Instant instant) {
    if (instant == null) {
      return "–";
    }
    return instant.isBefore(startOfToday()) || instant.isAfter(clock.instant().plus(HOUR))
        ? full.format(instant)
        : today.format(instant);
  }

  /** Such as {@code 3 min 20 s}, from then until now. */
  public String since(Instant instant) {
    return span(Duration.between(instant, clock.instant()));
  }

  /** From one instant to the other. */
  public String between(Instant from, Instant until) {
    return span(Duration.between(from, until));
  }

  /** A number of seconds as a span; a dash for none. */
  public String seconds(@Nullable Double seconds) {
    return seconds == null ? "–" : span(Duration.ofMillis(Math.round(seconds * 1000)));
  }

  /** The zone, as the pages name it. */
  public String zone() {
    return zone.getId();
  }

  /** When the day began. */
  Instant startOfToday() {
    return clock.instant().atZone(zone).toLocalDate().atStartOfDay(zone).toInstant();
  }

  /** Whether an instant has passed. */
  boolean isOver(@Nullable Instant instant) {
    return instant != null && instant.isBefore(clock.instant());
  }

  /** Such as {@code 45 s}, {@code 3 min 20 s}, {@code 5 h 3 min} or {@code 12 days}. */
  static String span(Duration span) {
    if (span.isNegative()) {
      return "0 s";
    }
    if (span.compareTo(MINUTE) < 0) {
      return span.toSeconds() + " s";
    }
    if (span.compareTo(HOUR) < 0) {
      return span.toMinutes() + " min" + rest(span.toSecondsPart(), "s");
    }
    if (span.compareTo(TWO_DAYS) < 0) {
      return span.toHours() + " h" + rest(span.toMinutesPart(), "min");
    }
    return span.toDays() + " days";
  }

  private static String rest(int number, String unit) {
    return number == 0 ? "" : " %d %s".formatted(number, unit);
  }
}
