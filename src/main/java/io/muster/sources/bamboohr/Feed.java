package io.muster.sources.bamboohr;

import io.muster.intake.FeedLock;
import io.muster.people.EmployeeId;
import io.muster.remote.CallPriority;
import io.muster.remote.RemoteFailure;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.sources.Snapshots;
import io.muster.sources.SourceCursors;
import io.muster.sources.SourceHealthRecorder;
import io.muster.sources.WorkerSnapshot;
import io.muster.sources.bamboohr.BambooHrProperties.Connection;
import io.muster.sources.bamboohr.Company.Change;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps up with one company: asks who has changed and reads them anew, and everybody once a day.
 *
 * <p>Reading and taking in is one node's at a time, or an older state could be taken in after a
 * newer one. How far it has read is kept last, so whatever fails before is read again; that nothing
 * happens twice by that is the snapshots' doing.
 */
final class Feed {
  private static final Logger log = LoggerFactory.getLogger(Feed.class);
  private static final Duration FIRST_LOOK_BACK = Duration.ofDays(1);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(30);
  private static final int MOST_RINGS = 200;

  private final String source;
  private final Connection connection;
  private final Reader reader;
  private final Snapshots snapshots;
  private final SourceCursors bookmarks;
  private final SourceHealthRecorder news;
  private final FeedLock lock;
  private final Clock clock;

  /** Records somebody rang for. */
  private final Set<String> rung = ConcurrentHashMap.newKeySet();

  private final SeenChanges seen = new SeenChanges();
  private volatile boolean lookSoon;
  private volatile @Nullable Instant notBefore;

  /** True if the last list was not read to its end, and is gone on with where it was left. */
  private boolean unfinished;

  private Instant nextPoll = Instant.MIN;
  private Instant nextTurn = Instant.MIN;

  Feed(
      String source,
      Connection connection,
      Reader reader,
      Snapshots snapshots,
      SourceCursors bookmarks,
      SourceHealthRecorder news,
      FeedLock lock,
      Clock clock) {
    this.source = source;
    this.connection = connection;
    this.reader = reader;
    this.snapshots = snapshots;
    this.bookmarks = bookmarks;
    this.news = news;
    this.lock = lock;
    this.clock = clock;
  }

  String source() {
    return source;
  }

  Connection connection() {
    return connection;
  }

  /** What became of a turn. */
  enum Turn {
    DONE,
    /** BambooHR, or another node, wants us to come later. */
    LATER,
    FAILED
  }

  /** Asks who has changed, and reads everybody if that is due. */
  Turn poll() {
    return turn(
        () -> {
          lookSoon = false;
          catchUp();
        });
  }

  /**
   * Has these records read anew, soon.
   *
   * @param records none to have it asked who has changed
   */
  void ring(Set<String> records) {
    if (records.isEmpty() || rung.size() + records.size() > MOST_RINGS) {
      lookSoon = true;
    } else {
      rung.addAll(records);
    }
  }

  /** True if somebody rang and was not answered yet. */
  boolean isRung() {
    return lookSoon || !rung.isEmpty();
  }

  /** Takes a turn if it is time for one: a poll that is due, or else whoever was rung for. */
  void beat() {
    var now = clock.instant();
    if (now.isBefore(nextTurn)) {
      return;
    }
    boolean due = !now.isBefore(nextPoll);
    if (due) {
      nextPoll = now.plus(connection.poll());
    }
    if ((due ? poll() : answerRings()) == Turn.FAILED) {
      nextTurn = now.plus(AFTER_FAILURE);
    }
  }

  /** Reads those anew who were rung for. */
  Turn answerRings() {
    if (!isRung()) {
      return Turn.DONE;
    }
    if (lookSoon) {
      return poll();
    }
    return turn(
        () -> {
          var records = Set.copyOf(rung);
          // whoever rings from here on is read once more
          rung.removeAll(records);
          try {
            readAnew(records);
          } catch (RuntimeException failure) {
            rung.addAll(records);
            throw failure;
          }
        });
  }

  private void readAnew(Set<String> records) {
    var people = new People();
    for (var record : records) {
      try {
        var person = reader.one(record);
        if (person.isEmpty()) {
          lookSoon = true; // who is not there any more is found by asking who has changed
        }
        people.put(person);
      } catch (Refused oneOfThem) {
        reader.putAside(record, String.valueOf(oneOfThem.getMessage()));
      }
    }
    snapshots.some(source, people.all());
  }

