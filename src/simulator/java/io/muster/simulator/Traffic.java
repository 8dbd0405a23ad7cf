package io.muster.simulator;

import io.muster.simulator.Journal.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Adds every call to {@code <folder>/<description>.jsonl}, to be compared with the vendor's own
 * description of its API. Off unless {@code -Dmuster.traffic=<folder>} or a setting asks for it.
 */
final class Traffic {
  private static final String PROPERTY = "muster.traffic";

  /** Simulators of one vendor share a file. */
  private static final Object PEN = new Object();

  private Traffic() {}

  /** The folder this JVM was asked to write to, or null. */
  static @Nullable Path asked() {
    var folder = System.getProperty(PROPERTY, "");
    return folder.isBlank() ? null : Path.of(folder);
  }

  static void add(Path folder, String description, Entry entry) {
    var file = folder.resolve(description + ".jsonl");
    synchronized (PEN) {
      try {
        Files.createDirectories(folder);
        Files.writeString(
            file,
            JournalLine.of(entry, description).text(),
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      } catch (IOException failed) {
        throw new UncheckedIOException("traffic cannot be written to " + file, failed);
      }
    }
  }
}
