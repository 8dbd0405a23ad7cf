package io.muster.lifecycle;

import static io.muster.testing.Workers.inDepartment;
import static io.muster.testing.Workers.startingOn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.devices.FleetUserId;
import io.muster.directory.Account;
import io.muster.lifecycle.Lifecycle.Fate;
import io.muster.lifecycle.ProcessEstate.Walk;
import io.muster.people.EmployeeId;
import io.muster.people.EmploymentChange;
import io.muster.people.EmploymentChange.ChangeRescinded;
import io.muster.people.EmploymentChange.Changed;
import io.muster.people.EmploymentChange.HireRescinded;
import io.muster.people.EmploymentChange.Hired;
import io.muster.people.EmploymentChange.LeaveEnded;
import io.muster.people.EmploymentChange.LeaveStarted;
import io.muster.people.EmploymentChange.LeaveStarted.Kind;
import io.muster.people.EmploymentChange.Origin;
import io.muster.people.EmploymentChange.Terminated;
import io.muster.people.EmploymentChange.Terminated.Reason;
import io.muster.people.EmploymentChange.TerminationRescinded;
import io.muster.people.Worker;
import io.muster.testing.InMemoryDirectory;
import io.muster.testing.InMemoryFleet;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** One lane per person: whatever order HR's words arrive in, they end in the same state. */
@ProcessTest
class LaneTests {
  private static final Instant T = ProcessEstate.MORNING;

  @Autowired private ProcessEngine engine;
  @Autowired private Walk walk;
  @Autowired private InMemoryDirectory okta;
  @Autowired private InMemoryFleet fleet;

  /** A word of HR by the minute at which it was entered. */
  private static final Map<String, Function<Worker, EmploymentChange>> WORDS =
      new TreeMap<>(
          Map.of(
              "1 hired", worker -> new Hired(entered(worker, 1), worker),
              "2 moved",
                  worker -> new Changed(entered(worker, 2), inDepartment(worker, "Sales"), null),
              "3 left", worker -> leaving(worker, 3),
              "4 stays", worker -> new TerminationRescinded(entered(worker, 4), worker.id()),
              "5 left again", worker -> leaving(worker, 5)));

  /** Words about a leave, by the minute at which they were entered, all of them before a stay. */
  private static final Map<String, Function<Worker, EmploymentChange>> OF_LEAVE =
      new TreeMap<>(
          Map.of(
              "1 hired", worker -> new Hired(entered(worker, 1), worker),
              "2 away", worker -> away(worker, 2),
              "3 left", worker -> leaving(worker, 3),
              "4 back", worker -> back(worker, 4, "2026-03-02"),
              "4 back later", worker -> back(worker, 4, "2026-03-03"),
              "5 stays", worker -> new TerminationRescinded(entered(worker, 5), worker.id()),
              "6 away again", worker -> away(worker, 6)));

  @BeforeEach
  void anEstateInOrder() {
    walk.set(T);
    okta.clear();
    fleet.clear();
    okta.rule("Engineering", worker -> worker.department().equals("Engineering"));
    okta.rule("Sales", worker -> worker.department().equals("Sales"));
    okta.rule("Berlin", worker -> worker.location().equals("Berlin"));
    for (var policy :
        Set.of("Company baseline", "Engineering Wi-Fi and VPN", "Sales apps catalogue")) {
      fleet.policy(policy);
    }
  }

  static Stream<List<String>> everyOrderOfAStayAfterAll() {
    return orders(List.of("1 hired", "2 moved", "3 left", "4 stays"));
  }

  @ParameterizedTest
  @MethodSource("everyOrderOfAStayAfterAll")
  void aPersonWhoStaysWorksInTheNewPlaceWhateverTheOrder(List<String> order) {
    var ada = walk.person("Engineering", "Developer", "Berlin");
    order.forEach(word -> deliver(word(word, ada)));
    walk.set(walk.now().plus(Duration.ofHours(1)));
    settle(ada.id());
    assertThat(okta.find(ada.id()).map(Account::barred)).contains(false);
    assertThat(okta.groupsOf(okta.find(ada.id()).orElseThrow().id()))
        .containsExactlyInAnyOrder("Sales", "Berlin");
    assertThat(groups(ada)).containsExactlyInAnyOrder("Sales", "Berlin");
  }

