package io.muster.lifecycle;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.lifecycle.ProcessEstate.Walk;
import io.muster.people.Decision;
import io.muster.people.Decision.Command.Start;
import io.muster.people.Decision.Result;
import io.muster.people.EmployeeId;
import io.muster.people.EmploymentChange;
import io.muster.people.EmploymentChange.Changed;
import io.muster.people.EmploymentChange.HireRescinded;
import io.muster.people.EmploymentChange.Hired;
import io.muster.people.EmploymentChange.LeaveStarted;
import io.muster.people.EmploymentChange.Terminated;
import io.muster.people.HrEvents;
import io.muster.people.PersonState;
import io.muster.people.PersonState.Access;
import io.muster.people.PersonState.CaseKind;
import io.muster.people.PersonState.Phase;
import io.muster.people.PersonState.RunningCase;
import io.muster.people.Timeline;
import io.muster.people.Workforce;
import io.muster.remote.RemoteFailure;
import io.muster.testing.InMemoryDirectory;
import io.muster.testing.InMemoryFleet;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * The same events through the engine and through {@link Timeline#decide}: before each event the
 * timeline is told where the engine's cases stand, and both have to come to the same.
 */
@ProcessTest
class TimelineBesideEngineTests {
  private static final Instant T = ProcessEstate.MORNING;
  private static final int SEQUENCES = Integer.getInteger("muster.test.sequences", 25);
  private static final Map<Class<?>, CaseKind> KINDS =
      Map.of(
          Hired.class, CaseKind.ONBOARDING,
          Changed.class, CaseKind.TRANSFER,
          LeaveStarted.class, CaseKind.LEAVE,
          Terminated.class, CaseKind.OFFBOARDING);

  @Autowired private ProcessEngine engine;
  @Autowired private Walk walk;
  @Autowired private InMemoryDirectory okta;
  @Autowired private InMemoryFleet fleet;
  @Autowired private List<LifecycleProcess> processes;
  @Autowired private Cases cases;
  @Autowired private CaseTimers timers;
  @Autowired private OtherCases others;
  @Autowired private Workforce workforce;

  private final Timeline timeline = new Timeline(ZoneId.of("UTC"), Duration.ofDays(3));
  private final Map<String, List<String>> differences = new TreeMap<>();
  private final Map<String, Integer> known = new TreeMap<>();
  private boolean hasDiffered;

  @BeforeEach
  void anEstateInOrder() {
    walk.set(T);
    okta.clear();
    fleet.clear();
    for (var department : Set.of("Engineering", "Sales")) {
      okta.rule(department, worker -> worker.department().equals(department));
    }
    okta.rule("Berlin", worker -> worker.location().equals("Berlin"));
    for (var policy :
        Set.of("Company baseline", "Engineering Wi-Fi and VPN", "Sales apps catalogue")) {
      fleet.policy(policy);
    }
  }

  @Test
  void theEngineDoesWhatTheTimelineDecides() {
    for (var seed = 0; seed < SEQUENCES; seed++) {
      walk.set(T.plus(Duration.ofHours(1)));
      play(seed);
    }
    assertThat(differences).as("%s known: %s", SEQUENCES, known).isEmpty();
  }

  /**
   * Where both differ, and the timeline is right; see the decision record on what an HR event comes
   * to. Anything else is a fault of one of them.
   */
  private static Optional<String> known(
      EmploymentChange event, Decision decision, String done, PersonState state) {
    var isOlder =
        state.heard().stream()
            .anyMatch(one -> one.origin().occurredAt().isAfter(event.origin().occurredAt()));
    var result = decision.result();
    if (event instanceof Changed
        && isOlder
        && result != Result.SUPERSEDED
        && done.equals("SUPERSEDED")) {
      return Optional.of("a change for another day that arrives after a newer one still comes");
    }
    if (event instanceof Changed changed
        && state.heard().stream()
            .anyMatch(
                one ->
                    one instanceof HireRescinded
                        && one.origin().occurredAt().isAfter(changed.origin().occurredAt()))) {
      return Optional.of("what was announced before the hire was rescinded does not come");
    }
    if (starts(decision, CaseKind.ONBOARDING)
        && (done.equals("STARTED TRANSFER") || done.equals("SUPERSEDED"))) {
      return Optional.of("whoever was never onboarded is, though an end was heard of before");
    }
    if (event instanceof Hired && isOlder && result == Result.SUPERSEDED && done.equals("JOINED")) {
      return Optional.of("a hire older than the one that counts changes nothing");
    }
    if (done.equals("REFUSED")
        && state.running(CaseKind.OFFBOARDING).filter(RunningCase::withForce).isPresent()) {
      return Optional.of(
          "what would put off a leaving with force is refused until it is rescinded");
    }
    return Optional.empty();
  }

  private void play(int seed) {
    hasDiffered = false;
    var random = new Random(seed);
    var employee = walk.person("Engineering", "Developer", "Berlin").id();
    var events = HrEvents.upToSeven(random, employee, T);
    Collections.shuffle(events, random);
    var state = PersonState.unknown();
    for (var event : events) {
      state = asItStands(state, employee);
      var decision = timeline.decide(state, event, walk.now());
      var done = hear(event);
      if (!isSame(decision, done)) {
        var why = known(event, decision, done, state);
        hasDiffered = true;
        why.ifPresent(it -> known.merge(it, 1, Integer::sum));
        if (why.isEmpty())
          differ(
              "%s: the timeline says %s, the engine %s"
                  .formatted(event.getClass().getSimpleName(), decision.result(), done),
              seed,
              "%s%n  because %s%n  of %s".formatted(event, decision.reason(), state));
      }
      if (!done.equals("REFUSED")) {
        state = state.hearing(event);
      }
      settle(employee);
    }
    walk.set(walk.now().plus(Duration.ofHours(2)));
    settle(employee);
    compareAccess(asItStands(state, employee), employee, seed, events);
  }

  private void compareAccess(
      PersonState state, EmployeeId employee, int seed, List<EmploymentChange> events) {
    if (hasDiffered) {
      return; // what is left follows from that
    }
    var outlook = timeline.outlook(state, walk.now());
    var open = okta.find(employee).filter(account -> !account.barred()).isPresent();
    var away = state.isIn(CaseKind.LEAVE, Phase.ACTIVE);
    var comes =
        outlook
            .worker()
            .filter(
                it ->
                    !it.startDate()
                        .minusDays(3)
                        .isAfter(LocalDate.ofInstant(walk.now(), it.zone())))
            .isPresent();
    if (outlook.out() && open) {
      differ("a leaver has access", seed, events + "\n  " + state);
    } else if (outlook.employed() && comes && !away && !open) {
      differ("somebody employed has no access", seed, events + "\n  " + state);
    }
  }

  private void differ(String what, int seed, String words) {
    differences
        .computeIfAbsent(what, first -> new ArrayList<>())
        .add("\n seed %d: %s".formatted(seed, words));
  }

  /** What became of the event in the engine, and of which kind the case is that it started. */
  private String hear(EmploymentChange event) {
    try {
      var outcome = walk.accept(event);
      return outcome.fate() == Lifecycle.Fate.STARTED
          ? "STARTED " + kind(String.valueOf(outcome.caseId()))
          : outcome.fate().name();
    } catch (ChangeRefused refusal) {
      return Result.REFUSED.name();
    }
  }

  private CaseKind kind(String caseId) {
    var key =
        engine
            .getHistoryService()
            .createHistoricProcessInstanceQuery()
            .processInstanceId(caseId)
            .singleResult()
            .getProcessDefinitionKey();
    return processes.stream()
        .filter(process -> process.key().equals(key))
        .map(process -> requireNonNull(KINDS.get(process.startedBy())))
        .findFirst()
        .orElseThrow();
  }

  private static boolean starts(Decision decision, CaseKind kind) {
    return decision.commands().stream()
        .anyMatch(command -> command instanceof Start start && start.kind() == kind);
  }

  private static boolean isSame(Decision decision, String done) {
    return decision.result() == Result.STARTED
        ? decision.commands().stream()
            .filter(Start.class::isInstance)
            .anyMatch(start -> done.equals("STARTED " + start.kind()))
        : done.equals(decision.result().name());
  }

  /** The state with the cases and the access as the engine and the directory have them. */
  private PersonState asItStands(PersonState state, EmployeeId employee) {
    var all = new TreeMap<CaseKind, RunningCase>();
    for (var process : processes) {
      cases
          .running(process.key(), employee)
          .ifPresent(
              caseId ->
                  all.put(
                      requireNonNull(KINDS.get(process.startedBy())),
                      running(process, caseId, state)));
    }
    return new PersonState(
        state.heard(),
        access(state, all, employee),
        workforce.find(employee).map(HrEvents::withoutHold).orElse(null),
        all);
  }

  private Access access(
      PersonState state, Map<CaseKind, RunningCase> running, EmployeeId employee) {
    var account = okta.find(employee);
    if (running.containsKey(CaseKind.OFFBOARDING) || running.containsKey(CaseKind.LEAVE)) {
      return account.isEmpty() || state.access() == Access.TAKEN ? state.access() : Access.GIVEN;
    }
    if (account.filter(one -> !one.barred()).isPresent()) {
      return Access.GIVEN;
    }
    return account.isPresent() ? Access.TAKEN : state.access();
  }

  private RunningCase running(LifecycleProcess process, String caseId, PersonState state) {
    var phase =
        timers.waits(process, caseId)
            ? Phase.SCHEDULED
            : process.startedBy() == Terminated.class && others.isBeingUndone(caseId)
                ? Phase.UNDOING
                : Phase.ACTIVE;
    var variables = engine.getRuntimeService().getVariables(caseId);
    var begunBy =
        state.heard().stream()
            .map(EmploymentChange::origin)
            .filter(
                origin ->
                    (origin.source() + "/" + origin.eventId())
                        .equals(variables.get(LifecycleVariables.CHANGE.name())))
            .findFirst()
            .orElseGet(() -> new EmploymentChange.Origin("unknown", "unknown", T));
    return new RunningCase(
        phase,
        Instant.parse((String) variables.get(process.beginsWhen().name())),
        Boolean.TRUE.equals(variables.get(LifecycleVariables.IMMEDIATE.name()))
            || Terminated.Reason.INVOLUNTARY.name().equals(variables.get("reason")),
        begunBy);
  }

  /** Everything that is due is done, and whoever is asked agrees that the person returns. */
  private void settle(EmployeeId employee) {
    for (var round = 0; round < 3; round++) {
      all(employee).forEach(this::run);
      all(employee).stream()
          .filter(instance -> walk.task(instance, "agreeToReturn") != null)
          .forEach(
              instance -> {
                walk.complete(walk.task(instance, "agreeToReturn"), "approver", "agree");
                run(instance);
              });
    }
  }

  private void run(ProcessInstance instance) {
    try {
      walk.run(instance);
    } catch (RemoteFailure asExpected) {
      // the engine would try again, or ask somebody
    }
  }

  private List<ProcessInstance> all(EmployeeId employee) {
    return engine
        .getRuntimeService()
        .createProcessInstanceQuery()
        .rootProcessInstances()
        .variableValueEquals("employee", employee.value())
        .list();
  }
}
