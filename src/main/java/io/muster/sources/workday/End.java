package io.muster.sources.workday;

import io.muster.people.EmploymentChange.Terminated.Reason;
import io.muster.sources.FieldMapping;
import io.muster.sources.WorkerSnapshot.Leaving;
import io.muster.sources.workday.SeenWorker.Employment;
import io.muster.sources.workday.SeenWorker.Entry;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The end of an employment that is known of.
 *
 * @param termination the date, as the source has it
 * @param lastDay the last day of work, or null where only the date is shown
 * @param involuntary null where that is not shown
 * @param entries what was entered about it and not taken back
 */
record End(
    LocalDate termination,
    @Nullable LocalDate lastDay,
    @Nullable Boolean involuntary,
    List<Entry> entries) {
  private static final String UNSEEN = "unseen";

  /** As today shows it, else the look-ahead, else the first day to come that does. */
  static Optional<End> of(KnownWorker record) {
    var days = new ArrayList<@Nullable Employment>();
    days.add(record.now().employment());
    days.add(record.soon());
    var log = new ArrayList<>(record.now().log());
    for (var ahead : record.ahead()) {
      days.add(ahead.then().employment());
      log.addAll(ahead.then().log());
    }
    var entries = log.stream().filter(entry -> entry.ends() && !entry.rescinded()).toList();
    for (var day : days) {
      var termination = day == null ? null : day.termination();
      if (day != null && termination != null) {
        return Optional.of(new End(termination, day.lastDay(), day.involuntary(), entries));
      }
    }
    return Optional.empty();
  }

  /** The same in Muster's words. */
  Leaving leaving(FieldMapping mapping, Instant at, ZoneId zone) {
    return new Leaving(
        lastDay == null ? mapping.lastDay(termination) : lastDay,
        reason(),
        immediate(at, zone),
        entered().map(Instant::toString).orElse(UNSEEN));
  }

  /** When something was last entered about it; empty where that is not shown. */
  private Optional<Instant> entered() {
    return entries.stream().map(Entry::entered).max(Comparator.naturalOrder());
  }

  private Reason reason() {
    if (Boolean.TRUE.equals(involuntary)) {
      return Reason.INVOLUNTARY;
    }
    if (entries.stream().anyMatch(Entry::endsContract)) {
      return Reason.END_OF_CONTRACT;
    }
    // what may not be seen is not voluntary
    return involuntary == null ? Reason.UNKNOWN : Reason.VOLUNTARY;
  }

  /** A termination for cause is entered on its day or after it; one that was announced can wait. */
  private boolean immediate(Instant at, ZoneId zone) {
    if (termination.isAfter(LocalDate.ofInstant(at, zone))) {
      return false;
    }
    var late = entered().map(entered -> !termination.isAfter(LocalDate.ofInstant(entered, zone)));
    return switch (reason()) {
      case INVOLUNTARY -> late.orElse(true);
      case UNKNOWN -> late.orElse(false);
      default -> false;
    };
  }
}
