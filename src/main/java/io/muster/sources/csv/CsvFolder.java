package io.muster.sources.csv;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The folder HR drops files into, and where they go from there. */
final class CsvFolder {
  private static final int LONGEST_NAME = 100;
  private static final int DIGITS = 8;

  private final Path inbox;
  private final Path done;
  private final Path quarantine;
  private final Path results;
  private final Path trial;
  private final Path rehearse;
  private final Path rehearsed;

  /**
   * Makes what is not there.
   *
   * @param property the setting that names the folder, for the message
   */
  CsvFolder(Path folder, String property) {
    var dropped = new DropFolder(folder);
    inbox = dropped.inbox();
    done = dropped.done();
    quarantine = dropped.quarantine();
    results = folder.resolve("results");
    trial = folder.resolve("try");
    rehearse = folder.resolve("rehearse");
    rehearsed = folder.resolve("rehearsed");
    try {
      for (var part : new Path[] {inbox, done, quarantine, results}) {
        Files.createDirectories(part);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(
          "%s: cannot make inbox, done, quarantine and results in %s. Make them, or let the service write there."
              .formatted(property, folder),
          failed);
    }
  }

  Path inbox() {
    return inbox;
  }

  /** Where files are only looked at; made when it is first asked for. */
  Path trial() {
    return made(trial);
  }

  /** Where files are dropped whose leavers are only foretold; made when it is first asked for. */
  Path rehearse() {
    return made(rehearse);
  }

  private static Path made(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException failed) {
      throw new UncheckedIOException(
          "cannot make %s. Make it, or let the service write there.".formatted(folder), failed);
    }
  }

  /** Keeps what was foretold of a file, under its name and this ending. */
  void writeRehearsed(String keptName, String ending, String text) throws IOException {
    write(made(rehearsed), keptName + ending, text);
  }

  void moveToRehearsed(Path file, String keptName) throws IOException {
    Files.move(file, made(rehearsed).resolve(keptName), REPLACE_EXISTING);
  }

  /** Writes a result of a file in words, a line each. */
  void writeWords(String keptName, List<String> lines) throws IOException {
    write(results, keptName + ".result.txt", String.join("\r\n", lines) + "\r\n");
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
