package io.muster.lifecycle.leave;

import io.muster.lifecycle.CaseMessages;
import io.muster.lifecycle.CurrentLeave;
import io.muster.lifecycle.LifecycleProcess;
import io.muster.lifecycle.LifecycleVariables;
import io.muster.lifecycle.shared.Accounts.Place;
import io.muster.people.EmployeeId;
import io.muster.people.EmploymentChange;
import io.muster.people.EmploymentChange.LeaveStarted;
import io.muster.people.Leaves.Period;
import io.muster.process.DiagramNeed;
import io.muster.process.ProcessVariable;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The vocabulary of leave, and the way into it. */
@Component
class Leave implements LifecycleProcess {
  static final String KEY = "leave";

  /** What is to be done about the leave: {@code now}, {@code later}, {@code wait} or none. */
  static final ProcessVariable<String> BEGINNING = ProcessVariable.text("beginning");

  /** Of what kind the leave is, in HR's words. */
  static final ProcessVariable<String> KIND = ProcessVariable.text("leaveKind");

  /** What the decision table says: keep, or suspendAccount. */
  static final ProcessVariable<String> DURING_LEAVE = ProcessVariable.text("duringLeave");

  /** True while no other case of the person may touch the account. */
  static final ProcessVariable<Boolean> ACCOUNT_HELD = ProcessVariable.flag("accountHeld");

  /** True from when the accounts are being barred until they are opened again. */
  static final ProcessVariable<Boolean> BARRED = ProcessVariable.flag("accountBarred");

  /** How long the person stays away: {@code over}, {@code known} or {@code open}. */
  static final ProcessVariable<String> RETURN = ProcessVariable.text("comingBack");

  /** When the person is back, an ISO 8601 instant, once HR has said. */
  static final ProcessVariable<String> RETURN_AT = ProcessVariable.text("returnAt");

  /** True if HR speaks of another leave. */
  static final ProcessVariable<Boolean> ANOTHER_LEAVE = ProcessVariable.flag("anotherLeave");

  private final CurrentLeave leave;
  private final Clock clock;

  Leave(CurrentLeave leave, Clock clock) {
    this.leave = leave;
    this.clock = clock;
  }

  @Override
  public String key() {
    return KEY;
  }

  @Override
  public String eventType() {
    return "worker.leaveStarted";
  }

  @Override
  public Class<LeaveStarted> startedBy() {
    return LeaveStarted.class;
  }

  @Override
  public String beginsAt() {
    return "leaveBegins";
  }

  @Override
  public Optional<Instant> beginsFor(EmployeeId employee) {
    return leave.of(employee).map(Period::begins);
  }

  /** When to begin is what HR's words come to, whichever of them this is. */
  @Override
  public Map<String, Object> startingWith(EmploymentChange change) {
    return starting(change, beginsFor(change.employee()).orElseGet(clock::instant));
  }

  @Override
  public List<DiagramNeed> needs() {
    return Stream.concat(
            LifecycleProcess.super.needs().stream(),
            Stream.of(
                DiagramNeed.message(
                    CaseMessages.LEAVE_NEWS, "what HR says about the return is told with it")))
        .toList();
  }

  @Override
  public List<ProcessVariable<?>> variables() {
    return Stream.concat(
            LifecycleVariables.all().stream(),
            Stream.of(
                LifecycleVariables.EFFECTIVE_AT,
                BEGINNING,
                KIND,
                DURING_LEAVE,
                ACCOUNT_HELD,
                BARRED,
                Place.ALL,
                RETURN,
                RETURN_AT,
                ANOTHER_LEAVE))
        .toList();
  }
}
