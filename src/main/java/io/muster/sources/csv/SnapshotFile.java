package io.muster.sources.csv;

import io.muster.sources.WorkerSnapshot;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file of all of a source's people, read.
 *
 * @param digest of its bytes
 * @param people one for each row; not to be used if there are problems
 * @param generatedOn when it was made, if it says so
 * @param problems everything that is wrong with it
 */
record SnapshotFile(
    String digest,
    List<WorkerSnapshot> people,
    @Nullable Instant generatedOn,
    List<Problem> problems) {
  SnapshotFile {
    people = List.copyOf(people);
    problems = List.copyOf(problems);
  }
}
