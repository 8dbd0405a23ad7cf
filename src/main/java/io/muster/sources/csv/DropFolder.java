package io.muster.sources.csv;

import java.nio.file.Path;
import java.util.Optional;
import org.springframework.boot.context.properties.bind.Binder;

/**
 * Where the files of a source are dropped, for whoever brings them from elsewhere.
 *
 * @param folder the one that holds all the others
 */
public record DropFolder(Path folder) {
  /** The folder of a source, by the settings; empty if no files of this source are read. */
  public static Optional<DropFolder> of(Binder settings, String source) {
    var snapshots =
        settings.bindOrCreate("muster", SnapshotFilesProperties.class).snapshotFiles().get(source);
    if (snapshots != null) {
      return Optional.of(new DropFolder(snapshots.folder()));
    }
    var events = settings.bindOrCreate("muster.csv", CsvProperties.class);
    return Optional.ofNullable(events.folder())
        .filter(folder -> !folder.toString().isBlank() && events.source().equals(source))
        .map(DropFolder::new);
  }

  /** Files here are taken in. */
  public Path inbox() {
    return folder.resolve("inbox");
  }

  /** Files that were taken in. */
  public Path done() {
    return folder.resolve("done");
  }

  /** Files with which something is wrong. */
  public Path quarantine() {
    return folder.resolve("quarantine");
  }
}
