package io.muster.lifecycle.offboarding;

import io.muster.leavers.LeaverClock;
import io.muster.ledger.Outcome;
import io.muster.ledger.Outcomes;
import io.muster.lifecycle.CaseMessages;
import io.muster.lifecycle.Cases;
import io.muster.lifecycle.LifecycleProcess;
import io.muster.lifecycle.LifecycleVariables;
import io.muster.lifecycle.WaitProperties;
import io.muster.lifecycle.shared.Accounts.Place;
import io.muster.people.Departures;
import io.muster.people.EmployeeId;
import io.muster.people.EmploymentChange;
import io.muster.people.EmploymentChange.Terminated;
import io.muster.people.Worker;
import io.muster.people.Workforce;
import io.muster.process.DiagramNeed;
import io.muster.process.ProcessVariable;
import io.muster.process.Step;
import io.muster.remote.RemoteFailure;
import io.muster.safety.WipeSafety;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The vocabulary of offboarding, and the way into it. */
@Component
class Offboarding implements LifecycleProcess {
  static final String KEY = "offboarding";

  /** Where a case ends that has seen everything gone. */
  private static final String OFFBOARDED = "offboarded";

  /** Why the person leaves. */
  static final ProcessVariable<String> REASON = ProcessVariable.text("reason");

  /** True once anything has been done about it. */
  static final ProcessVariable<Boolean> BEGUN = ProcessVariable.flag("begun");

  /** The devices written down before anything was taken away. */
  static final ProcessVariable<List<String>> DEVICES = ProcessVariable.texts("devices");

  /** True once they are locked and cut off. */
  static final ProcessVariable<Boolean> CONTAINED = ProcessVariable.flag("contained");

  /** What runs in the leaver's name, for operators; empty if nothing does. */
  static final ProcessVariable<String> IN_THEIR_NAME = ProcessVariable.text("inTheirName");

  /** True if it has to get another owner before the account is barred. */
  static final ProcessVariable<Boolean> HAND_OVER_DUE = ProcessVariable.flag("handOverDue");

  /** When the account is barred whether it has one or not, an ISO 8601 instant. */
  static final ProcessVariable<String> HAND_OVER_UNTIL = ProcessVariable.text("handOverUntil");

  /** The same for people. */
  static final ProcessVariable<String> HAND_OVER_BY = ProcessVariable.text("handOverBy");

  // what one branch knows about its device
  static final ProcessVariable<String> DEVICE_NAME = ProcessVariable.text("deviceName");
  static final ProcessVariable<String> DEVICE_MODEL = ProcessVariable.text("deviceModel");
  static final ProcessVariable<String> SERIAL = ProcessVariable.text("serial");
  static final ProcessVariable<String> PLATFORM = ProcessVariable.text("platform");
  static final ProcessVariable<String> OWNERSHIP = ProcessVariable.text("ownership");
  static final ProcessVariable<String> OWNER = ProcessVariable.text("owner");
  static final ProcessVariable<String> OWNER_SHOWN = ProcessVariable.text("ownerShown");
  static final ProcessVariable<String> CLAIM = ProcessVariable.text("claim");
  static final ProcessVariable<String> SHARED = ProcessVariable.text("shared");
  static final ProcessVariable<String> RECOVERY_KEY = ProcessVariable.text("recoveryKey");
  static final ProcessVariable<Boolean> REASSIGNED = ProcessVariable.flag("reassigned");
  static final ProcessVariable<String> DEVICE_FACTS = ProcessVariable.text("deviceFacts");
  static final ProcessVariable<String> OTHER_NUMBERS = ProcessVariable.text("otherNumbers");
  static final ProcessVariable<String> ENROLLED_AT = ProcessVariable.text("enrolledAt");
  static final ProcessVariable<String> LAST_SEEN = ProcessVariable.text("lastSeen");
  static final ProcessVariable<Boolean> LEGAL_HOLD = ProcessVariable.flag("legalHold");

  // what the decision table says about it
  static final ProcessVariable<String> WIPE_KIND = ProcessVariable.text("wipeKind");
  static final ProcessVariable<String> APPROVAL = ProcessVariable.text("approval");
  static final ProcessVariable<String> APPROVERS = ProcessVariable.text("approvers");
  static final ProcessVariable<String> APPROVAL_TIMEOUT = ProcessVariable.text("approvalTimeout");
  static final ProcessVariable<String> APPROVAL_REMINDER = ProcessVariable.text("approvalReminder");
  static final ProcessVariable<String> ON_SILENCE = ProcessVariable.text("onSilence");

