package io.muster.sources.csv;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.muster.intake.FeedLock;
import io.muster.lifecycle.Forecast;
import io.muster.lifecycle.ForecastWords;
import io.muster.lifecycle.LeaverForecast;
import io.muster.sources.csv.LeaversInFiles.Found;
import io.muster.sources.csv.LeaversInFiles.Reader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Foretells what a file in {@code rehearse/} would come to, and keeps the answer in {@code
 * rehearsed/}. Nothing of the file is taken in, whatever it says.
 *
 * <p>Whoever drops files is mostly HR, so the answer says of a device what becomes of it, and not
 * which it is.
 */
final class Rehearsal {
  private static final Logger log = LoggerFactory.getLogger(Rehearsal.class);

  /** After this an answer is given though devices could not be read. */
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private static final String JSON = ".forecast.json";
  private static final String TEXT = ".forecast.txt";

  private final CsvFolder folder;
  private final Reader reader;
  private final FeedLock lock;
  private final LeaverForecast forecasts;
  private final ObjectMapper json;
  private final Clock clock;

  Rehearsal(
      CsvFolder folder,
      Reader reader,
      FeedLock lock,
      LeaverForecast forecasts,
      ObjectMapper json,
      Clock clock) {
    this.folder = folder;
    this.reader = reader;
    this.lock = lock;
    this.forecasts = forecasts;
    this.json = json;
    this.clock = clock;
  }

  /** Foretells, or leaves the file where it is until all devices have been read. */
  void rehearse(Path file) {
    try {
      lock.whileHeld(
          () -> {
            alone(file);
            return true;
          });
    } catch (Exception failure) {
      // messages of the database may quote a row
      log.error(
          "could not rehearse {}, it stays where it is and will be tried again: {}",
          CsvFolder.plainName(file),
          failure.getClass().getSimpleName());
    }
  }

  private void alone(Path file) throws IOException {
    try (var bytes = Files.newInputStream(file)) {
      var content = bytes.readNBytes(Math.toIntExact(reader.maxSize() + 1));
      var written = Files.getLastModifiedTime(file).toInstant();
      var found = reader.read(content, written);
      var name = folder.keptName(file, found.digest());
      if (!found.problems().isEmpty()) {
        say(file, name, "This file would not be taken in.", found.problems());
      } else if (found.leavers().isEmpty()) {
        say(file, name, "Nobody would leave by this file.", found.notes());
      } else {
        var forecast = forecasts.of(found.leavers());
        if (forecast.complete() || clock.instant().isAfter(written.plus(PATIENCE))) {
          keep(file, name, forecast.withoutDevices(), found);
        }
      }
    } catch (NoSuchFileException takenByAnother) {
      log.debug("{} was rehearsed by another node", CsvFolder.plainName(file));
    }
  }

  private void say(Path file, String name, String first, List<String> more) throws IOException {
    var lines = new ArrayList<>(List.of(first));
    lines.addAll(more);
    folder.writeRehearsed(name, TEXT, text(lines));
    folder.moveToRehearsed(file, name);
  }

  private void keep(Path file, String name, Forecast forecast, Found found) throws IOException {
    folder.writeRehearsed(
        name, JSON, json.writerWithDefaultPrettyPrinter().writeValueAsString(forecast));
    var lines = new ArrayList<>(ForecastWords.of(forecast));
    lines.addAll(found.notes());
    folder.writeRehearsed(name, TEXT, text(lines));
    folder.moveToRehearsed(file, name);
    log.info("rehearsed {}: {} leavers", name, forecast.people().size());
  }

  private static String text(List<String> lines) {
    return String.join("\r\n", lines) + "\r\n";
  }
}
