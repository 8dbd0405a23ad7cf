package io.muster.sources.csv;

import io.muster.intake.Digest;
import io.muster.intake.FeedLock;
import io.muster.intake.Inbox;
import io.muster.sources.Snapshots;
import io.muster.sources.SourceCursors;
import io.muster.sources.SourceHealthRecorder;
import io.muster.sources.csv.CsvIntake.Outcome;
import io.muster.sources.csv.SnapshotFilesProperties.Feed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a file of all people in, or says what it would do.
 *
 * <p>The file leaves the inbox folder last. Whoever stops half-way begins again, and nothing
 * happens twice, as what was taken in is no longer different.
 */
final class SnapshotIntake {
  private static final Logger log = LoggerFactory.getLogger(SnapshotIntake.class);
  private static final int DIGITS = 32;

  private final String source;
  private final Feed feed;
  private final CsvFolder folder;
  private final SnapshotReader reader;
  private final FeedLock lock;
  private final Snapshots snapshots;
  private final SourceHealthRecorder news;
  private final SourceCursors bookmarks;
  private final KnownHeaders headers;
  private final Inbox inbox;

  SnapshotIntake(
      String source,
      Feed feed,
      CsvFolder folder,
      SnapshotReader reader,
      FeedLock lock,
      Snapshots snapshots,
      SourceHealthRecorder news,
      SourceCursors bookmarks,
      KnownHeaders headers,
      Inbox inbox) {
    this.source = source;
    this.feed = feed;
    this.folder = folder;
    this.reader = reader;
    this.lock = lock;
    this.snapshots = snapshots;
    this.news = news;
    this.bookmarks = bookmarks;
    this.headers = headers;
    this.inbox = inbox;
  }

  /** Takes the file in, if it is still there and no other node has the feed. */
  Outcome take(Path file) {
    return alone(file, this::takeIn);
  }

  /** Writes down what the file would do, and does nothing. */
  Outcome tryOut(Path file) {
    return alone(file, this::lookAt);
  }

  private Outcome alone(Path file, Work work) {
    try {
      return lock.whileHeld(() -> work.on(file, read(file))).orElse(Outcome.BUSY);
    } catch (NoSuchFileException takenByAnother) {
      return Outcome.GONE;
    } catch (Exception failure) {
      // messages of the database may quote a row; the file stays, so nothing is lost
      log.error(
          "could not take {} in, it stays where it is and will be tried again: {}",
          CsvFolder.plainName(file),
          failure.getClass().getSimpleName());
      news.failed(
          source,
          "A file could not be taken in (%s). It is tried again; see the log."
              .formatted(failure.getClass().getSimpleName()));
      return Outcome.LATER;
    }
  }

  private SnapshotFile read(Path file) throws IOException {
    try (var bytes = Files.newInputStream(file)) {
      var most = Math.toIntExact(feed.maxSize().toBytes());
      return reader.read(bytes.readNBytes(most + 1), Files.getLastModifiedTime(file).toInstant());
    }
  }

  private Outcome takeIn(Path file, SnapshotFile read) throws IOException {
    var name = folder.keptName(file, read.digest());
    var content = againstTheLast(read);
    if (!content.problems().isEmpty()) {
      return refuse(file, name, content);
    }
    var made = content.generatedOn();
    var reading = snapshots.all(source, content.people(), content.nameless().size());
    var held = reading.held();
    var summary =
        held == null
            ? "%d people, %d events, %d missing%s%s%s"
                .formatted(
                    reading.people(),
                    reading.events(),
                    reading.missing(),
                    also(
                        reading.refused() + content.nameless().size(),
                        "refused, see the refused events"),
                    also(reading.adopted(), "known from now on, who work there already"),
                    also(reading.outdated(), "left, as newer words about them are known"))
            : "held as reading %d: %s".formatted(reading.number(), held);
    if (held == null) {
      headers.keep(source, content.header().tells());
      if (made != null) {
        bookmarks.keep(source, made.toString());
      }
    }
    var words = new ArrayList<>(List.of(summary));
    words.addAll(notes(content));
    folder.writeWords(name, words);
    folder.moveToDone(file, name);
    news.heard(source);
    tellOfNameless(name, content.nameless());
    log.info("took {} of {} in: {}", name, source, summary);
    return Outcome.TAKEN;
  }

  private static List<String> notes(SnapshotFile content) {
    return Stream.concat(content.nameless().stream(), content.notes().stream())
        .map(FileProblem::words)
        .toList();
  }

