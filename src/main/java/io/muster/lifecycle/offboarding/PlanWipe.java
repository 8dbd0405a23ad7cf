package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.LifecycleVariables.DEVICE;
import static io.muster.lifecycle.offboarding.Offboarding.ANSWER_BY;
import static io.muster.lifecycle.offboarding.Offboarding.APPROVAL;
import static io.muster.lifecycle.offboarding.Offboarding.APPROVAL_DEADLINE;
import static io.muster.lifecycle.offboarding.Offboarding.APPROVAL_REMINDER;
import static io.muster.lifecycle.offboarding.Offboarding.APPROVAL_TIMEOUT;
import static io.muster.lifecycle.offboarding.Offboarding.APPROVERS;
import static io.muster.lifecycle.offboarding.Offboarding.IF_NOBODY_ANSWERS;
import static io.muster.lifecycle.offboarding.Offboarding.ON_SILENCE;
import static io.muster.lifecycle.offboarding.Offboarding.OTHER_NUMBERS;
import static io.muster.lifecycle.offboarding.Offboarding.OWNER;
import static io.muster.lifecycle.offboarding.Offboarding.PLAN;
import static io.muster.lifecycle.offboarding.Offboarding.SERIAL;
import static io.muster.lifecycle.offboarding.Offboarding.WHAT_IS_ERASED;
import static io.muster.lifecycle.offboarding.Offboarding.WIPE_KIND;

import io.muster.devices.Device;
import io.muster.devices.DeviceFleet;
import io.muster.ledger.Outcome;
import io.muster.lifecycle.shared.Moments;
import io.muster.process.Step;
import io.muster.remote.CallPriority;
import io.muster.remote.RemoteFailure;
import io.muster.safety.DeviceFacts;
import io.muster.safety.DeviceId;
import io.muster.safety.EnoughApprovers;
import io.muster.safety.WipePlan;
import io.muster.safety.WipeSafety;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Writes the wipe plan: exactly what is to be erased, who has to agree, and what silence means. */
@Component
class PlanWipe extends Step {
  private final DeviceFleet fleet;
  private final WipeSafety safety;
  private final LeaverOutcomes outcomes;
  private final EnoughApprovers enough;
  private final NotSecured notSecured;
  private final Clock clock;
  private final Moments moments;

  PlanWipe(
      DeviceFleet fleet,
      WipeSafety safety,
      EnoughApprovers enough,
      NotSecured notSecured,
      LeaverOutcomes outcomes,
      Clock clock,
      Moments moments) {
    this.fleet = fleet;
    this.safety = safety;
    this.enough = enough;
    this.notSecured = notSecured;
    this.outcomes = outcomes;
    this.clock = clock;
    this.moments = moments;
  }

  @Override
  protected CallPriority lane() {
    return CallPriority.WIPE;
  }

  @Override
  protected void run(DelegateExecution execution) {
    demandWords(execution);
    var live = live(execution);
    var claim = safety.claim(Step.caseId(execution), live);
    var kind = PlanWords.kind(WIPE_KIND.in(execution));
    var question =
        new WipeQuestion(APPROVAL.in(execution), ON_SILENCE.in(execution))
            .asked(
                WipeQuestion.needsAPerson(
                    live,
                    claim,
                    kind,
                    safety.reassignedLately(live).isPresent(),
                    mayStay(execution)));
    APPROVAL.set(execution, question.approval());
    ON_SILENCE.set(execution, question.onSilence());
    var approval = PlanWords.approval(APPROVAL.in(execution));
    var deadline =
        approval == WipePlan.Approval.NONE
            ? null
            : clock.instant().plus(Duration.parse(APPROVAL_TIMEOUT.in(execution)));
    var onSilence = PlanWords.onSilence(ON_SILENCE.in(execution));
    var plan =
        new WipePlan(
            Step.caseId(execution),
            EMPLOYEE.in(execution),
            live,
            claim,
            kind,
            approval,
            deadline,
            onSilence,
            approvers(execution));
    var number = safety.plan(plan);
    PLAN.set(execution, number);
    enough
        .whyNotEnough(number)
        .ifPresent(why -> notSecured.tellTooFew(EMPLOYEE.in(execution), DEVICE.in(execution), why));
    APPROVAL_DEADLINE.set(execution, deadline == null ? "" : deadline.toString());
    ANSWER_BY.set(execution, moments.shown(deadline));
    WHAT_IS_ERASED.set(execution, PlanWords.erased(kind));
    IF_NOBODY_ANSWERS.set(execution, PlanWords.silence(onSilence));
    outcomes.say(
        execution,
        LeaverOutcomes.of(kind),
        DEVICE.in(execution),
        Outcome.State.REQUESTED,
        approval == WipePlan.Approval.NONE ? "planned" : "waits for somebody to agree");
  }

  private static Set<String> approvers(DelegateExecution execution) {
    return Stream.of(APPROVERS.in(execution).split(",", -1))
        .map(String::strip)
        .filter(group -> !group.isEmpty())
        .collect(Collectors.toSet());
  }

  /** Whatever a table says that nobody understands is corrected before anything is planned. */
  private static void demandWords(DelegateExecution execution) {
    for (var answer :
        List.of(WIPE_KIND, APPROVAL, APPROVERS, APPROVAL_TIMEOUT, APPROVAL_REMINDER, ON_SILENCE)) {
      try {
        WipeDecisionWords.WORDS.demand(answer.name(), answer.find(execution).orElse(null));
      } catch (RemoteFailure.Misconfigured unknown) {
        // the answer is kept in the case: only looking again asks the corrected table
        throw new RemoteFailure.Refused(String.valueOf(unknown.getMessage()), unknown);
      }
    }
  }

  /** Neither the table nor silence knows whether this person leaves at all. */
  private static boolean mayStay(DelegateExecution execution) {
    return OTHER_NUMBERS
        .find(execution)
        .filter(said -> !said.equals(OtherNumbers.NONE))
        .isPresent();
  }

  /** The device as it is now; what the forms show must be it. */
  private DeviceFacts live(DelegateExecution execution) {
    var id = DeviceId.of(DEVICE.in(execution));
    var device =
        fleet
            .read(id)
            .filter(Device::enrolled)
            .orElseThrow(
                () -> new RemoteFailure.Refused("Device %s is no longer managed.".formatted(id)));
    var owner = device.owner() == null ? "" : device.owner().value();
    if (!Objects.equals(device.serial(), SERIAL.in(execution))
        || !owner.equals(OWNER.in(execution))) {
      throw new RemoteFailure.Refused(
          "Device %s has changed since it was looked at. Look again.".formatted(id));
    }
    return device.facts();
  }
}
