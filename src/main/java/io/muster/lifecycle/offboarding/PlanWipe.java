package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.LifecycleVariables.DEVICE;
import static io.muster.lifecycle.offboarding.Offboarding.ANSWER_BY;
import static io.muster.lifecycle.offboarding.Offboarding.APPROVAL;
import static io.muster.lifecycle.offboarding.Offboarding.APPROVAL_DEADLINE;
import static io.muster.lifecycle.offboarding.Offboarding.APPROVAL_TIMEOUT;
import static io.muster.lifecycle.offboarding.Offboarding.ENROLLED_AT;
import static io.muster.lifecycle.offboarding.Offboarding.IF_NOBODY_ANSWERS;
import static io.muster.lifecycle.offboarding.Offboarding.ON_SILENCE;
import static io.muster.lifecycle.offboarding.Offboarding.OTHER_NUMBERS;
import static io.muster.lifecycle.offboarding.Offboarding.OWNER;
import static io.muster.lifecycle.offboarding.Offboarding.OWNERSHIP;
import static io.muster.lifecycle.offboarding.Offboarding.PLAN;
import static io.muster.lifecycle.offboarding.Offboarding.SERIAL;
import static io.muster.lifecycle.offboarding.Offboarding.WHAT_IS_ERASED;
import static io.muster.lifecycle.offboarding.Offboarding.WIPE_KIND;

import io.muster.lifecycle.shared.Moments;
import io.muster.process.Step;
import io.muster.remote.Lane;
import io.muster.safety.Claim;
import io.muster.safety.DeviceFacts;
import io.muster.safety.DeviceId;
import io.muster.safety.Known;
import io.muster.safety.Ownership;
import io.muster.safety.WipeKind;
import io.muster.safety.WipePlan;
import io.muster.safety.WipePlan.OnSilence;
import io.muster.safety.WipeSafety;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Writes the wipe plan: exactly what is to be erased, who has to agree, and what silence means. */
@Component
class PlanWipe extends Step {
  private final WipeSafety safety;
  private final Clock clock;
  private final Moments moments;

  PlanWipe(WipeSafety safety, Clock clock, Moments moments) {
    this.safety = safety;
    this.clock = clock;
    this.moments = moments;
  }

  @Override
  protected Lane lane() {
    return Lane.WIPE;
  }

  @Override
  protected void run(DelegateExecution execution) {
    if (mayStay(execution)) {
      // neither the table nor silence knows whether this person leaves at all
      APPROVAL.set(execution, "one");
      if (PlanWords.onSilence(ON_SILENCE.in(execution)) == OnSilence.WIPE) {
        ON_SILENCE.set(execution, "keepLocked");
      }
    }
    var kind = WipeKind.valueOf(shouted(WIPE_KIND.in(execution)));
    var approval =
        APPROVAL.in(execution).equals("none")
            ? WipePlan.Approval.NONE
            : WipePlan.Approval.ONE_PERSON;
    var deadline =
        approval == WipePlan.Approval.NONE
            ? null
            : clock.instant().plus(Duration.parse(APPROVAL_TIMEOUT.in(execution)));
    var onSilence = PlanWords.onSilence(ON_SILENCE.in(execution));
    var plan =
        new WipePlan(
            execution.getProcessInstanceId(),
            EMPLOYEE.in(execution),
            facts(execution),
            Claim.THEIRS,
            kind,
            approval,
            deadline,
            onSilence);
    PLAN.set(execution, safety.plan(plan));
    APPROVAL_DEADLINE.set(execution, deadline == null ? "" : deadline.toString());
    ANSWER_BY.set(execution, moments.shown(deadline));
    WHAT_IS_ERASED.set(execution, PlanWords.erased(kind));
    IF_NOBODY_ANSWERS.set(execution, PlanWords.silence(onSilence));
  }

  private static boolean mayStay(DelegateExecution execution) {
    return OTHER_NUMBERS
        .find(execution)
        .filter(said -> !said.equals(OtherNumbers.NONE))
        .isPresent();
  }

  private static DeviceFacts facts(DelegateExecution execution) {
    var owner = OWNER.in(execution);
    var enrolledAt = ENROLLED_AT.in(execution);
    return new DeviceFacts(
        DeviceId.of(DEVICE.in(execution)),
        SERIAL.in(execution),
        owner.isEmpty() ? null : owner,
        Ownership.valueOf(shouted(OWNERSHIP.in(execution))),
        enrolledAt.isEmpty() ? null : Instant.parse(enrolledAt),
        true,
        null,
        Known.UNKNOWN,
        Known.UNKNOWN);
  }

  private static String shouted(String word) {
    return word.toUpperCase(Locale.ROOT);
  }
}