  /** A row that is nobody's may be anybody's: it is listed, and an alarm until there is none. */
  private void tellOfNameless(String name, List<FileProblem> nameless) {
    for (var row : nameless) {
      var text =
          "A row of the file is nobody's, so nothing was done about it: %s. Nobody was counted as missing from that file. Correct the row in the source."
              .formatted(row.wordsWithoutValue());
      inbox.refuse(source, "row-" + Digest.of(text).substring(0, DIGITS), null, text, text);
    }
    if (!nameless.isEmpty()) {
      news.failed(
          source,
          "%d rows of the last file have no usable employee number, so nobody was counted as missing from it; the first: %s. results/%s.result.txt has them all."
              .formatted(nameless.size(), nameless.get(0).wordsWithoutValue(), name));
    }
  }

  /** The file, or what is wrong with it by what the source has said before. */
  private SnapshotFile againstTheLast(SnapshotFile content) {
    if (!content.problems().isEmpty()) {
      return content;
    }
    var gone = content.header().gone(headers.of(source));
    if (!gone.isEmpty()) {
      return content.with(
          FileProblem.ofFile(
              "has no column any more that is named in %s, and the file before had one. If a column was renamed, add its new name there; if the source is to say no more of it, set that to nothing"
                  .formatted(String.join(" and in ", gone))));
    }
    var made = content.generatedOn();
    var last = bookmarks.find(source).map(Instant::parse);
    return made != null && last.filter(made::isBefore).isPresent()
        ? content.with(
            FileProblem.ofFile(
                "was made at %s, before one that was taken in already, made at %s"
                    .formatted(made, last.get())))
        : content;
  }

  private Outcome lookAt(Path file, SnapshotFile read) throws IOException {
    folder.writeWords("would-do-" + folder.keptName(file, read.digest()), wouldDo(read).lines());
    Files.delete(file);
    return Outcome.TAKEN;
  }

  /**
   * Says what a file would do, and does nothing.
   *
   * @param content at most one byte more than the largest size
   * @param written when it was last written
   */
  Tried tryOut(byte[] content, Instant written) {
    return wouldDo(reader.read(content, written));
  }

  /** The most bytes of a file. */
  long maxSize() {
    return feed.maxSize().toBytes();
  }

  private Tried wouldDo(SnapshotFile read) {
    var content = againstTheLast(read);
    return content.problems().isEmpty()
        ? new Tried(List.of(), snapshots.wouldDo(source, content.people(), true), notes(content))
        : new Tried(
            content.problems().stream().map(FileProblem::words).toList(), List.of(), List.of());
  }

  /**
   * What a file would do.
   *
   * @param problems why it would not be taken in; none if it would
   * @param deeds what it would do, a line each
   * @param notes what would be passed over
   */
  record Tried(List<String> problems, List<String> deeds, List<String> notes) {
    /** All of it, for a file of results. */
    List<String> lines() {
      var lines = Stream.of(problems, deeds, notes).flatMap(List::stream).toList();
      return lines.isEmpty() ? List.of("Nothing is different; this file would do nothing.") : lines;
    }
  }

  private static String also(int people, String what) {
    return people == 0 ? "" : ", %d %s".formatted(people, what);
  }

  private Outcome refuse(Path file, String name, SnapshotFile content) throws IOException {
    var problems = content.problems();
    var summary =
        "File %s was not taken in, nobody in it was looked at: %d problems. The first: %s. All of them are in quarantine/%s.problems.txt; correct the file and drop it again."
            .formatted(name, problems.size(), problems.get(0).wordsWithoutValue(), name);
    inbox.refuse(
        source,
        "file-%s-%s"
            .formatted(content.digest().substring(0, DIGITS), Digest.of(summary).substring(0, 8)),
        null,
        summary,
        summary);
    folder.writeProblems(
        name,
        problems.stream()
            .map(FileProblem::words)
            .collect(
                Collectors.joining(
                    "\r\n",
                    "Nothing of this file was done. Correct it and drop it into inbox/ again.\r\n\r\n",
                    "\r\n")));
    folder.moveToQuarantine(file, name);
    news.failed(source, summary);
    log.warn("{}", summary);
    return Outcome.QUARANTINED;
  }

  /** What is done with a file that has been read. */
  @FunctionalInterface
  private interface Work {
    Outcome on(Path file, SnapshotFile content) throws IOException;
  }
}
