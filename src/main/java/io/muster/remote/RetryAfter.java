package io.muster.remote;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Until when another system asks us to wait, whether it takes too many calls (429) or none (503).
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3">RFC 9110, 10.2.3</a>
 */
public final class RetryAfter {
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);
  private static final Pattern SECONDS = Pattern.compile("\\d{1,6}");

  private RetryAfter() {}

  /**
   * When a {@code Retry-After} ends, given in seconds or as a date: a second from now at least, an
   * hour at most; empty if there is none, or none that can be read.
   */
  public static Optional<Instant> ends(@Nullable String retryAfter, Clock clock) {
    var now = clock.instant();
    return Optional.ofNullable(retryAfter)
        .map(String::strip)
        .flatMap(said -> read(said, now))
        .map(until -> until.isAfter(now.plus(LONGEST_WAIT)) ? now.plus(LONGEST_WAIT) : until)
        .map(until -> until.isBefore(now.plusSeconds(1)) ? now.plusSeconds(1) : until);
  }

  private static Optional<Instant> read(String retryAfter, Instant now) {
    if (SECONDS.matcher(retryAfter).matches()) {
      return Optional.of(now.plusSeconds(Long.parseLong(retryAfter)));
    }
    try {
      return Optional.of(
          ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }
}
