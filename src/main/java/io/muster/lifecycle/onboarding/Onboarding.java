package io.muster.lifecycle.onboarding;

import io.muster.lifecycle.CaseMessages;
import io.muster.lifecycle.LifecycleProcess;
import io.muster.lifecycle.LifecycleVariables;
import io.muster.lifecycle.WaitProperties;
import io.muster.lifecycle.shared.Assignment;
import io.muster.people.EmployeeId;
import io.muster.people.EmploymentChange;
import io.muster.people.EmploymentChange.Hired;
import io.muster.people.Worker;
import io.muster.people.Workforce;
import io.muster.process.DiagramNeed;
import io.muster.process.ProcessVariable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The vocabulary of onboarding, and the way into it. */
@Component
class Onboarding implements LifecycleProcess {
  static final String KEY = "onboarding";

  /** When onboarding begins, an ISO 8601 instant. */
  static final ProcessVariable<String> PRE_HIRE_OPENS_AT = ProcessVariable.text("preHireOpensAt");

  /** The groups the rules should put the person into. */
  static final ProcessVariable<List<String>> EXPECTED_GROUPS = LifecycleVariables.EXPECTED_GROUPS;

  /** True once the person is in all of them. */
  static final ProcessVariable<Boolean> GROUPS_READY = ProcessVariable.flag("groupsReady");

  /** The ones still missing, for people. */
  static final ProcessVariable<String> MISSING_GROUPS = ProcessVariable.text("missingGroups");

  /** Why they are missing, for people. */
  static final ProcessVariable<String> MISSING_GROUPS_REASON =
      ProcessVariable.text("missingGroupsReason");

  /** Whose device the person is to have: corporate, personal or none. */
  static final ProcessVariable<String> DEVICE_DUE = ProcessVariable.text("deviceDue");

  /** How often the person was asked to enrol, not counting reminders. */
  static final ProcessVariable<Integer> REQUESTS = ProcessVariable.count("enrolmentRequests");

  /** How often the person was reminded. */
  static final ProcessVariable<Integer> REMINDERS = ProcessVariable.count("enrolmentReminders");

  /** True once a device of the right person is enrolled. */
  static final ProcessVariable<Boolean> ENROLLED = ProcessVariable.flag("enrolled");

  /** The enrolled devices with a login window. */
  static final ProcessVariable<List<String>> COMPUTERS = ProcessVariable.texts("computers");

  /** One of them. */
  static final ProcessVariable<Computer> COMPUTER =
      ProcessVariable.text(LifecycleVariables.DEVICE.name(), Computer::read, Computer::toString);

  /** The policy that brings Access onto it. */
  static final ProcessVariable<String> ACCESS_POLICY = ProcessVariable.text("accessPolicy");

  /** True once Access was seen on it. */
  static final ProcessVariable<Boolean> ACCESS_SEEN = ProcessVariable.flag("accessSeen");

  /** What people call it. */
  static final ProcessVariable<String> DEVICE_LABEL = ProcessVariable.text("deviceLabel");

  private final Workforce workforce;
  private final WaitProperties waits;

  Onboarding(Workforce workforce, WaitProperties waits) {
    this.workforce = workforce;
    this.waits = waits;
  }

  @Override
  public String key() {
    return KEY;
  }

  @Override
  public String eventType() {
    return "worker.hired";
  }

  @Override
  public Class<Hired> startedBy() {
    return Hired.class;
  }

  @Override
  public String beginsAt() {
    return "preHireWindowOpens";
  }

  @Override
  public ProcessVariable<String> beginsWhen() {
    return PRE_HIRE_OPENS_AT;
  }

  @Override
  public Set<String> waitsForDirectory() {
    return Set.of("waitForRules");
  }

  @Override
  public Set<String> safeSteps() {
    return Set.of("expectGroups", "assignPolicies", "chooseDevice");
  }

  @Override
  public Optional<Instant> beginsFor(EmployeeId employee) {
    return workforce.find(employee).map(this::opens);
  }

  private Instant opens(Worker worker) {
    return worker.startDate().atStartOfDay(worker.zone()).toInstant().minus(waits.preHire());
  }

  @Override
  public Map<String, Object> startingWith(EmploymentChange change) {
    var worker = ((Hired) change).worker();
    return starting(change, opens(worker));
  }

  @Override
  public List<DiagramNeed> needs() {
    return Stream.concat(
            LifecycleProcess.super.needs().stream(),
            Stream.of(
                DiagramNeed.interruption(
                    CaseMessages.HIRE_TAKEN_BACK,
                    "a hire that HR takes back before anything was done ends with it"),
                DiagramNeed.answer(
                    DEVICE_DUE,
                    "a transfer or a leave of the same person waits until it is there")))
        .toList();
  }

  @Override
  public List<ProcessVariable<?>> variables() {
    return Stream.concat(
            LifecycleVariables.all().stream(),
            Stream.of(
                PRE_HIRE_OPENS_AT,
                EXPECTED_GROUPS,
                GROUPS_READY,
                MISSING_GROUPS,
                MISSING_GROUPS_REASON,
                Assignment.ALL,
                DEVICE_DUE,
                REQUESTS,
                REMINDERS,
                ENROLLED,
                COMPUTERS,
                ACCESS_POLICY,
                ACCESS_SEEN,
                DEVICE_LABEL))
        .toList();
  }
}
