package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.LifecycleVariables.DECISION;
import static io.muster.lifecycle.offboarding.Offboarding.ASKED;
import static io.muster.lifecycle.offboarding.Offboarding.ASKER;
import static io.muster.lifecycle.offboarding.Offboarding.LOOK;
import static io.muster.lifecycle.offboarding.Offboarding.LOOKS;
import static io.muster.lifecycle.offboarding.Offboarding.NEXT_LOOK;

import io.muster.lifecycle.WaitProperties;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/**
 * How often a device that does not answer is looked at, and who is asked about it: ever more
 * rarely, and ever higher up. Nobody is asked twice in a row.
 */
@Component
class Ladder {
  private static final List<String> ASKERS = List.of("operator", "approver", "administrator");

  private final WaitProperties waits;
  private final Clock clock;

  Ladder(WaitProperties waits, Clock clock) {
    this.waits = waits;
    this.clock = clock;
  }

  /** Nobody has been asked and nothing looked at yet. */
  void begin(DelegateExecution execution) {
    LOOKS.set(execution, 0);
    ASKED.set(execution, 0);
    ASKER.set(execution, "");
    LOOK.set(execution, "wait");
  }

  /** The device is silent: it is waited for, and from time to time somebody is asked. */
  void silent(DelegateExecution execution, Instant since) {
    var asked = ASKED.find(execution).orElse(0);
    if (!isUnanswered(execution) && clock.instant().isBefore(since.plus(askAfter(asked)))) {
      LOOK.set(execution, "wait");
    } else {
      ask(execution);
    }
    next(execution);
  }

  /** Somebody is asked now, whoever was not asked last. */
  void askNow(DelegateExecution execution) {
    ask(execution);
    next(execution);
  }

  /** Nobody is asked; it is looked again soon. */
  void lookAgain(DelegateExecution execution) {
    LOOK.set(execution, "wait");
    next(execution);
  }

  /** Nobody is asked, as nothing depends on the device; it does not count as a look. */
  void lookAgainIn(DelegateExecution execution, Duration wait) {
    LOOK.set(execution, "wait");
    NEXT_LOOK.set(execution, wait.toString());
  }

  /** A question that ended with the next look goes on to somebody else, so that one is open. */
  private static boolean isUnanswered(DelegateExecution execution) {
    return LOOK.find(execution).filter("ask"::equals).isPresent()
        && DECISION.find(execution).orElse("").isEmpty();
  }

  private static void ask(DelegateExecution execution) {
    if (!isUnanswered(execution)) {
      ASKED.set(execution, ASKED.find(execution).orElse(0) + 1);
    }
    var last = ASKERS.indexOf(ASKER.find(execution).orElse(""));
    ASKER.set(execution, ASKERS.get((last + 1) % ASKERS.size()));
    LOOK.set(execution, "ask");
    DECISION.set(execution, "");
  }

  private void next(DelegateExecution execution) {
    var looks = LOOKS.find(execution).orElse(0);
    NEXT_LOOK.set(execution, rung(waits.deviceLooks(), looks).toString());
    LOOKS.set(execution, looks + 1);
  }

  /** The last span goes on for good, each time as much later. */
  private Duration askAfter(int asked) {
    var ages = waits.chaseAfter();
    var last = ages.get(ages.size() - 1);
    return asked < ages.size()
        ? ages.get(asked)
        : last.plus(waits.chaseAgain().multipliedBy(asked - ages.size() + 1L));
  }

  private static Duration rung(List<Duration> rungs, int number) {
    return rungs.get(Math.min(number, rungs.size() - 1));
  }
}