  // how far it has come
  static final ProcessVariable<String> PLAN = ProcessVariable.text("plan");
  static final ProcessVariable<Boolean> ONE_MORE_HAS_TO_AGREE =
      ProcessVariable.flag("oneMoreHasToAgree");
  static final ProcessVariable<String> APPROVAL_DEADLINE = ProcessVariable.text("approvalDeadline");
  static final ProcessVariable<String> ANSWER_BY = ProcessVariable.text("answerBy");
  static final ProcessVariable<String> WHAT_IS_ERASED = ProcessVariable.text("whatIsErased");
  static final ProcessVariable<String> IF_NOBODY_ANSWERS = ProcessVariable.text("ifNobodyAnswers");
  static final ProcessVariable<String> WARRANT = ProcessVariable.text("warrant");
  static final ProcessVariable<String> WIPE_SENT_AT = ProcessVariable.text("wipeSentAt");
  static final ProcessVariable<String> WIPE_SENT_SHOWN = ProcessVariable.text("wipeSentShown");
  static final ProcessVariable<Boolean> WIPED = ProcessVariable.flag("wiped");
  static final ProcessVariable<Integer> WIPE_CHECKS = ProcessVariable.count("wipeChecks");

  // looking again and again
  static final ProcessVariable<String> LOOK = ProcessVariable.text("look");
  static final ProcessVariable<Integer> LOOKS = ProcessVariable.count("looks");
  static final ProcessVariable<String> NEXT_LOOK = ProcessVariable.text("nextLook");
  static final ProcessVariable<String> ASKER = ProcessVariable.text("asker");
  static final ProcessVariable<Integer> ASKED = ProcessVariable.count("asked");

  /** The person's users in device management. */
  static final ProcessVariable<List<String>> DEVICE_USERS = ProcessVariable.texts("deviceUsers");

  /** What may be the person's, for whoever has to say; empty if nothing. */
  static final ProcessVariable<String> UNCLEAR = ProcessVariable.text("unclear");

  /** About what somebody has said already whose it is. */
  static final ProcessVariable<String> UNCLEAR_SETTLED = ProcessVariable.text("unclearSettled");

  /** Devices that were decided upon once more, as they are shown to be the leaver's by now. */
  static final ProcessVariable<List<String>> OFFERED_AGAIN = ProcessVariable.texts("offeredAgain");

  /** The devices that a person says are the leaver's, as numbers with commas between. */
  static final ProcessVariable<String> THEIR_DEVICES = ProcessVariable.text("theirDevices");

  /** The offboarding that a sweep or a question about a return belongs to. */
  static final ProcessVariable<String> OFFBOARDING_CASE = LifecycleVariables.OFFBOARDING_CASE;

  /** How many looks afterwards have been made. */
  static final ProcessVariable<Integer> SWEEPS = ProcessVariable.count("sweeps");

  /** The timer that gives the devices their head start. */
  static final String DEVICE_HEAD_START = "deviceHeadStart";

  private final Workforce workforce;
  private final Departures departures;
  private final WaitProperties waits;
  private final Clock now;
  private final ObjectProvider<WipeSafety> safety;
  private final ObjectProvider<Outcomes> outcomes;
  private final ObjectProvider<LeaverClock> clock;
  private final ObjectProvider<Cases> cases;

  Offboarding(
      Workforce workforce,
      Departures departures,
      WaitProperties waits,
      Clock now,
      ObjectProvider<WipeSafety> safety,
      ObjectProvider<Outcomes> outcomes,
      ObjectProvider<LeaverClock> clock,
      ObjectProvider<Cases> cases) {
    this.workforce = workforce;
    this.departures = departures;
    this.waits = waits;
    this.now = now;
    this.safety = safety;
    this.outcomes = outcomes;
    this.clock = clock;
    this.cases = cases;
  }

  @Override
  public String key() {
    return KEY;
  }

  @Override
  public String eventType() {
    return "worker.terminated";
  }

  @Override
  public Class<Terminated> startedBy() {
    return Terminated.class;
  }

  @Override
  public String beginsAt() {
    return "effective";
  }

  @Override
  public Optional<String> whyNotCancelled() {
    return Optional.of(
        "A leaver's case is ended by HR alone. Have HR rescind the termination: what was done is given back. To keep a device from being wiped, answer its question with no, or place a legal hold.");
  }

  @Override
  public Optional<Instant> beginsFor(EmployeeId employee) {
    return departures.lastDayEnds(employee, waits.zone());
  }

  @Override
  public Map<String, Object> startingWith(EmploymentChange change) {
    var terminated = (Terminated) change;
    var variables = new HashMap<>(starting(change, effectiveAt(terminated)));
    variables.put(REASON.name(), terminated.reason().name());
    variables.put(LifecycleVariables.IMMEDIATE.name(), terminated.immediate());
    variables.put(BEGUN.name(), false);
    variables.put(CONTAINED.name(), false);
    return variables;
  }

  /** The end of the last day where the person works, or now. */
  private Instant effectiveAt(Terminated terminated) {
    if (terminated.immediate()) {
      return now.instant();
    }
    var zone =
        Optional.ofNullable(terminated.zone())
            .or(() -> workforce.find(terminated.employee()).map(Worker::zone))
            .orElse(waits.zone());
    return terminated.lastDay().plusDays(1).atStartOfDay(zone).toInstant();
  }

