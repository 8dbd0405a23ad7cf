package io.muster.sources.workday;

import io.muster.intake.FeedLock;
import io.muster.remote.RemoteFailure;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.sources.FieldMapping;
import io.muster.sources.Snapshots;
import io.muster.sources.SourceCursors;
import io.muster.sources.SourceHealthRecorder;
import io.muster.sources.workday.SeenWorker.Block;
import io.muster.sources.workday.Translation.People;
import io.muster.sources.workday.WorkdayProperties.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one tenant again and again: whole at first and from time to time, and in between what has
 * changed. What was read is taken in as a whole or not at all, and only then is it remembered how
 * far it went, so whoever stops half-way reads the same again.
 */
final class WorkdayFeed {
  private static final Logger log = LoggerFactory.getLogger(WorkdayFeed.class);
  private static final Duration FIRST_WAIT = Duration.ofSeconds(30);
  private static final int MOST_DOUBLINGS = 6;
  private static final Duration HELD_AGAIN_AFTER = Duration.ofHours(6);
  private static final int NAMED = 5;

  private final String name;
  private final Connection connection;
  private final FieldMapping mapping;
  private final WorkersByService service;
  private final WorkersByReport report;
  private final Snapshots snapshots;
  private final SourceCursors bookmarks;
  private final SourceHealthRecorder news;
  private final FeedLock lock;
  private final Clock clock;
  private int failures;
  private Instant due = Instant.MIN;

  WorkdayFeed(
      String name,
      Connection connection,
      FieldMapping mapping,
      WorkdayWire wire,
      Snapshots snapshots,
      SourceCursors bookmarks,
      SourceHealthRecorder news,
      FeedLock lock,
      Clock clock) {
    this.name = name;
    this.connection = connection;
    this.mapping = mapping;
    this.service = new WorkersByService(name, connection, wire);
    this.report = new WorkersByReport(name, connection, wire, mapping);
    this.snapshots = snapshots;
    this.bookmarks = bookmarks;
    this.news = news;
    this.lock = lock;
    this.clock = clock;
  }

  String name() {
    return name;
  }

  /** Reads if it is time. */
  void beat() {
    var now = clock.instant();
    if (!now.isBefore(due)) {
      due = now.plus(poll());
    }
  }

  /** Reads once, unless another node does, or has just done. Answers how long to wait then. */
  Duration poll() {
    try {
      lock.whileHeld(
          () -> {
            readAlone();
            return true;
          });
      failures = 0;
      return connection.pause();
    } catch (RemoteFailure failure) {
      log.warn("{}", failure.getMessage());
      news.failed(name, String.valueOf(failure.getMessage()));
      return wait(failure);
    } catch (Exception failure) {
      // messages of the database may quote a person
      log.error("what Workday ({}) says could not be taken in", name, failure);
      news.failed(
          name,
          "What Workday (%s) says could not be taken in (%s); it is read again. See this service's log."
              .formatted(name, failure.getClass().getSimpleName()));
      return connection.pause();
    }
  }

  /**
   * A later try may do better soon; where something has to be mended it would only be a nuisance.
   */
  private Duration wait(RemoteFailure failure) {
    if (!(failure instanceof Unavailable unavailable)) {
      return connection.pause();
    }
    var doubled = FIRST_WAIT.multipliedBy(1L << Math.min(failures++, MOST_DOUBLINGS));
    var wait = doubled.compareTo(connection.pause()) < 0 ? doubled : connection.pause();
    var told =
        unavailable
            .notBefore()
            .map(then -> Duration.between(clock.instant(), then))
            .orElse(Duration.ZERO);
    return told.compareTo(wait) > 0 ? told : wait;
  }

