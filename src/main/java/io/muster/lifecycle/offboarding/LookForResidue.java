package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.LifecycleVariables.DECISION;
import static io.muster.lifecycle.LifecycleVariables.PROBLEM;
import static io.muster.lifecycle.offboarding.Offboarding.LOOK;
import static io.muster.lifecycle.offboarding.Offboarding.NEXT_LOOK;
import static io.muster.lifecycle.offboarding.Offboarding.OFFBOARDING_CASE;
import static io.muster.lifecycle.offboarding.Offboarding.SWEEPS;

import io.muster.devices.Device;
import io.muster.devices.DeviceFleet;
import io.muster.devices.Progress;
import io.muster.directory.Directories;
import io.muster.ledger.Outcome;
import io.muster.ledger.Outcome.Kind;
import io.muster.ledger.Outcome.State;
import io.muster.ledger.Outcomes;
import io.muster.lifecycle.shared.Accounts;
import io.muster.lifecycle.shared.Accounts.Found;
import io.muster.lifecycle.shared.StillLeaving;
import io.muster.people.EmployeeId;
import io.muster.process.Step;
import io.muster.remote.CallPriority;
import io.muster.safety.DeviceId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/**
 * Looks whether anything of somebody who was offboarded is open again: accounts, groups, devices,
 * new enrolments.
 */
@Component
class LookForResidue extends Step {
  private static final String ENROLLED_ANEW = " was wiped and is enrolled again";
  private static final String NEVER_WIPED =
      " and was never wiped, so it is left alone and may hold what was the leaver's";
  private static final String GONE =
      " left device management without an order of ours and is out of reach";

  /** What nobody can undo here. */
  private static final List<String> ASKED_ONCE = List.of(ENROLLED_ANEW, NEVER_WIPED, GONE);

  private final Accounts accounts;
  private final UnnumberedAccounts unnumbered;
  private final DeviceFleet fleet;
  private final Traces traces;
  private final Directories directories;
  private final Outcomes outcomes;
  private final StillLeaving stillLeaving;
  private final Sweeps sweeps;
  private final NotSecured notSecured;
  private final Reach reach;

  LookForResidue(
      Accounts accounts,
      UnnumberedAccounts unnumbered,
      DeviceFleet fleet,
      Traces traces,
      Directories directories,
      Outcomes outcomes,
      StillLeaving stillLeaving,
      Sweeps sweeps,
      NotSecured notSecured,
      Reach reach) {
    this.accounts = accounts;
    this.unnumbered = unnumbered;
    this.fleet = fleet;
    this.traces = traces;
    this.directories = directories;
    this.outcomes = outcomes;
    this.stillLeaving = stillLeaving;
    this.sweeps = sweeps;
    this.notSecured = notSecured;
    this.reach = reach;
  }

  @Override
  protected CallPriority lane() {
    return CallPriority.VERIFICATION;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var employee = EMPLOYEE.in(execution);
    notSecured.nobodyIsAsked(execution);
    var over = stillLeaving.whyOver(execution);
    if (over.isPresent()) {
      PROBLEM.set(execution, over.get());
      LOOK.set(execution, "over");
      return;
    }
    var open = open(execution, employee);
    var next = SWEEPS.in(execution) + 1;
    var answered = DECISION.find(execution).isPresent() ? PROBLEM.find(execution).orElse("") : "";
    var words = String.join("; ", open);
    // what nobody can undo, such as a device that was set up anew, is asked about once
    if (!open.isEmpty()
        && !(words.equals(answered)
            && open.stream().allMatch(one -> ASKED_ONCE.stream().anyMatch(one::endsWith)))) {
      PROBLEM.set(execution, words);
      LOOK.set(execution, "open");
      return;
    }
    SWEEPS.set(execution, next);
    LOOK.set(execution, sweeps.isOver(next) ? "over" : "wait");
    if (!sweeps.isOver(next)) {
      NEXT_LOOK.set(execution, sweeps.until(next).toString());
    }
  }

  private List<String> open(DelegateExecution execution, EmployeeId employee) {
    var open = new ArrayList<String>();
    var sweep = accounts.lookFor(employee);
    open.addAll(sweep.refusals());
    open.addAll(unnumbered.words(execution, sweep));
    sweep.found().stream()
        .filter(found -> !found.account().barred())
        .forEach(
            found ->
                open.add(
                    "the account %s in '%s' can sign in again"
                        .formatted(found.account().id(), found.connection())));
    sweep.found().stream()
        .filter(found -> found.account().barred() && areOpenAgain(execution, found))
        .forEach(
            found ->
                open.add(
                    "sessions of the account %s in '%s' are valid again"
                        .formatted(found.account().id(), found.connection())));
    for (var user : LeaverVariables.users(execution)) {
      var groups = fleet.groupsOf(user);
      if (!groups.isEmpty()) {
        open.add("the device user %s is in %s".formatted(user, String.join(", ", groups)));
      }
    }
    devices(execution, employee, open);
    return open;
  }

