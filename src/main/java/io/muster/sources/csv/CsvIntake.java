package io.muster.sources.csv;

import io.muster.intake.Digest;
import io.muster.intake.EventIdReused;
import io.muster.intake.FeedLock;
import io.muster.intake.Inbox;
import io.muster.sources.csv.CsvFile.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one file in: all of it, or nothing.
 *
 * <p>Nothing acts before the whole file was found good. Then each row is a commit of its own, and
 * the file leaves the inbox folder last. Whoever stops half-way starts again at the first row, and
 * the rows that were taken in are known by their event ids.
 */
final class CsvIntake {
  private static final Logger log = LoggerFactory.getLogger(CsvIntake.class);
  private static final int FAILURES_IN_A_ROW = 3;
  private static final int DIGITS = 32;

  private final CsvProperties properties;
  private final CsvFolder folder;
  private final CsvReader reader;
  private final FeedLock lock;
  private final FileRecords records;
  private final Inbox inbox;
  private final Clock clock;

  CsvIntake(
      CsvProperties properties,
      CsvFolder folder,
      FeedLock lock,
      FileRecords records,
      Inbox inbox,
      Clock clock) {
    this.properties = properties;
    this.folder = folder;
    this.reader = new CsvReader(properties);
    this.lock = lock;
    this.records = records;
    this.inbox = inbox;
    this.clock = clock;
  }

  /** Takes the file in, if it is still there and no other node has the feed. */
  Outcome take(Path file) {
    try {
      return lock.whileHeld(() -> takeAlone(file)).orElse(Outcome.BUSY);
    } catch (Exception failure) {
      // messages of the database may quote the row; the file stays, so nothing is lost
      log.error(
          "could not take {} in, it stays in the inbox folder and will be tried again: {}",
          CsvFolder.plainName(file),
          failure.getClass().getSimpleName());
      return Outcome.LATER;
    }
  }

  private Outcome takeAlone(Path file) throws IOException {
    CsvFile content;
    try (var bytes = Files.newInputStream(file)) {
      var most = Math.toIntExact(properties.maxSize().toBytes());
      content = reader.read(bytes.readNBytes(most + 1), written(file));
    } catch (NoSuchFileException takenByAnother) {
      return Outcome.GONE;
    }
    content = content.withNoMoreLeaversThan(properties.mostLeavers());
    var name = folder.keptName(file, content.digest());
    return content.problems().isEmpty() ? accept(file, name, content) : refuse(file, name, content);
  }

  /** A server's clock may be ahead; what lies here was written by now. */
  private Instant written(Path file) throws IOException {
    var modified = Files.getLastModifiedTime(file).toInstant();
    var now = clock.instant();
    return modified.isAfter(now) ? now : modified;
  }

  private Outcome accept(Path file, String name, CsvFile content) throws IOException {
    records.keep(content.digest(), name, true, "being taken in");
    var results = new RowResults(content.delimiter());
    int failed = 0;
    int failedInARow = 0;
    for (var row : content.rows()) {
      if (take(row, name, results)) {
        failedInARow = 0;
        continue;
      }
      failed++;
      if (++failedInARow == FAILURES_IN_A_ROW) {
        // not this row's doing; there is no point in asking for thousands more
        break;
      }
    }
    if (failed > 0) {
      var summary =
          "not finished: %s, the others could not be taken in now; the file stays in the inbox folder and will be tried again"
              .formatted(results.summary());
      records.keep(content.digest(), name, true, summary);
      log.error("{}: {}", name, summary);
      return Outcome.LATER;
    }
    records.keep(content.digest(), name, true, results.summary());
    folder.writeResult(name, results.table());
    folder.moveToDone(file, name);
    log.info("took {} in: {}", name, results.summary());
    return Outcome.TAKEN;
  }

  /** False if the row must be tried again. */
  private boolean take(Row row, String name, RowResults results) {
    try {
      results.add(row, inbox.take(row.change(), row.payload()));
      return true;
    } catch (EventIdReused reused) {
      results.addReused(row, String.valueOf(reused.getMessage()));
      return true;
    } catch (RuntimeException failure) {
      log.warn(
          "row {} of {} could not be taken in now: {}",
          row.line(),
          name,
          failure.getClass().getSimpleName());
      return false;
    }
  }

  private Outcome refuse(Path file, String name, CsvFile content) throws IOException {
    var problems = content.problems();
    var first = problems.get(0).wordsWithoutValue();
    var summary =
        "File %s was not taken in, none of its rows was done: %d problems. The first: %s. All of them are in quarantine/%s.problems.txt; correct the file and drop it again."
            .formatted(name, problems.size(), first, name);
    var text =
        problems.stream()
            .map(FileProblem::words)
            .collect(
                Collectors.joining(
                    "\r\n",
                    "None of this file was done. Correct it and drop it into inbox/ again.\r\n\r\n",
                    "\r\n"));
    records.keep(content.digest(), name, false, summary);
    // among the refused events, where operators look; the same file with the same problems once
    inbox.refuse(
        properties.source(),
        "file-%s-%s"
            .formatted(content.digest().substring(0, DIGITS), Digest.of(summary).substring(0, 8)),
        null,
        summary,
        summary);
    folder.writeProblems(name, text);
    folder.moveToQuarantine(file, name);
    log.warn("{}", summary);
    return Outcome.QUARANTINED;
  }

  /** What became of a file. */
  enum Outcome {
    /** All rows are in the inbox, the file is in {@code done/}. */
    TAKEN,
    /** No row was done, the file is in {@code quarantine/}. */
    QUARANTINED,
    /** Another node has the feed. */
    BUSY,
    /** Another node was quicker. */
    GONE,
    /** Something failed; the file stays and comes again. */
    LATER
  }
}
