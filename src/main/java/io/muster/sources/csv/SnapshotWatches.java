package io.muster.sources.csv;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.muster.intake.FeedLock;
import io.muster.intake.Inbox;
import io.muster.lifecycle.LeaverForecast;
import io.muster.remote.FixedDelayTask;
import io.muster.sources.FieldMappings;
import io.muster.sources.Snapshots;
import io.muster.sources.SourceCursors;
import io.muster.sources.SourceHealthRecorder;
import java.io.File;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Watches the folders of all sources that send files of all their people. */
@Component
class SnapshotWatches implements SmartLifecycle {
  private final List<FixedDelayTask> watches = new ArrayList<>();
  private final Map<String, SnapshotIntake> intakes = new TreeMap<>();
  private boolean running;

  SnapshotWatches(
      SnapshotFilesProperties properties,
      FieldMappings mappings,
      DataSource database,
      Snapshots snapshots,
      SourceHealthRecorder news,
      SourceCursors bookmarks,
      KnownHeaders headers,
      Inbox inbox,
      LeaversInFiles leavers,
      LeaverForecast forecasts,
      ObjectMapper json,
      Clock clock) {
    properties
        .snapshotFiles()
        .forEach(
            (source, feed) -> {
              var folder =
                  new CsvFolder(feed.folder(), "muster.snapshot-files.%s.folder".formatted(source));
              var intake =
                  new SnapshotIntake(
                      source,
                      feed,
                      folder,
                      new SnapshotReader(source, feed, mappings.of(source, usual()), clock),
                      new FeedLock(database, "snapshot-file " + source),
                      snapshots,
                      news,
                      bookmarks,
                      headers,
                      inbox);
              var inbound = new CompleteFileFilter(feed.settle(), feed.retry(), clock);
              var rehearsal =
                  new Rehearsal(
                      folder,
                      leavers.of(source).orElseThrow(),
                      new FeedLock(database, "rehearse " + source),
                      forecasts,
                      json,
                      clock);
              var rehearsed = new CompleteFileFilter(feed.settle(), feed.retry(), clock);
              intakes.put(source, intake);
              watches.add(
                  new FixedDelayTask(
                      "rehearsals-" + source,
                      feed.poll(),
                      () -> each(folder.rehearse(), rehearsed, rehearsal::rehearse)));
              var tried = new CompleteFileFilter(feed.settle(), feed.retry(), clock);
              watches.add(
                  new FixedDelayTask(
                      "hr-files-" + source,
                      feed.poll(),
                      () -> {
                        each(folder.inbox(), inbound, intake::take);
                        each(folder.trial(), tried, intake::tryOut);
                      }));
            });
  }

  /** Who takes the files of each source in. */
  Map<String, SnapshotIntake> intakes() {
    return Collections.unmodifiableMap(intakes);
  }

  /** The columns such files usually have. */
  static Map<String, List<String>> usual() {
    return CsvColumns.shipped().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> List.of(entry.getValue())));
  }

  static void each(Path folder, CompleteFileFilter filter, Consumer<Path> work) {
    var files = folder.toFile().listFiles();
    if (files != null) {
      filter.filterFiles(Stream.of(files).sorted().toArray(File[]::new)).stream()
          .map(File::toPath)
          .forEach(work);
    }
  }

  @Override
  public synchronized void start() {
    watches.forEach(FixedDelayTask::start);
    running = true;
  }

  @Override
  public synchronized void stop() {
    watches.forEach(FixedDelayTask::stop);
    running = false;
  }

  @Override
  public synchronized boolean isRunning() {
    return running;
  }
}
