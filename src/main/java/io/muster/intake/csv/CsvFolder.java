package io.muster.intake.csv;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder HR drops files into, and where they go from there. */
final class CsvFolder {
  private static final int LONGEST_NAME = 100;
  private static final int DIGITS = 8;

  private final Path inbox;
  private final Path done;
  private final Path quarantine;
  private final Path results;

  CsvFolder(Path folder) {
    inbox = folder.resolve("inbox");
    done = folder.resolve("done");
    quarantine = folder.resolve("quarantine");
    results = folder.resolve("results");
    try {
      for (var part : new Path[] {inbox, done, quarantine, results}) {
        Files.createDirectories(part);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(
          "muster.csv.folder: cannot make inbox, done, quarantine and results in %s. Make them, or let the service write there."
              .formatted(folder),
          failed);
    }
  }

  Path inbox() {
    return inbox;
  }

  /**
   * The name a file is kept under: its own, or one with a mark if that name was used before. The
   * same bytes get the same mark, so whoever does it again after a crash writes over his own.
   */
  String keptName(Path file, String digest) {
    var name = plainName(file);
    if (name.length() <= LONGEST_NAME
        && !Files.exists(done.resolve(name))
        && !Files.exists(quarantine.resolve(name))) {
      return name;
    }
    var stem = name.substring(0, Math.min(name.length() - ".csv".length(), LONGEST_NAME));
    return "%s-%s.csv".formatted(stem, digest.substring(0, DIGITS));
  }

  /** The file's name without what would break a line of a log or another system's rules. */
  static String plainName(Path file) {
    return file.getFileName().toString().replaceAll("[\\p{C}\\p{Zl}\\p{Zp}\\\\/:*?\"<>|]", "_");
  }

  void writeResult(String keptName, String text) throws IOException {
    write(results, keptName + ".result.csv", text);
  }

  void writeProblems(String keptName, String text) throws IOException {
    write(quarantine, keptName + ".problems.txt", text);
  }

  void moveToDone(Path file, String keptName) throws IOException {
    Files.move(file, done.resolve(keptName), REPLACE_EXISTING);
  }

  void moveToQuarantine(Path file, String keptName) throws IOException {
    Files.move(file, quarantine.resolve(keptName), REPLACE_EXISTING);
  }

  /** Nobody may see half of it. */
  private static void write(Path folder, String name, String text) throws IOException {
    var part = folder.resolve("." + name + ".part");
    Files.writeString(part, text);
    Files.move(part, folder.resolve(name), REPLACE_EXISTING);
  }
}