  /** Sessions that were seen to have ended, and no longer are. */
  private boolean areOpenAgain(DelegateExecution execution, Found found) {
    var offboarding = OFFBOARDING_CASE.in(execution);
    var target = "%s/%s".formatted(found.connection(), found.account().id());
    return outcomes.of(offboarding).stream()
        .filter(
            was ->
                was.kind() == Kind.SESSIONS
                    && was.target().equals(target)
                    && was.state() == State.OBSERVED)
        .flatMap(
            was ->
                directories
                    .named(found.connection())
                    .sessionsEnded(found.account().id(), was.requestedAt())
                    .stream())
        .anyMatch(ended -> !ended);
  }

  private void devices(DelegateExecution execution, EmployeeId employee, List<String> open) {
    var before =
        Stream.of(OFFBOARDING_CASE.in(execution), Step.caseId(execution))
            .flatMap(caseId -> outcomes.of(caseId).stream())
            .toList();
    var settled =
        before.stream()
            .filter(outcome -> outcome.kind() == Kind.LOCK)
            .map(Outcome::target)
            .toList();
    for (var found : traces.followEverywhere(employee).devices()) {
      if (!settled.contains(found.device().id().toString())) {
        open.add("device %s was enrolled since".formatted(found.device().id()));
      } else if (isEnrolledAgain(found.device(), before)) {
        open.add("device %s%s".formatted(found.device().id(), ENROLLED_ANEW));
      }
    }
    var cases = Set.of(OFFBOARDING_CASE.in(execution), Step.caseId(execution));
    var undone = new HashSet<DeviceId>();
    shut(before).forEach((device, was) -> look(device, was, cases, before).in(undone, open));
    if (!undone.isEmpty()) {
      fleet.ensureLocked(undone);
      fleet.ensureIsolated(undone);
    }
  }

  /** What was seen of each device that was seen locked or isolated. */
  private static Map<DeviceId, List<Outcome>> shut(List<Outcome> before) {
    return before.stream()
        .filter(was -> was.state() == State.OBSERVED)
        .filter(was -> was.kind() == Kind.LOCK || was.kind() == Kind.ISOLATION)
        .collect(
            Collectors.groupingBy(
                was -> DeviceId.of(was.target()), LinkedHashMap::new, Collectors.toList()));
  }

  private static boolean isEnrolledAgain(Device device, List<Outcome> before) {
    var enrolledAt = device.enrolledAt();
    return enrolledAt != null
        && before.stream()
            .filter(was -> was.kind() == Kind.WIPE || was.kind() == Kind.DISENROL)
            .filter(was -> was.target().equals(device.id().toString()))
            .map(Outcome::observedAt)
            .anyMatch(seen -> seen != null && enrolledAt.isAfter(seen));
  }

  /** Only what is the leaver's, or nobody's, is shut again; a colleague works on what is not. */
  private Look look(DeviceId device, List<Outcome> was, Set<String> cases, List<Outcome> before) {
    var live = fleet.read(device).filter(Device::enrolled);
    if (live.isEmpty()) {
      return reach.isLost(cases, before, device)
          ? Look.toTell("device %s%s".formatted(device, GONE))
          : Look.NOTHING;
    }
    if (reach.isAnothers(cases, live.get())) {
      return Reach.isErased(before, device)
          ? Look.NOTHING
          : Look.toTell(
              "device %s belongs to user %s now%s"
                  .formatted(device, live.get().owner(), NEVER_WIPED));
    }
    return was.stream().anyMatch(this::isUndone) ? Look.toShut(device) : Look.NOTHING;
  }

  /** A history that is kept for so long only may show no lock any more; that proves nothing. */
  private boolean isUndone(Outcome was) {
    var id = DeviceId.of(was.target());
    return was.kind() == Kind.LOCK
        ? fleet.lockSeen(id, was.requestedAt()).progress() == Progress.FAILED
        : fleet.isolationSeen(id, was.requestedAt()).progress() != Progress.DONE;
  }

  /**
   * What a look at a device that was seen shut has shown.
   *
   * @param undone the device, if it has to be shut again
   * @param words what is told, empty if nothing
   */
  private record Look(Optional<DeviceId> undone, String words) {
    static final Look NOTHING = new Look(Optional.empty(), "");

    static Look toTell(String words) {
      return new Look(Optional.empty(), words);
    }

    static Look toShut(DeviceId device) {
      return new Look(
          Optional.of(device),
          "device %s was not locked and isolated any more, and was told so again"
              .formatted(device));
    }

    void in(Set<DeviceId> toShut, List<String> told) {
      undone.ifPresent(toShut::add);
      if (!words.isEmpty()) {
        told.add(words);
      }
    }
  }
}