  private void readAlone() {
    var now = clock.instant();
    var mark = bookmarks.find(name).map(WindowCursor::of).orElse(null);
    if (mark != null && mark.asked().plus(connection.pause().dividedBy(2)).isAfter(now)) {
      return;
    }
    var at = now.minus(connection.clockSkew());
    var columns = mapping.columns().hashCode();
    var since = mark == null ? null : mark.changes();
    if (connection.byReport()) {
      takeAll(report.everybody(), at, now, mark, columns);
    } else if (since == null || wholeIsDue(mark, now, columns)) {
      takeAll(service.everybody(at), at, now, mark, columns);
    } else {
      takeSome(service.changed(since.minus(connection.overlap()), at), at, now, mark);
    }
  }

  private boolean wholeIsDue(@Nullable WindowCursor mark, Instant now, int columns) {
    if (mark == null || mark.wholeTried().plus(HELD_AGAIN_AFTER).isAfter(now)) {
      return mark == null;
    }
    var last = mark.whole();
    return last == null
        || mark.columns() != columns
        || !last.plus(connection.wholeEvery()).isAfter(now);
  }

  private void takeAll(
      List<KnownWorker> records,
      Instant at,
      Instant now,
      @Nullable WindowCursor mark,
      int columns) {
    var people = translated(records, at);
    var reading = snapshots.all(name, people.people(), people.nameless().size());
    if (reading.held() == null) {
      bookmarks.keep(name, new WindowCursor(now, at, at, now, columns).text());
    } else {
      log.warn("a whole reading of Workday ({}) is held: {}", name, reading.held());
      // what has changed is still to be taken in from where it was
      bookmarks.keep(
          name,
          new WindowCursor(
                  now,
                  mark == null ? null : mark.changes(),
                  mark == null ? null : mark.whole(),
                  now,
                  columns)
              .text());
    }
    tell(records, people);
  }

  private void takeSome(
      List<KnownWorker> records, Instant at, Instant now, @Nullable WindowCursor mark) {
    var people = translated(records, at);
    snapshots.some(name, people.people());
    bookmarks.keep(
        name,
        new WindowCursor(
                now,
                at,
                mark == null ? null : mark.whole(),
                mark == null ? now : mark.wholeTried(),
                mark == null ? 0 : mark.columns())
            .text());
    tell(records, people);
  }

  private People translated(List<KnownWorker> records, Instant at) {
    return new Translation(connection, mapping, at).people(records);
  }

  /** What was taken in was taken in; what was missing from it is said nevertheless. */
  private void tell(List<KnownWorker> records, People people) {
    var missing = missing(records, people);
    if (missing.isEmpty()) {
      news.heard(name);
    } else {
      var why = "Workday (%s) was read, but %s".formatted(name, String.join(" And ", missing));
      log.warn("{}", why);
      news.failed(name, why);
    }
  }

  private List<String> missing(List<KnownWorker> records, People people) {
    var missing = new ArrayList<String>();
    if (!people.nameless().isEmpty()) {
      missing.add(
          "%d records have no usable employee number, WID %s. Give them one, or say in muster.sources.%s.columns.employeeId where it is."
              .formatted(
                  people.nameless().size(),
                  people.nameless().stream().limit(NAMED).collect(Collectors.joining(", ")),
                  name));
    }
    if (!connection.byReport()) {
      hidden(records)
          .forEach(
              block ->
                  missing.add(
                      "it no longer shows %s. Give the security group of %s Get access to a domain such as %s, and activate pending security policy changes."
                          .formatted(block.words(), connection.account(), block.domain())));
    }
    return missing;
  }

  /** The needed parts that not one active worker shows. */
  private Set<Block> hidden(List<KnownWorker> records) {
    var active =
        records.stream()
            .map(KnownWorker::now)
            .filter(it -> it.employment() != null && it.employment().active())
            .toList();
    if (active.isEmpty()) {
      return Set.of();
    }
    var hidden = EnumSet.copyOf(Columns.needed(mapping));
    // whoever is at the top has no manager
    hidden.remove(Block.MANAGEMENT);
    active.forEach(it -> hidden.removeAll(it.blocks()));
    return hidden;
  }
}
