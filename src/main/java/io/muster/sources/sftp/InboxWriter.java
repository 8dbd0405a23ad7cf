package io.muster.sources.sftp;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.muster.sources.csv.DropFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Puts files into the folder where they are taken in: all of a file at once, or nothing. */
final class InboxWriter {
  private static final String ENDING = ".fetch";

  private final DropFolder folder;

  InboxWriter(DropFolder folder) {
    this.folder = folder;
  }

  Path inbox() {
    return folder.inbox();
  }

  /** A new file that nobody takes in yet. */
  FileChannel create(String part) throws IOException {
    Files.createDirectories(folder.inbox());
    return FileChannel.open(folder.inbox().resolve(part), CREATE_NEW, WRITE);
  }

  /** A name under which nobody takes a file in, and nobody else writes one. */
  static String newPart() {
    return ".%s%s".formatted(UUID.randomUUID(), ENDING);
  }

  /** Gives a file its time, and sees to it that it outlives a loss of power. */
  void secure(String part, Instant modified) throws IOException {
    var path = folder.inbox().resolve(part);
    Files.setLastModifiedTime(path, FileTime.from(modified));
    try (var file = FileChannel.open(path, WRITE)) {
      file.force(true);
    }
    secureNames();
  }

  /** Lets the file be taken in. */
  void put(String part, String localName) throws IOException {
    Files.move(
        folder.inbox().resolve(part),
        folder.inbox().resolve(localName),
        StandardCopyOption.ATOMIC_MOVE);
    secureNames();
  }

  void remove(String part) throws IOException {
    Files.deleteIfExists(folder.inbox().resolve(part));
  }

  /** True if there is a file of this name that was not taken in yet. */
  boolean isWaiting(String localName) {
    return Files.exists(folder.inbox().resolve(localName), LinkOption.NOFOLLOW_LINKS);
  }

  /** True if the file that is not to be taken in yet is there, and is this one. */
  boolean hasPart(String part, String digest) throws IOException {
    var path = folder.inbox().resolve(part);
    return Files.isRegularFile(path) && digest(path).equals(digest);
  }

  /** True if this content waits to be taken in, or was taken in. */
  boolean hasTaken(long size, String digest) throws IOException {
    return isIn(folder.inbox(), size, digest) || isIn(folder.done(), size, digest);
  }

  /** True if this content was found wanting. */
  boolean hasQuarantined(long size, String digest) throws IOException {
    return isIn(folder.quarantine(), size, digest);
  }

  /** Removes what was begun and is nobody's any more. */
  void clear(Set<String> needed) throws IOException {
    if (!Files.isDirectory(folder.inbox())) {
      return;
    }
    try (var parts = Files.newDirectoryStream(folder.inbox(), ".*" + ENDING)) {
      for (var part : parts) {
        if (!needed.contains(part.getFileName().toString())) {
          Files.deleteIfExists(part);
        }
      }
    }
  }

  private static boolean isIn(Path folder, long size, String digest) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (var file : (Iterable<Path>) files::iterator) {
        try {
          if (Files.isRegularFile(file)
              && !file.getFileName().toString().startsWith(".")
              && Files.size(file) == size
              && digest(file).equals(digest)) {
            return true;
          }
        } catch (NoSuchFileException takenMeanwhile) {
          // it turns up in the next folder
        }
      }
    }
    return false;
  }

  private void secureNames() throws IOException {
    try (var names = FileChannel.open(folder.inbox(), READ)) {
      names.force(true);
    } catch (IOException notOnThisSystem) {
      // Windows has no such thing; there the system sees to it
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform knows SHA-256", impossible);
    }
  }

  private static String digest(Path file) throws IOException {
    var digest = sha256();
    try (var bytes = new DigestInputStream(Files.newInputStream(file), digest)) {
      bytes.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
