package io.muster.sources.csv;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.muster.intake.FeedLock;
import io.muster.lifecycle.LeaverForecast;
import io.muster.remote.FixedDelayTask;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** Foretells the files in {@code rehearse/} of the folder, if there is one. */
@Configuration(proxyBeanMethods = false)
@Conditional(CsvConfiguration.FolderIsSet.class)
class RehearsalConfiguration {
  @Bean
  Rehearsal csvRehearsal(
      CsvProperties properties,
      CsvFolder folder,
      LeaversInFiles leavers,
      DataSource database,
      LeaverForecast forecasts,
      ObjectMapper json,
      Clock clock) {
    return new Rehearsal(
        folder,
        leavers.of(properties.source()).orElseThrow(),
        new FeedLock(database, "rehearse " + properties.source()),
        forecasts,
        json,
        clock);
  }

  /** Watches {@code rehearse/}; beside the inbox, as a forecast may take long. */
  @Bean
  FixedDelayTask rehearseHrFiles(
      CsvProperties properties, CsvFolder folder, Rehearsal rehearsal, Clock clock) {
    var filter = new CompleteFileFilter(properties.settle(), properties.retry(), clock);
    return new FixedDelayTask(
        "rehearsals",
        properties.poll(),
        () -> SnapshotWatches.each(folder.rehearse(), filter, rehearsal::rehearse));
  }
}
