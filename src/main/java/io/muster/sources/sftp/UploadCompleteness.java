package io.muster.sources.sftp;

import io.muster.sources.sftp.SftpProperties.Completion;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells which files their sender has finished. */
final class UploadCompleteness {
  private static final List<String> MARKS = List.of(".done", ".ready");

  private final Completion completion;
  private final Duration settle;

  /** Since when each has looked as it does. */
  private Map<RemoteFile, Instant> unchangedSince = Map.of();

  UploadCompleteness(Completion completion, Duration settle) {
    this.completion = completion;
    this.settle = settle;
  }

  /**
   * Those that are complete.
   *
   * @param candidates the files that are wanted
   * @param everything what is in the folder, the senders' marks too
   */
  List<RemoteFile> among(List<RemoteFile> candidates, List<RemoteFile> everything, Instant now) {
    return switch (completion) {
      case RENAMED -> candidates;
      case DONE_FILE -> marked(candidates, everything);
      case UNCHANGED -> settled(candidates, now);
    };
  }

  /** What senders call the marks of this file. */
  static Stream<String> marks(String name) {
    return MARKS.stream().map(name::concat);
  }

  /** True if it is such a mark, and no file that could be fetched. */
  static boolean isMark(String name) {
    return MARKS.stream().anyMatch(name::endsWith);
  }

  private static List<RemoteFile> marked(List<RemoteFile> candidates, List<RemoteFile> everything) {
    var byName =
        everything.stream()
            .collect(Collectors.toMap(RemoteFile::name, Function.identity(), (one, same) -> one));
    return candidates.stream()
        .filter(
            file ->
                marks(file.name())
                    .map(byName::get)
                    // one that is older was for the file that was there before
                    .anyMatch(mark -> mark != null && !mark.modified().isBefore(file.modified())))
        .toList();
  }

  private List<RemoteFile> settled(List<RemoteFile> candidates, Instant now) {
    var since = new HashMap<RemoteFile, Instant>();
    candidates.forEach(file -> since.put(file, unchangedSince.getOrDefault(file, now)));
    var seenBefore = unchangedSince;
    unchangedSince = since;
    return candidates.stream()
        .filter(seenBefore::containsKey)
        .filter(file -> !since.getOrDefault(file, now).plus(settle).isAfter(now))
        .toList();
  }
}