  /** Nobody counts as offboarded who was not seen gone. */
  @Override
  public void beforeEndEvent(DelegateExecution execution) {
    if (!execution.getCurrentActivityId().equals(OFFBOARDED)) {
      return;
    }
    var caseId = Step.caseId(execution);
    closeByAnswer(execution, caseId);
    var open = outcomes.getObject().unsettled(caseId);
    if (!open.isEmpty()) {
      throw new RemoteFailure.Refused(
          "This offboarding cannot end: %s. Have it read back, or closed by a person with a reason."
              .formatted(LeaverOutcomes.words(open)));
    }
    demandNothingPending(caseId);
    clock.getObject().ends(caseId, "offboarded");
  }

  /** Nothing that may still fire is left behind. */
  @Override
  public void beforeEnd(DelegateExecution execution) {
    var caseId = Step.caseId(execution);
    demandNothingPending(caseId);
    clock.getObject().ends(caseId, "not offboarded");
  }

  private void demandNothingPending(String caseId) {
    if (!isOvertaken(caseId)) {
      safety.getObject().demandNothingPending(caseId);
    }
  }

  /**
   * The next case of the same person goes on with what this one leaves, and must not wait for it.
   */
  private boolean isOvertaken(String caseId) {
    return safety
        .getObject()
        .leaving(caseId)
        .flatMap(leaving -> cases.getObject().running(KEY, leaving.employee()))
        .filter(running -> !running.equals(caseId))
        .isPresent();
  }

  /**
   * On the diagram of one piece a person's word that it is left so leads straight to the end. In
   * the processes of today such words stay where they were said.
   */
  private void closeByAnswer(DelegateExecution execution, String caseId) {
    var by = LifecycleVariables.ANSWERED_BY.find(execution);
    if (by.isEmpty() || !LifecycleVariables.DECISION.find(execution).equals(Optional.of("goOn"))) {
      return;
    }
    var employee = LifecycleVariables.EMPLOYEE.in(execution);
    var words =
        "left so by %s: %s"
            .formatted(by.get(), LifecycleVariables.COMMENT.find(execution).orElse(""));
    var all = outcomes.getObject();
    all.unsettled(caseId)
        .forEach(
            open ->
                all.say(caseId, employee, open.kind(), open.target(), Outcome.State.CLOSED, words));
  }

  /** An offboarding is ended for another one only while it is being undone. */
  @Override
  public DiagramNeed endsWhenPersonLeaves() {
    return DiagramNeed.interruptionWithin(
        CaseMessages.LEAVING_TAKEN_BACK,
        CaseMessages.PERSON_LEAVES,
        "whoever leaves after all is offboarded anew, and code tells by it that the first"
            + " offboarding is being undone");
  }

  @Override
  public List<DiagramNeed> needs() {
    return Stream.concat(
            LifecycleProcess.super.needs().stream(),
            Stream.of(
                DiagramNeed.interruption(
                    CaseMessages.LEAVING_TAKEN_BACK,
                    "an offboarding that HR takes back is undone with it"),
                DiagramNeed.end(OFFBOARDED, "a case that ends there must have seen every outcome"),
                DiagramNeed.timerBesideCall(
                    DEVICE_HEAD_START,
                    OffboardingParts.CONTAIN_DEVICES,
                    "accounts that need not wait any longer are let go on from there"),
                TellNotContained.IDS))
        .toList();
  }

  @Override
  public List<ProcessVariable<?>> variables() {
    return Stream.concat(
            LifecycleVariables.all().stream(),
            Stream.of(
                LifecycleVariables.EFFECTIVE_AT,
                LifecycleVariables.EXPECTED_GROUPS,
                BEGUN,
                REASON,
                LifecycleVariables.IMMEDIATE,
                Place.ALL,
                DEVICES,
                CONTAINED,
                IN_THEIR_NAME,
                HAND_OVER_DUE,
                HAND_OVER_UNTIL,
                HAND_OVER_BY,
                DEVICE_NAME,
                DEVICE_MODEL,
                SERIAL,
                PLATFORM,
                OWNERSHIP,
                OWNER,
                OWNER_SHOWN,
                CLAIM,
                SHARED,
                RECOVERY_KEY,
                REASSIGNED,
                DEVICE_FACTS,
                OTHER_NUMBERS,
                ENROLLED_AT,
                LAST_SEEN,
                LEGAL_HOLD,
                WIPE_KIND,
                APPROVAL,
                APPROVERS,
                APPROVAL_TIMEOUT,
                APPROVAL_REMINDER,
                ON_SILENCE,
                PLAN,
                ONE_MORE_HAS_TO_AGREE,
                APPROVAL_DEADLINE,
                ANSWER_BY,
                WHAT_IS_ERASED,
                IF_NOBODY_ANSWERS,
                WARRANT,
                WIPE_SENT_AT,
                WIPE_SENT_SHOWN,
                WIPED,
                WIPE_CHECKS,
                LOOK,
                LOOKS,
                NEXT_LOOK,
                ASKER,
                ASKED,
                DEVICE_USERS,
                UNCLEAR,
                UNCLEAR_SETTLED,
                OFFERED_AGAIN,
                THEIR_DEVICES,
                OFFBOARDING_CASE,
                SWEEPS))
        .toList();
  }
}