  static Stream<List<String>> everyOrderOfALeaving() {
    return orders(List.of("1 hired", "2 moved", "5 left again"));
  }

  @ParameterizedTest
  @MethodSource("everyOrderOfALeaving")
  void aPersonWhoHasLeftCanDoNothingWhateverTheOrder(List<String> order) {
    var ada = walk.person("Engineering", "Developer", "Berlin");
    order.forEach(word -> deliver(word(word, ada)));
    settle(ada.id());
    assertThat(okta.find(ada.id()).map(Account::barred).orElse(true)).isTrue();
    assertThat(groups(ada)).isEmpty();
  }

  static Stream<List<String>> everyOrderOfALeave() {
    return Stream.of(
            List.of("1 hired", "2 away"),
            List.of("1 hired", "2 away", "3 left", "5 stays"),
            List.of("1 hired", "2 away", "4 back", "6 away again"))
        .flatMap(LaneTests::orders);
  }

  @ParameterizedTest
  @MethodSource("everyOrderOfALeave")
  void aPersonWhoIsOnGardenLeaveCannotSignInWhateverTheOrder(List<String> order) {
    var ada = walk.person("Engineering", "Developer", "Berlin");
    order.forEach(word -> deliver(wordOfLeave(word, ada)));
    hours(ada, 2);
    assertThat(okta.find(ada.id()).map(Account::barred)).contains(true);
    assertThat(running(ada.id()).stream().map(LaneTests::key)).contains("leave");
  }

  static Stream<List<String>> everyOrderOfAReturn() {
    return Stream.concat(
        Stream.of(
                List.of("1 hired", "2 away", "4 back"),
                List.of("1 hired", "2 away", "4 back later"))
            .flatMap(LaneTests::orders),
        // every order with the hire, too, would be 120
        orders(List.of("2 away", "3 left", "4 back", "5 stays"))
            .map(order -> Stream.concat(Stream.of("1 hired"), order.stream()).toList()));
  }

  @ParameterizedTest
  @MethodSource("everyOrderOfAReturn")
  void aPersonWhoIsBackCanSignInWhateverTheOrder(List<String> order) {
    var ada = walk.person("Engineering", "Developer", "Berlin");
    order.forEach(word -> deliver(wordOfLeave(word, ada)));
    hours(ada, 2);
    if (order.contains("4 back later")) {
      assertThat(okta.find(ada.id()).map(Account::barred)).contains(true);
      walk.set(Instant.parse("2026-03-03T09:00:01Z"));
      hours(ada, 2);
    }
    assertThat(okta.find(ada.id()).map(Account::barred)).contains(false);
    assertThat(running(ada.id()).stream().map(LaneTests::key)).doesNotContain("leave");
  }

  static Stream<List<String>> everyOrderOfALeaveThatLeadsOut() {
    return orders(List.of("1 hired", "2 away", "3 left"));
  }

  @ParameterizedTest
  @MethodSource("everyOrderOfALeaveThatLeadsOut")
  void aPersonWhoLeavesDuringALeaveIsOutWhateverTheOrder(List<String> order) {
    var ada = walk.person("Engineering", "Developer", "Berlin");
    order.forEach(word -> deliver(wordOfLeave(word, ada)));
    hours(ada, 2);
    assertThat(okta.find(ada.id()).map(Account::barred).orElse(true)).isTrue();
    assertThat(groups(ada)).isEmpty();
    // whoever is heard of first by their leaving is asked about
    assertThat(running(ada.id()).stream().map(LaneTests::key)).isSubsetOf(Set.of("offboarding"));
  }

  @Test
  void saysOfAnOlderWordAboutALeaveWhichOneCameBeforeIt() {
    var ada = walk.person("Engineering", "Developer", "Berlin");
    deliver(new Hired(entered(ada, 1), ada));
    walk.accept(away(ada, 6));
    for (var older : List.of(away(ada, 2), back(ada, 4, "2026-03-02"))) {
      var outcome = walk.accept(older);
      assertThat(outcome.fate()).isEqualTo(Fate.SUPERSEDED);
      assertThat(outcome.reason()).contains("hr/" + ada.id() + "-6");
    }
  }

