package io.muster.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The files of every bundle: the shipped ones, and over them those of the process owners' folder.
 * They go by {@code bundle/file}, so that a laptop and a container see the same names.
 */
final class ModelFiles {
  private static final Logger log = LoggerFactory.getLogger(ModelFiles.class);
  private static final Set<String> KINDS = Set.of("processes", "forms");

  private final Map<String, Map<String, byte[]>> shipped;
  private final @Nullable Path folder;
  private final Set<Path> leadingOut = ConcurrentHashMap.newKeySet();

  /**
   * Files.
   *
   * @param shipped the shipped files by bundle and name
   * @param folder the process owners' folder, or null
   */
  ModelFiles(Map<String, Map<String, byte[]>> shipped, @Nullable Path folder) {
    if (folder != null && !Files.isDirectory(folder)) {
      throw new IllegalStateException(
          "muster.models-dir is '%s', which is no folder; make it, or take the setting out"
              .formatted(folder));
    }
    this.shipped = shipped;
    this.folder = folder;
  }

  /** What the jar carries. */
  static Map<String, Map<String, byte[]>> inTheJar() {
    var bundles = new TreeMap<String, Map<String, byte[]>>();
    var files = new PathMatchingResourcePatternResolver();
    try {
      for (var kind : List.of("processes/*/*.bpmn", "processes/*/*.dmn", "forms/*/*.form")) {
        for (var file : files.getResources("classpath*:" + kind)) {
          var path = file.getURL().getPath();
          var name = path.substring(path.lastIndexOf('/') + 1);
          var parent = path.substring(0, path.lastIndexOf('/'));
          var bundle = parent.substring(parent.lastIndexOf('/') + 1);
          try (var bytes = file.getInputStream()) {
            bundles
                .computeIfAbsent(bundle, key -> new TreeMap<>())
                .put("%s/%s".formatted(bundle, name), bytes.readAllBytes());
          }
        }
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    if (bundles.isEmpty()) {
      throw new IllegalStateException(
          "No process is in the jar: processes/ and forms/ are missing from the class path.");
    }
    return bundles;
  }

  /** The names of all bundles there are now. */
  Set<String> bundles() throws IOException {
    var bundles = new TreeSet<>(shipped.keySet());
    for (var file : edited()) {
      if (isInABundle(file)) {
        bundles.add(file.getName(1).toString());
      }
    }
    return bundles;
  }

  /** The names of the bundles that come with the program. */
  Set<String> shippedBundles() {
    return shipped.keySet();
  }

  /** The shipped files of a bundle; none if it is the process owners' own. */
  Map<String, byte[]> shipped(String bundle) {
    return shipped.getOrDefault(bundle, Map.of());
  }

  /** The files of a bundle as they are now. */
  Map<String, byte[]> now(String bundle) throws IOException {
    var files = new TreeMap<>(shipped(bundle));
    for (var file : edited(bundle)) {
      files.put("%s/%s".formatted(bundle, file.getFileName()), Files.readAllBytes(in(file)));
    }
    return files;
  }

  /** Changes whenever a file of the bundle does; empty text if the folder has none of it. */
  String signature(String bundle) throws IOException {
    var signature = new StringBuilder();
    for (var file : edited(bundle)) {
      var there = in(file);
      signature
          .append(file)
          .append('|')
          .append(Files.size(there))
          .append('|')
          .append(Files.getLastModifiedTime(there).toInstant())
          .append('\n');
    }
    return signature.toString();
  }

  /** Diagrams, tables and forms that lie where no bundle is. */
  List<String> stray() throws IOException {
    return edited().stream().filter(file -> !isInABundle(file)).map(Path::toString).toList();
  }

  private List<Path> edited(String bundle) throws IOException {
    return edited().stream()
        .filter(file -> isInABundle(file) && file.getName(1).toString().equals(bundle))
        .toList();
  }

  private List<Path> edited() throws IOException {
    if (folder == null) {
      return List.of();
    }
    var found = new ArrayList<Path>();
    try (var walk = Files.walk(folder, 4, FileVisitOption.FOLLOW_LINKS)) {
      walk.filter(Files::isRegularFile)
          .map(folder::relativize)
          .filter(ModelFiles::isModel)
          .filter(this::isInside)
          .sorted()
          .forEach(found::add);
    } catch (UncheckedIOException vanished) {
      throw vanished.getCause() == null ? new IOException(vanished) : vanished.getCause();
    }
    return found;
  }

  /**
   * Whether a file really lies in the folder. A mount of Kubernetes is made of links within it; one
   * that leads out of it could lead to any secret of this machine, and is not followed.
   */
  private boolean isInside(Path file) {
    if (folder == null) {
      return false;
    }
    try {
      if (in(file).toRealPath().startsWith(folder.toRealPath())) {
        return true;
      }
    } catch (IOException vanished) {
      return false; // what is gone is looked for again at the next look
    }
    if (leadingOut.add(file)) {
      log.warn(
          "'{}' in the models folder is a link that leads out of it, and is not read; copy the file there.",
          file);
    }
    return false;
  }

  private Path in(Path file) {
    return folder == null ? file : folder.resolve(file);
  }

  private static boolean isInABundle(Path file) {
    return file.getNameCount() == 3 && KINDS.contains(file.getName(0).toString());
  }

  /** Editors leave copies about; hidden folders hold what a mount is made of. */
  private static boolean isModel(Path file) {
    for (var part : file) {
      if (part.toString().startsWith(".")) {
        return false;
      }
    }
    var name = file.toString();
    return name.endsWith(".bpmn") || name.endsWith(".dmn") || name.endsWith(".form");
  }
}
