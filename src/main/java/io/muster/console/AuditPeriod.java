package io.muster.console;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * Whole days in UTC, as the signed heads of the evidence count them.
 *
 * @param from the first day
 * @param to the last day
 */
record AuditPeriod(LocalDate from, LocalDate to) {
  /** No longer than a leap year. */
  static final int MOST_DAYS = 366;

  /** A period that ends on the day it should, or on the last day that is allowed. */
  AuditPeriod {
    if (to.isBefore(from)) {
      to = from;
    }
    if (ChronoUnit.DAYS.between(from, to) >= MOST_DAYS) {
      to = from.plusDays(MOST_DAYS - 1L);
    }
  }

  Instant begin() {
    return from.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  Instant end() {
    return to.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  boolean holds(Instant instant) {
    return !instant.isBefore(begin()) && instant.isBefore(end());
  }
}
