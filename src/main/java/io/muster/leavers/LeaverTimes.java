package io.muster.leavers;

import io.muster.ledger.Outcome;
import io.muster.ledger.Outcome.Kind;
import io.muster.ledger.Outcome.State;
import io.muster.ledger.Pause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The times of one leaver, as the API shows them; of the person only the employee number.
 *
 * @param caseId the process instance of the offboarding
 * @param employee the leaver's employee number
 * @param effectiveAt when the employment ended
 * @param secured whether everything that shuts the leaver out is settled now
 * @param securedAt since when, or null
 * @param secondsToSecured from effectiveAt to securedAt, or null
 * @param late whether that took, or takes already, longer than promised
 * @param firstSecuredAt when it was so for the first time, or null
 * @param endedAt when the case ended, or null
 * @param endedHow how it ended, or null
 */
public record LeaverTimes(
    String caseId,
    String employee,
    Instant effectiveAt,
    boolean secured,
    @Nullable Instant securedAt,
    @Nullable Double secondsToSecured,
    boolean late,
    @Nullable Instant firstSecuredAt,
    @Nullable Instant endedAt,
    @Nullable String endedHow,
    List<Sight> outcomes,
    List<Wait> pauses) {

  /**
   * How far one outcome is.
   *
   * @param observedAt when it was seen to be so, or null
   * @param secondsToObserved from the effective instant to observedAt, or null
   */
  public record Sight(
      Kind outcome,
      String target,
      State state,
      boolean settled,
      Instant requestedAt,
      @Nullable Instant observedAt,
      @Nullable Double secondsToObserved,
      Instant changedAt) {}

  /**
   * One wait.
   *
   * @param until when it ended, or null while it lasts
   * @param seconds how long it took, or has taken until now or until the case ended
   */
  public record Wait(
      String what, String reason, Instant since, @Nullable Instant until, double seconds) {}

  static LeaverTimes of(Leaver leaver, List<Outcome> outcomes, List<Pause> pauses, AsOf asOf) {
    return new LeaverTimes(
        leaver.caseId(),
        leaver.employee().value(),
        leaver.effectiveAt(),
        leaver.securedAt() != null,
        leaver.securedAt(),
        secondsTo(leaver, leaver.securedAt()),
        leaver.late(asOf),
        leaver.firstSecuredAt(),
        leaver.endedAt(),
        leaver.endedHow(),
        outcomes.stream().map(outcome -> sight(leaver, outcome)).toList(),
        pauses.stream().map(pause -> wait(leaver, pause, asOf)).toList());
  }

  static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  private static Sight sight(Leaver leaver, Outcome outcome) {
    return new Sight(
        outcome.kind(),
        outcome.target(),
        outcome.state(),
        outcome.settled(),
        outcome.requestedAt(),
        outcome.observedAt(),
        secondsTo(leaver, outcome.observedAt()),
        outcome.changedAt());
  }

  private static Wait wait(Leaver leaver, Pause pause, AsOf asOf) {
    var stopped = leaver.endedAt() == null ? asOf.now() : leaver.endedAt();
    var lasted = Duration.between(pause.since(), pause.until() == null ? stopped : pause.until());
    return new Wait(
        pause.what(),
        pause.reason(),
        pause.since(),
        pause.until(),
        seconds(lasted.isNegative() ? Duration.ZERO : lasted));
  }

  private static @Nullable Double secondsTo(Leaver leaver, @Nullable Instant instant) {
    return instant == null ? null : seconds(leaver.until(instant));
  }
}
