package io.muster.deployment;

import io.muster.deployment.Expressions.Complaint;
import io.muster.process.TaskForm;
import java.time.Duration;
import java.util.Collection;
import java.util.Date;
import java.util.Optional;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.calendar.CycleBusinessCalendar;
import org.camunda.bpm.engine.impl.calendar.DueDateBusinessCalendar;
import org.camunda.bpm.engine.impl.calendar.DurationBusinessCalendar;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.impl.util.ParseUtil;

/** When a timer goes off, and how often a step is tried again. */
final class TimerRules {
  private static final Duration LONGEST = Duration.ofDays(366);
  private static final Pattern REPEATED = Pattern.compile("R(\\d*)/.*");
  private static final Pattern TEXT = Pattern.compile("[$#]\\{\\s*['\"]([^'\"]*)['\"]\\s*}");
  private static final int MOST = 999;

  private TimerRules() {}

  /** What is wrong with a timer. */
  static Optional<Complaint> timer(String text, String kind, Collection<TaskForm> forms) {
    var literal = TEXT.matcher(text);
    var when = literal.matches() ? literal.group(1) : text;
    if (Expressions.isIn(when)) {
      return Expressions.bean(when)
          .filter(name -> forms.stream().anyMatch(form -> form.asks().contains(name)))
          .map(
              name ->
                  new Complaint(
                      "waits for '%s', which a person types in".formatted(name),
                      "wait for a time that a step or a table works out"));
    }
    var repeated = REPEATED.matcher(when);
    if (kind.equals("timeCycle") && repeated.matches()) {
      var times = repeated.group(1);
      if (times.isEmpty() || times.length() > 3) {
        return Optional.of(
            new Complaint(
                times.isEmpty()
                    ? "'%s' never stops".formatted(when)
                    : "'%s' goes off more than %d times".formatted(when, MOST),
                "say how often, such as R3" + when.substring(when.indexOf('/'))));
      }
    }
    return due(when, kind);
  }

  private static Optional<Complaint> due(String when, String kind) {
    try {
      var due =
          switch (kind) {
            case "timeDate" -> new DueDateBusinessCalendar().resolveDuedate(when);
            case "timeDuration" -> new DurationBusinessCalendar().resolveDuedate(when);
            default -> new CycleBusinessCalendar().resolveDuedate(when);
          };
      if (due == null && !kind.equals("timeCycle")) {
        throw new ProcessEngineException(when);
      }
      return due != null && isTooLate(due)
          ? Optional.of(
              new Complaint(
                  "'%s' is more than a year away".formatted(when),
                  "wait for %d days at the most".formatted(LONGEST.toDays())))
          : Optional.empty();
    } catch (RuntimeException unreadable) {
      return Optional.of(
          new Complaint(
              "'%s' is no time that can be read".formatted(when),
              "write it as ISO 8601 has it: PT15M, P2D, R3/PT8H, 2027-01-31T09:00:00Z"));
    }
  }

  private static boolean isTooLate(Date due) {
    return due.toInstant().isAfter(ClockUtil.getCurrentTime().toInstant().plus(LONGEST));
  }

  /** What is wrong with how often a step is tried again. */
  static Optional<Complaint> retries(String text) {
    try {
      if (ParseUtil.parseRetryIntervals(text) == null) {
        throw new ProcessEngineException(text);
      }
      return Optional.empty();
    } catch (RuntimeException unreadable) {
      return Optional.of(
          new Complaint(
              "'%s' says no retries that can be read".formatted(text),
              "write it like PT1M,PT5M or R4/PT1M"));
    }
  }
}
