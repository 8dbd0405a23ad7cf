package io.muster.siem;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.muster.lifecycle.Alarms;
import io.muster.remote.FixedDelayTask;
import io.muster.remote.FixedDelayTasks;
import io.muster.siem.SiemStore.Line;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Appends events to the file, and forgets them once they are on the disk. One that is written
 * again, as the node died in between, has the same {@code metadata.uid}.
 */
@Component
class SiemForwarder {
  static final int FAILURES_UNTIL_ALARM = 3;
  static final String ABOUT = "siem";
  private static final int AT_ONCE = 500;
  private static final int BATCHES = 20;
  private static final Duration ALARM_AGAIN = Duration.ofDays(1);
  private static final Logger log = LoggerFactory.getLogger(SiemForwarder.class);

  private final SiemProperties properties;
  private final SiemStore store;
  private final Alarms alarms;
  private final TransactionTemplate transactions;
  private final Clock clock;
  private final Counter written;
  private int failures;
  private @Nullable Instant told;

  /** From the start, as the question of an earlier start may still be open. */
  private boolean mayBeAsked = true;

  SiemForwarder(
      SiemProperties properties,
      SiemStore store,
      Alarms alarms,
      PlatformTransactionManager transactions,
      MeterRegistry meters,
      Clock clock) {
    this.properties = properties;
    this.store = store;
    this.alarms = alarms;
    this.transactions = new TransactionTemplate(transactions);
    this.clock = clock;
    this.written =
        Counter.builder("muster.siem.written")
            .description("Events written for the SIEM")
            .register(meters);
    Gauge.builder("muster.siem.waiting", store::waiting)
        .description("Events for the SIEM that are not written yet")
        .register(meters);
  }

  /** Writes what is kept. */
  synchronized void forward() {
    try {
      for (var batch = 0; batch < BATCHES && isMore(); batch++) {
        failures = 0;
      }
    } catch (UncheckedIOException unwritable) {
      failed(unwritable);
      return;
    }
    failures = 0;
    if (mayBeAsked) {
      alarms.over(ABOUT);
      mayBeAsked = false;
      told = null;
    }
  }

  /** The file first, then the table: what fails in between is written twice, never not at all. */
  private boolean isMore() {
    return Boolean.TRUE.equals(
        transactions.execute(
            transaction -> {
              var lines = store.take(AT_ONCE);
              if (lines.isEmpty()) {
                return false;
              }
              write(lines);
              store.written(lines);
              written.increment(lines.size());
              return lines.size() == AT_ONCE;
            }));
  }

  private void write(List<Line> lines) {
    var text = lines.stream().map(line -> line.text() + "\n").collect(Collectors.joining());
    if (properties.isStandardOutput()) {
      System.out.print(text);
      return;
    }
    // opened each time, so that the file may be rotated
    try (var file =
        FileChannel.open(
            Path.of(String.valueOf(properties.file())),
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND)) {
      var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      file.force(false);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  private void failed(UncheckedIOException unwritable) {
    failures++;
    if (failures == 1) {
      log.warn("events for the SIEM could not be written and are kept", unwritable);
    }
    var now = clock.instant();
    if (failures >= FAILURES_UNTIL_ALARM
        && (told == null || !told.plus(ALARM_AGAIN).isAfter(now))) {
      told = now;
      mayBeAsked = true;
      alarms.raise(
          ABOUT,
          "Events for the SIEM cannot be written to muster.siem.file and pile up in the database. Look at the file, its folder and the disk; what waits is written by itself.");
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Regularly {
    @Bean
    FixedDelayTasks siem(SiemProperties properties, SiemForwarder forwarder, SiemLook look) {
      return new FixedDelayTasks(
          properties.isOn()
              ? List.of(
                  new FixedDelayTask("siem-file", Duration.ofSeconds(2), forwarder::forward),
                  new FixedDelayTask("siem-look", Duration.ofSeconds(20), look::look))
              : List.of());
    }
  }
}
