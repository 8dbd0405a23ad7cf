package io.muster.sources.csv;

import io.muster.sources.WorkerSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A file of all of a source's people, read.
 *
 * @param digest of its bytes
 * @param people one for each row; not to be used if there are problems
 * @param generatedOn when it was made, if it says so
 * @param header what its columns are for
 * @param problems everything for which nothing of it can be taken in
 * @param nameless the rows of which nobody knows whose they are
 * @param notes what is wrong with single rows, and which lines were passed over
 */
record SnapshotFile(
    String digest,
    List<WorkerSnapshot> people,
    @Nullable Instant generatedOn,
    Header header,
    List<FileProblem> problems,
    List<FileProblem> nameless,
    List<FileProblem> notes) {
  SnapshotFile {
    nameless = List.copyOf(nameless);
    notes = List.copyOf(notes);
    people = List.copyOf(people);
    problems = List.copyOf(problems);
  }

  SnapshotFile with(FileProblem problem) {
    return new SnapshotFile(
        digest, List.of(), generatedOn, header, List.of(problem), nameless, notes);
  }

  /**
   * What the columns of a file are for, by the settings that name them.
   *
   * @param wanted the settings that name any column
   * @param tells those of which a column is there
   */
  record Header(Set<String> wanted, Set<String> tells) {
    static final Header NONE = new Header(Set.of(), Set.of());

    Header {
      wanted = Set.copyOf(wanted);
      tells = Set.copyOf(tells);
    }

    /** What is wanted, was told before, and is not any more. */
    Set<String> gone(Set<String> toldBefore) {
      var gone = new TreeSet<>(toldBefore);
      gone.retainAll(wanted);
      gone.removeAll(tells);
      return gone;
    }
  }
}
