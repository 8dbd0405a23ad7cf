package io.muster.sources.csv;

import io.muster.intake.FeedLock;
import io.muster.intake.Inbox;
import java.io.File;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.dsl.Pollers;
import org.springframework.integration.file.dsl.Files;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.util.StringUtils;

/** Watches the folder, if there is one: one file after the other, in the order of their names. */
@Configuration(proxyBeanMethods = false)
@Conditional(CsvConfiguration.FolderIsSet.class)
class CsvConfiguration {
  private static final String THREAD = "hrFiles";

  @Bean
  CsvFolder csvFolder(CsvProperties properties) {
    if (properties.folder() == null) {
      throw new IllegalStateException("muster.csv.folder is not set");
    }
    return new CsvFolder(properties.folder(), "muster.csv.folder");
  }

  @Bean
  CsvIntake csvIntake(
      CsvProperties properties,
      CsvFolder folder,
      DataSource database,
      JdbcClient jdbc,
      Inbox inbox,
      Clock clock) {
    return new CsvIntake(
        properties,
        folder,
        new FeedLock(database, properties.source()),
        new FileRecords(jdbc, properties.source(), clock),
        inbox,
        clock);
  }

  /** A thread of its own: a long file must not keep other scheduled work waiting. */
  @Bean(name = THREAD, defaultCandidate = false)
  ThreadPoolTaskScheduler hrFiles() {
    var thread = new ThreadPoolTaskScheduler();
    thread.setThreadNamePrefix("hr-files-");
    return thread;
  }

  @Bean
  IntegrationFlow watchHrFiles(
      CsvProperties properties,
      CsvFolder folder,
      CsvIntake intake,
      Clock clock,
      @Qualifier(THREAD) TaskScheduler thread) {
    return IntegrationFlow.from(
            Files.inboundAdapter(folder.inbox().toFile(), File::compareTo)
                .filter(new CompleteFileFilter(properties.settle(), properties.retry(), clock)),
            endpoint ->
                endpoint
                    .id("hrFileWatch")
                    .taskScheduler(thread)
                    .poller(Pollers.fixedDelay(properties.poll()).maxMessagesPerPoll(-1)))
        .handle(
            File.class,
            (file, headers) -> {
              intake.take(file.toPath());
              return null;
            })
        .get();
  }

  /** An empty value, as Compose passes it on, means unset too. */
  static final class FolderIsSet extends SpringBootCondition {
    @Override
    public ConditionOutcome getMatchOutcome(
        ConditionContext context, AnnotatedTypeMetadata metadata) {
      var folder = context.getEnvironment().getProperty("muster.csv.folder");
      return StringUtils.hasText(folder)
          ? ConditionOutcome.match("muster.csv.folder is set")
          : ConditionOutcome.noMatch("muster.csv.folder is not set");
    }
  }
}
