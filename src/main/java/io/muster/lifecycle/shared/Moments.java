package io.muster.lifecycle.shared;

import io.muster.lifecycle.WaitProperties;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Instants as the people who are asked read them. */
@Component
public class Moments {
  private final DateTimeFormatter format;

  Moments(WaitProperties waits) {
    this.format =
        DateTimeFormatter.ofPattern("EEE d MMM uuuu, HH:mm zzz", Locale.ENGLISH)
            .withZone(waits.zone());
  }

  /** Such as {@code Tue 24 Nov 2026, 22:58 UTC}; {@code not known} for none. */
  public String shown(@Nullable Instant instant) {
    return instant == null ? "not known" : format.format(instant);
  }
}
