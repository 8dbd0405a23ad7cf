package io.muster.intake;

import io.muster.intake.Inbox.Fate;
import io.muster.intake.Inbox.Receipt;
import io.muster.people.EmployeeId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what HR sent, as people look for it. */
public interface EventHistory {
  /** Some events, the newest first. */
  List<Event> newest(Filter filter);

  /**
   * The events that came in during this time, the first first.
   *
   * @param limit no more than this many
   */
  List<Event> between(Instant from, Instant until, int limit);

  /** The events that started these cases, as far as they are still kept, by the case. */
  Map<String, Event> thatStarted(Collection<String> caseIds);

  /** Who has sent anything, in alphabetical order. */
  List<String> senders();

  /**
   * An event.
   *
   * @param kind its type, such as {@code worker.hired}, or null if it could not be read
   */
  record Event(Receipt receipt, @Nullable String kind) {}

  /**
   * Which events to read; what is null is not asked for.
   *
   * @param source who sent them
   * @param kind their type
   * @param fate what became of them
   * @param employee whom they are about
   * @param before only those with a lower {@link Receipt#number()}
   * @param limit no more than this many
   */
  record Filter(
      @Nullable String source,
      @Nullable String kind,
      @Nullable Fate fate,
      @Nullable EmployeeId employee,
      @Nullable Long before,
      int limit) {
    /** The newest events about one person. */
    public static Filter about(EmployeeId employee, int limit) {
      return new Filter(null, null, null, employee, null, limit);
    }
  }
}
