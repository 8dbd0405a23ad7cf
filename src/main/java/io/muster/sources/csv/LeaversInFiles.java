package io.muster.sources.csv;

import io.muster.lifecycle.LeaverForecast.Leave;
import io.muster.people.EmploymentChange;
import io.muster.people.EmploymentChange.Terminated;
import io.muster.sources.FieldMappings;
import io.muster.sources.Snapshots;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Finds out who would leave by a file, read as if it were taken in; nothing is. */
@Component
class LeaversInFiles {
  private final Map<String, Reader> readers = new TreeMap<>();

  LeaversInFiles(
      CsvProperties events,
      SnapshotFilesProperties snapshotFiles,
      FieldMappings mappings,
      Snapshots snapshots,
      Clock clock) {
    var reader = new CsvReader(events);
    readers.put(
        events.source(),
        new Reader(
            events.maxSize().toBytes(),
            (content, written) -> {
              var file = reader.read(content, written);
              return found(
                  file.digest(),
                  file.problems(),
                  List.of(),
                  file.rows().stream().map(CsvFile.Row::change));
            }));
    snapshotFiles
        .snapshotFiles()
        .forEach(
            (source, feed) -> {
              var whole =
                  new SnapshotReader(
                      source, feed, mappings.of(source, SnapshotWatches.usual()), clock);
              readers.put(
                  source,
                  new Reader(
                      feed.maxSize().toBytes(),
                      (content, written) -> {
                        var file = whole.read(content, written);
                        return found(
                            file.digest(),
                            file.problems(),
                            Stream.concat(file.nameless().stream(), file.notes().stream()).toList(),
                            file.problems().isEmpty()
                                ? snapshots.leavers(source, file.people()).stream()
                                : Stream.of());
                      }));
            });
  }

  private static Found found(
      String digest,
      List<FileProblem> problems,
      List<FileProblem> notes,
      Stream<? extends EmploymentChange> changes) {
    return new Found(
        digest,
        problems.stream().map(FileProblem::words).toList(),
        notes.stream().map(FileProblem::words).toList(),
        changes
            .filter(Terminated.class::isInstance)
            .map(Terminated.class::cast)
            .map(leaves -> new Leave(leaves.employee(), leaves.reason(), leaves.immediate()))
            .toList());
  }

  /** How files of this source are read; empty if there is no such source. */
  Optional<Reader> of(String source) {
    return Optional.ofNullable(readers.get(source));
  }

  /** Whose files can be read. */
  List<String> sources() {
    return List.copyOf(readers.keySet());
  }

  /**
   * Reads the files of one source.
   *
   * @param maxSize the most bytes of a file
   */
  record Reader(long maxSize, Reading reading) {
    Found read(byte[] content, Instant written) {
      return reading.of(content, written);
    }
  }

  /** Reads one file. */
  @FunctionalInterface
  interface Reading {
    Found of(byte[] content, Instant written);
  }

  /**
   * What a file says.
   *
   * @param problems why it would not be taken in; empty if it would
   * @param notes what would be passed over
   * @param leavers who would leave
   */
  record Found(String digest, List<String> problems, List<String> notes, List<Leave> leavers) {}
}