  @Test
  void keepsAnOlderWordWithoutActingOnItAndSaysWhy() {
    var ada = walk.person("Engineering", "Developer", "Berlin");
    walk.accept(leaving(ada, 5));
    var outcome = walk.accept(new Hired(entered(ada, 1), ada));
    assertThat(outcome.fate()).isEqualTo(Fate.SUPERSEDED);
    assertThat(outcome.caseId()).isNull();
    assertThat(outcome.reason()).contains("A newer word of HR came before it");
  }

  @Test
  void notesARescissionThatCameBeforeWhatItRescinds() {
    var ada = walk.person("Engineering", "Developer", "Berlin");
    assertThat(walk.accept(new HireRescinded(entered(ada, 2), ada.id())).fate())
        .isEqualTo(Fate.NOTED);
    assertThat(walk.accept(new Hired(entered(ada, 1), ada)).fate()).isEqualTo(Fate.SUPERSEDED);
    assertThat(okta.size()).isZero();
  }

  @Test
  void takesARehireWhileTheOldContractStillRunsForAChange() {
    var ada = walk.person("Engineering", "Developer", "Berlin");
    deliver(new Hired(entered(ada, 1), ada));
    deliver(
        new Terminated(
            entered(ada, 2),
            ada.id(),
            LocalDate.parse("2026-03-31"),
            null,
            Reason.END_OF_CONTRACT,
            false,
            false));
    var outcome =
        walk.accept(
            new Hired(
                entered(ada, 3),
                startingOn(inDepartment(ada, "Sales"), LocalDate.parse("2026-04-01"))));
    assertThat(outcome.fate()).isEqualTo(Fate.STARTED);
    assertThat(running(ada.id()).stream().map(LaneTests::key))
        .containsExactlyInAnyOrder("onboarding", "transfer");
    assertThat(okta.find(ada.id()).map(Account::barred)).contains(false);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aChangeThatIsCalledOffDoesNotComeWhicheverOfTheTwoIsSaidFirst(boolean inOrder) {
    var ada = walk.person("Engineering", "Developer", "Berlin");
    deliver(new Hired(entered(ada, 1), ada));
    settle(ada.id());
    var day = LocalDate.ofInstant(T, ada.zone()).plusDays(9);
    var words =
        List.of(
            new Changed(entered(ada, 2), inDepartment(ada, "Sales"), day),
            new ChangeRescinded(entered(ada, 3), ada.id(), day));
    deliver(words.get(inOrder ? 0 : 1));
    deliver(words.get(inOrder ? 1 : 0));
    walk.set(walk.now().plus(Duration.ofDays(10)));
    settle(ada.id());
    assertThat(groups(ada)).containsExactlyInAnyOrder("Engineering", "Berlin");
    assertThat(okta.groupsOf(okta.find(ada.id()).orElseThrow().id()))
        .containsExactlyInAnyOrder("Engineering", "Berlin");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aContractWithAnEndBeginsWhicheverOfTheTwoIsSaidFirst(boolean inOrder) {
    var ada = walk.person("Engineering", "Developer", "Berlin");
    var words =
        List.of(
            new Hired(entered(ada, 1), ada),
            new Terminated(
                entered(ada, 2),
                ada.id(),
                LocalDate.parse("2026-06-30"),
                null,
                Reason.END_OF_CONTRACT,
                false,
                false));
    deliver(words.get(inOrder ? 0 : 1));
    deliver(words.get(inOrder ? 1 : 0));
    settle(ada.id());
    assertThat(okta.find(ada.id()).map(Account::barred)).contains(false);
    assertThat(running(ada.id()).stream().map(LaneTests::key)).contains("offboarding");

    walk.set(java.time.Instant.parse("2026-07-01T12:00:00Z"));
    settle(ada.id());
    assertThat(okta.find(ada.id()).map(Account::barred)).contains(true);
  }

  @Test
  void takesInAgainWhoWasLetOutAndStaysAfterAll() {
    var ada = walk.person("Engineering", "Developer", "Berlin");
    deliver(new Hired(entered(ada, 1), ada));
    deliver(
        new Terminated(
            entered(ada, 3),
            ada.id(),
            LocalDate.parse("2026-03-01"),
            null,
            Reason.VOLUNTARY,
            false,
            false));
    assertThat(running(ada.id())).isEmpty();
    var outcome = walk.accept(new TerminationRescinded(entered(ada, 4), ada.id()));
    assertThat(outcome.fate()).isEqualTo(Fate.STARTED);
    settle(ada.id());
    assertThat(okta.find(ada.id()).map(Account::barred)).contains(false);
  }

  @Test
  void doesNotTakeInWhoIsBeingLetOut() {
    var ada = walk.person("Engineering", "Developer", "Berlin");
    deliver(new Hired(entered(ada, 1), ada));
    okta.mishaps().refuseNext("ensureSuspended");
    deliver(leaving(ada, 3));
    assertThat(running(ada.id())).hasSize(1);
    assertThatThrownBy(() -> walk.accept(new Hired(entered(ada, 6), ada)))
        .isInstanceOf(ChangeRefused.class)
        .hasMessageContaining("is being offboarded");
  }

  @Test
  void movesWhoeverIsComingBackAsSoonAsTheyAreBack() {
    var ada = comingBack();
    var outcome = walk.accept(new Changed(entered(ada, 5), inDepartment(ada, "Sales"), null));
    assertThat(outcome.fate()).isEqualTo(Fate.STARTED);
    walk.set(walk.now().plus(Duration.ofHours(1)));
    settle(ada.id());
    assertThat(groups(ada)).doesNotContain("Sales");

    goOnComingBack(ada);
    walk.set(walk.now().plus(Duration.ofHours(1)));
    settle(ada.id());
    assertThat(running(ada.id())).isEmpty();
    assertThat(okta.find(ada.id()).map(Account::barred)).contains(false);
    assertThat(groups(ada)).containsExactlyInAnyOrder("Sales", "Berlin");
  }

  @Test
  void takesAHireOfWhoeverIsComingBackForAChange() {
    var ada = comingBack();
    var outcome =
        walk.accept(
            new Hired(
                entered(ada, 5),
                startingOn(inDepartment(ada, "Sales"), LocalDate.parse("2026-03-03"))));
    assertThat(outcome.fate()).isEqualTo(Fate.STARTED);
    goOnComingBack(ada);
    walk.set(walk.now().plus(Duration.ofDays(2)));
    settle(ada.id());
    assertThat(running(ada.id())).isEmpty();
    assertThat(groups(ada)).containsExactlyInAnyOrder("Sales", "Berlin");
  }

  @Test
  void letsOutWhoeverLeavesAfterAllWhileComingBack() {
    var ada = comingBack();
    var before = running(ada.id());
    var outcome = walk.accept(leaving(ada, 5));
    assertThat(outcome.fate()).isEqualTo(Fate.STARTED);
    settle(ada.id());
    assertThat(okta.find(ada.id()).map(Account::barred)).contains(true);
    assertThat(running(ada.id())).doesNotContainAnyElementsOf(before);
    assertThat(groups(ada)).isEmpty();
  }

  @Test
  void letsOutAtTheEndOfTheDayWhoeverIsToLeaveLaterWhileComingBack() {
    var ada = comingBack();
    var later =
        new Terminated(
            entered(ada, 5),
            ada.id(),
            LocalDate.parse("2026-03-31"),
            null,
            Reason.VOLUNTARY,
            false,
            false);
    var outcome = walk.accept(later);
    assertThat(outcome.fate()).isEqualTo(Fate.STARTED);
    goOnComingBack(ada);
    assertThat(okta.find(ada.id()).map(Account::barred)).contains(false);
    walk.set(Instant.parse("2026-03-31T22:00:01Z"));
    settle(ada.id());
    assertThat(okta.find(ada.id()).map(Account::barred)).contains(true);
  }

  @Test
  void hearsTwiceThatALeavingIsTakenBack() {
    var ada = comingBack();
    var outcome = walk.accept(new TerminationRescinded(entered(ada, 5), ada.id()));
    assertThat(outcome.fate()).isEqualTo(Fate.JOINED);
    goOnComingBack(ada);
    assertThat(running(ada.id())).isEmpty();
    assertThat(okta.find(ada.id()).map(Account::barred)).contains(false);
  }

  /** Somebody whose leaving was taken back when it was half done, and about whom one is asked. */
  private Worker comingBack() {
    var ada = walk.person("Engineering", "Developer", "Berlin");
    deliver(new Hired(entered(ada, 1), ada));
    settle(ada.id());
    okta.mishaps().refuseNext("ensureSuspended");
    deliver(leaving(ada, 3));
    okta.mishaps().refuseNext("ensureActive");
    deliver(new TerminationRescinded(entered(ada, 4), ada.id()));
    return ada;
  }

  private void goOnComingBack(Worker worker) {
    var undone =
        running(worker.id()).stream()
            .filter(instance -> walk.task(instance, "resolveReturn") != null)
            .findFirst()
            .orElseThrow();
    walk.decide(undone, "resolveReturn", "tryAgain");
  }

  private static EmploymentChange wordOfLeave(String word, Worker worker) {
    return Objects.requireNonNull(OF_LEAVE.get(word), word).apply(worker);
  }

  private static EmploymentChange word(String word, Worker worker) {
    return Objects.requireNonNull(WORDS.get(word), word).apply(worker);
  }

  private void deliver(EmploymentChange change) {
    walk.accept(change);
    settle(change.employee());
  }

  private void hours(Worker worker, int hours) {
    for (int hour = 0; hour < hours; hour++) {
      walk.set(walk.now().plus(Duration.ofHours(1)));
      settle(worker.id());
    }
  }

  /** Everything that is due is done, and whoever is asked agrees that the person returns. */
  private void settle(EmployeeId employee) {
    for (var round = 0; round < 3; round++) {
      all(employee).forEach(walk::run);
      all(employee).stream()
          .filter(instance -> walk.task(instance, "agreeToReturn") != null)
          .forEach(
              instance -> {
                walk.complete(walk.task(instance, "agreeToReturn"), "approver", "agree");
                walk.run(instance);
              });
    }
  }

  /** The cases of the person; what looks afterwards, or asks somebody, is none. */
  private List<ProcessInstance> running(EmployeeId employee) {
    return all(employee).stream()
        .filter(instance -> !Set.of("residueSweep", "returnConsent").contains(key(instance)))
        .toList();
  }

  private List<ProcessInstance> all(EmployeeId employee) {
    return engine
        .getRuntimeService()
        .createProcessInstanceQuery()
        .rootProcessInstances()
        .variableValueEquals("employee", employee.value())
        .list();
  }

  private static String key(ProcessInstance instance) {
    var definition = instance.getProcessDefinitionId();
    return definition.substring(0, definition.indexOf(':'));
  }

  private Set<String> groups(Worker worker) {
    return fleet
        .findUser(worker.workEmail())
        .map((FleetUserId user) -> (Set<String>) new TreeSet<>(fleet.groupsOf(user)))
        .orElse(Set.of());
  }

  private static Origin entered(Worker worker, int minute) {
    return new Origin("hr", worker.id() + "-" + minute, T.plus(Duration.ofMinutes(minute)));
  }

  private static Terminated leaving(Worker worker, int minute) {
    return new Terminated(
        entered(worker, minute),
        worker.id(),
        LocalDate.parse("2026-03-02"),
        null,
        Reason.VOLUNTARY,
        true,
        false);
  }

  private static LeaveStarted away(Worker worker, int minute) {
    return new LeaveStarted(
        entered(worker, minute), worker.id(), LocalDate.parse("2026-02-20"), null, Kind.GARDEN);
  }

  private static LeaveEnded back(Worker worker, int minute, String day) {
    return new LeaveEnded(entered(worker, minute), worker.id(), LocalDate.parse(day), null);
  }

  private static Stream<List<String>> orders(List<String> words) {
    if (words.isEmpty()) {
      return Stream.of(List.of());
    }
    return words.stream()
        .flatMap(
            first -> {
              var rest = new ArrayList<>(words);
              rest.remove(first);
              return orders(rest)
                  .map(order -> Stream.concat(Stream.of(first), order.stream()).toList());
            });
  }
}