  private Turn turn(Runnable work) {
    var until = notBefore;
    if (until != null && clock.instant().isBefore(until)) {
      return Turn.LATER;
    }
    try {
      var done =
          lock.whileHeld(
              () ->
                  CallPriority.VERIFICATION.during(
                      () -> {
                        work.run();
                        return true;
                      }));
      notBefore = null;
      return done.isPresent() ? Turn.DONE : Turn.LATER;
    } catch (RemoteFailure failure) {
      if (failure instanceof Unavailable unavailable) {
        notBefore = unavailable.notBefore().orElse(null);
      }
      log.warn("BambooHR ({}) was not read: {}", source, failure.getMessage());
      news.failed(source, String.valueOf(failure.getMessage()));
      return Turn.FAILED;
    } catch (Exception failure) {
      // messages of the database may quote people; nothing is lost, as the mark was not moved
      log.error(
          "what BambooHR ({}) says could not be taken in, it is read again: {}",
          source,
          failure.getClass().getSimpleName());
      tellOfOurOwnFailure(failure);
      return Turn.FAILED;
    }
  }

  private void tellOfOurOwnFailure(Exception failure) {
    try {
      news.failed(
          source,
          "What BambooHR says could not be taken in here (%s). It is read again; see this service's log and its database."
              .formatted(failure.getClass().getSimpleName()));
    } catch (RuntimeException databaseGone) {
      log.warn("nor could that be written down: {}", databaseGone.getClass().getSimpleName());
    }
  }

  private void catchUp() {
    var mark = ChangeCursor.read(bookmarks.find(source)).orElse(null);
    var now = clock.instant();
    if (mark == null) {
      // the place in BambooHR's own time from which on to ask, before anybody is read
      var since = now.minus(FIRST_LOOK_BACK);
      var changes = reader.company().changed(since);
      readEverybody();
      keep(new ChangeCursor(changes.latest() == null ? since : changes.latest(), now));
    } else {
      var changes = reader.company().changed(mark.changes().minus(connection.overlap()));
      takeIn(changes.people());
      var latest = changes.latest();
      var moved =
          latest == null || latest.isBefore(mark.changes())
              ? mark
              : new ChangeCursor(latest, mark.everybody());
      keep(moved);
      if (moved.isFullReadDue(now, connection.fullRead())) {
        readEverybody();
        keep(new ChangeCursor(moved.changes(), now));
      }
    }
    news.heard(source);
  }

  private void keep(ChangeCursor mark) {
    bookmarks.keep(source, mark.text());
  }

  private void readEverybody() {
    var reading = snapshots.all(source, reader.everybody());
    if (reading.held() != null) {
      log.warn("reading {} of BambooHR ({}) is held: {}", reading.number(), source, reading.held());
    }
  }

  /**
   * Takes these in.
   *
   * @throws RemoteFailure if not all of them could be read; what was read is taken in
   */
  private void takeIn(List<Change> changes) {
    var read = new People();
    var gone = new LinkedHashSet<String>();
    var done = new LinkedHashSet<Change>();
    RemoteFailure stopped = null;
    for (var change : changes) {
      if (unfinished ? seen.hasRead(change) : seen.contains(change)) {
        continue;
      }
      try {
        if (change.isDeletion()) {
          read.put(reader.deleted(change));
          gone.add(change.record());
        } else {
          read.put(reader.one(change.record()));
        }
        done.add(change);
      } catch (Refused oneOfThem) {
        reader.putAside(change.record(), String.valueOf(oneOfThem.getMessage()));
        done.add(change);
      } catch (RemoteFailure failure) {
        stopped = failure;
        if (failure instanceof Unavailable) {
          break;
        }
      }
    }
    snapshots.some(source, read.all());
    gone.forEach(reader::forget);
    seen.add(done, clock.instant());
    unfinished = stopped != null;
    if (stopped != null) {
      throw stopped;
    }
  }

  /** Who has been read; of a person read twice the later reading counts, as it knows of more. */
  private static final class People {
    private final Map<EmployeeId, List<WorkerSnapshot>> read = new LinkedHashMap<>();

    void put(List<WorkerSnapshot> person) {
      if (!person.isEmpty()) {
        read.put(person.get(0).employee(), person);
      }
    }

    List<WorkerSnapshot> all() {
      return read.values().stream().flatMap(List::stream).toList();
    }
  }
}
