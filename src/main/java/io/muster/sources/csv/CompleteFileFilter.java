package io.muster.sources.csv;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.integration.file.filters.FileListFilter;

/**
 * Lets through the files that are complete.
 *
 * <p>A complete file is a plain file whose name ends in {@code .csv} and does not begin with a dot,
 * and which either was seen before under the same name plus {@code .part}, or has not changed its
 * size and time for the settling time, by our own clock. A file that stays, because it could not be
 * taken in or another node is at it, is let through again after the retry time.
 */
final class CompleteFileFilter implements FileListFilter<File> {
  private final Duration settle;
  private final Duration retry;
  private final Clock clock;
  private Map<Path, Sighting> seen = Map.of();

  CompleteFileFilter(Duration settle, Duration retry, Clock clock) {
    this.settle = settle;
    this.retry = retry;
    this.clock = clock;
  }

  @Override
  public synchronized List<File> filterFiles(File[] files) {
    var now = clock.instant();
    var sightings = new HashMap<Path, Sighting>();
    var complete = new ArrayList<File>();
    for (var file : files) {
      var path = file.toPath();
      var sighting = sight(path, now);
      if (sighting == null) {
        continue;
      }
      if (isOurs(path) && !sighting.due().isAfter(now)) {
        complete.add(file);
        sighting = sighting.dueAt(now.plus(retry));
      }
      sightings.put(path, sighting);
    }
    seen = sightings;
    return complete;
  }

  private @Nullable Sighting sight(Path path, Instant now) {
    try {
      // a link could lead to any file the service may read
      var file = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!file.isRegularFile()) {
        return null;
      }
      var before = seen.get(path);
      if (before != null && before.unchanged(file)) {
        return before;
      }
      var part = seen.get(path.resolveSibling(path.getFileName() + ".part"));
      var due = part != null && part.isSameFile(file) ? now : now.plus(settle);
      return new Sighting(file.fileKey(), file.size(), file.lastModifiedTime(), due);
    } catch (IOException gone) {
      return null;
    }
  }

  private static boolean isOurs(Path path) {
    var name = path.getFileName().toString();
    return name.toLowerCase(Locale.ROOT).endsWith(".csv") && !name.startsWith(".");
  }

  /**
   * A file as it was when we looked.
   *
   * @param key tells it from others whatever its name is; null where the file system has none
   * @param due when it may be let through, if it does not change
   */
  private record Sighting(@Nullable Object key, long size, FileTime modified, Instant due) {
    boolean unchanged(BasicFileAttributes file) {
      return size == file.size()
          && modified.equals(file.lastModifiedTime())
          && (key == null || key.equals(file.fileKey()));
    }

    boolean isSameFile(BasicFileAttributes file) {
      return key == null ? unchanged(file) : key.equals(file.fileKey());
    }

    Sighting dueAt(Instant instant) {
      return new Sighting(key, size, modified, instant);
    }
  }
}
