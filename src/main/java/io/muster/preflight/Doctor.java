package io.muster.preflight;

import io.muster.preflight.Finding.Severity;
import io.muster.remote.CallPriority;
import io.muster.remote.RemoteFailure;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Looks at every connection, side by side and within a minute, and changes nothing anywhere. */
@Component
public class Doctor {
  private static final Logger log = LoggerFactory.getLogger(Doctor.class);
  private static final int SIDE_BY_SIDE = 8;
  private static final long PATIENCE_SECONDS = 60;

  private final ObjectProvider<PreflightSource> sources;
  private final Expectations expected;
  private final Clock clock;

  Doctor(ObjectProvider<PreflightSource> sources, Expectations expected, Clock clock) {
    this.sources = sources;
    this.expected = expected;
    this.clock = clock;
  }

  /** Looks now; one at a time, so that asking often costs no more than waiting. */
  public synchronized Report look() {
    var looks = sources.orderedStream().flatMap(source -> source.preflights().stream()).toList();
    var threads =
        Executors.newFixedThreadPool(
            SIDE_BY_SIDE,
            task -> {
              var thread = new Thread(task, "doctor");
              thread.setDaemon(true);
              return thread;
            });
    try {
      var tasks =
          looks.stream().<Callable<List<Finding>>>map(look -> () -> findings(look)).toList();
      var results = threads.invokeAll(tasks, PATIENCE_SECONDS, TimeUnit.SECONDS);
      var connections = new ArrayList<Connection>();
      for (int number = 0; number < looks.size(); number++) {
        connections.add(
            new Connection(
                looks.get(number).connection(),
                looks.get(number).kind(),
                worstFirst(result(results.get(number)))));
      }
      return new Report(clock.instant(), connections);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return new Report(clock.instant(), List.of());
    } finally {
      threads.shutdownNow();
    }
  }

  private List<Finding> findings(Preflight look) {
    return CallPriority.VERIFICATION.during(
        () -> {
          try {
            return look.check(expected);
          } catch (RemoteFailure failure) {
            return List.of(Finding.of(failure));
          }
        });
  }

  private static List<Finding> result(Future<List<Finding>> look) throws InterruptedException {
    try {
      return look.get();
    } catch (CancellationException tooSlow) {
      return List.of(
          Finding.unknown(
              "Did not answer within %d seconds.".formatted(PATIENCE_SECONDS),
              "See whether this machine reaches it: name, firewall, proxy."));
    } catch (ExecutionException broken) {
      log.warn("a look failed", broken.getCause());
      return List.of(
          Finding.unknown(
              "The look itself failed (%s)."
                  .formatted(String.valueOf(broken.getCause()).split("[:\\n]", 2)[0]),
              "See this service's log."));
    }
  }

  private static List<Finding> worstFirst(List<Finding> findings) {
    return findings.stream().sorted(Comparator.comparing(Finding::severity)).toList();
  }

  /**
   * What was found.
   *
   * @param lookedAt when
   * @param connections what was looked at
   */
  public record Report(Instant lookedAt, List<Connection> connections) {
    /** True if nothing is in the way. */
    public boolean fit() {
      return findings().noneMatch(finding -> finding.severity() == Severity.BLOCKS);
    }

    Stream<Finding> findings() {
      return connections.stream().flatMap(connection -> connection.findings().stream());
    }
  }

  /**
   * One connection.
   *
   * @param findings the worst first
   */
  public record Connection(String connection, String kind, List<Finding> findings) {}
}
