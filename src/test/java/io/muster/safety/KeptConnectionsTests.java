package io.muster.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.guard.AgreedDeployments;
import io.muster.guard.Loosenings;
import io.muster.guard.Person;
import io.muster.remote.ConnectedSystem;
import io.muster.remote.ConnectedSystem.Kind;
import io.muster.remote.RemoteFailure.Unavailable;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A connection that was added or re-pointed destroys nothing until people have agreed to it. */
class KeptConnectionsTests extends SafetyStage {
  private static final ConnectedSystem UEM = system(Kind.DEVICES, "hexnode", "https://acme.uem");
  private static final ConnectedSystem OKTA = system(Kind.DIRECTORY, "okta", "https://acme.okta");
  private static final ConnectedSystem HR = system(Kind.HR, "workday", "https://acme.hr");

  private WipeSafety node = safety;
  private int devices;
  private final Loosenings loosenings = AgreedDeployments.on(database, clock);

  @BeforeEach
  void aFirstStart() {
    start(UEM, OKTA, HR);
  }

  @Test
  void takesWhatTheFirstStartFindsAndWhatStaysTheSame() {
    assertThat(loosenings.waiting()).isEmpty();
    wipes();
    start(UEM, OKTA, HR);
    assertThat(loosenings.waiting()).isEmpty();
    wipes();
  }

  @ParameterizedTest
  @EnumSource
  void wipesNothingByOneThatLeadsElsewhere(Kind kind) {
    var elsewhere = system(kind, named(kind).name(), "https://elsewhere.example");
    var all =
        List.of(UEM, OKTA, HR).stream().map(one -> one.kind() == kind ? elsewhere : one).toList();
    start(all.toArray(ConnectedSystem[]::new));
    assertThat(loosenings.waiting())
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.missing()).isEqualTo(2);
              assertThat(change.loosens())
                  .containsExactly(
                      "%s %s → https://elsewhere.example"
                          .formatted(elsewhere.setting(), named(kind).account()));
            });
    wipesNothing(elsewhere.account());

    start(UEM, OKTA, HR);
    assertThat(loosenings.waiting()).as("pointed back").isEmpty();
    wipes();
  }

  @ParameterizedTest
  @EnumSource
  void wipesNothingByOneThatWasAdded(Kind kind) {
    var added = system(kind, named(kind).name(), "https://new.example", "muster.another");
    start(UEM, OKTA, HR, added);
    assertThat(loosenings.waiting())
        .singleElement()
        .satisfies(
            change ->
                assertThat(change.loosens())
                    .containsExactly("muster.another nothing → https://new.example"));
    wipesNothing("muster.another");

    start(UEM, OKTA, HR);
    assertThat(loosenings.waiting()).as("taken out again").isEmpty();
    wipes();
  }

  @Test
  void wipesByOthersThanTheOneThatWasAdded() {
    start(
        UEM,
        OKTA,
        HR,
        system(Kind.HR, "bamboohr", "https://new.hr"),
        system(Kind.DIRECTORY, "entra", "https://new.entra"));
    assertThat(loosenings.waiting()).hasSize(2);
    wipes();
  }

  @Test
  void takesOneThatComesBackAsItWas() {
    start(UEM, OKTA);
    start(UEM, OKTA, HR);
    assertThat(loosenings.waiting()).isEmpty();
    wipes();
  }

  @Test
  void wipesFromTheFirstStartAfterTwoAgreedAndTheDayPassed() {
    var elsewhere = system(Kind.HR, "workday", "https://elsewhere.example");
    start(UEM, OKTA, elsewhere);
    agree("bob");
    clock.advance(Duration.ofDays(2));
    start(UEM, OKTA, elsewhere);
    wipesNothing("one has agreed");
    agree("clara");
    clock.advance(Duration.ofHours(24).minusSeconds(1));
    start(UEM, OKTA, elsewhere);
    wipesNothing("a second too early");
    clock.advance(Duration.ofSeconds(1));
    wipesNothing("not before the next start");
    start(UEM, OKTA, elsewhere);
    wipes();
    start(UEM, OKTA, HR);
    wipesNothing("where people agreed to is elsewhere by now");
  }

  @Test
  void spendsNoWarrantThatWasIssuedBefore() {
    var warrant = issued();
    start(system(Kind.DEVICES, "hexnode", "https://elsewhere.example"), OKTA, HR);
    assertThatThrownBy(() -> spent(warrant))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("muster.hexnode")
        .hasMessageContaining("https://elsewhere.example")
        .hasMessageContaining("GET /api/models/pending, change");
    assertThat(calls).hasValue(0);
    start(UEM, OKTA, HR);
    spent(warrant);
    assertThat(calls).hasValue(1);
  }

  @Test
  void forgetsThePortOfWhatRunsOnThisMachine() {
    for (var host : List.of("localhost", "127.0.0.1", "[::1]")) {
      assertThat(system(Kind.HR, "hr", "http://%s:8080/api, hr@%s:22".formatted(host, host)))
          .isEqualTo(system(Kind.HR, "hr", "http://%s/api, hr@%s".formatted(host, host)));
    }
    assertThat(system(Kind.HR, "hr", "https://hr.example:8080"))
        .isNotEqualTo(system(Kind.HR, "hr", "https://hr.example:8081"));
  }

  private void wipes() {
    var before = calls.get();
    approvedAndSpent();
    assertThat(calls).hasValue(before + 1);
  }

  private void wipesNothing(String why) {
    var before = calls.get();
    assertThatThrownBy(this::approvedAndSpent).as(why).isInstanceOf(Unavailable.class);
    assertThat(calls).as(why).hasValue(before);
  }

  /** A device of its own each time, as none is wiped twice. */
  private void approvedAndSpent() {
    spent(issued());
  }

  private WipeWarrant issued() {
    var number = ++devices;
    var device = Facts.laptop().device(100 + number).serial("S" + number).now();
    var caseId = "case " + number;
    node.begin(new Leaving(caseId, LEAVER, "INVOLUNTARY", true, HR.name(), clock.instant()));
    node.freeze(new LeaverSnapshot(caseId, LEAVER, Map.of("12", true), List.of(device)));
    var tomorrow = Duration.between(START, clock.instant()).plusDays(1);
    var plan = node.plan(Draft.of(device).in(caseId).within(tomorrow).plan());
    node.approve(plan, new Decider("boss", Set.of("approver")), "agreed");
    return node.issue(plan, device);
  }

  private void spent(WipeWarrant warrant) {
    clock.advance(Duration.ofSeconds(1));
    node.spend(warrant, awake(warrant.plan().facts()), () -> false, calls::incrementAndGet);
  }

  private void start(ConnectedSystem... systems) {
    node = SafetyNode.connectedTo(Arrays.asList(systems), database, holds, clock);
  }

  private void agree(String by) {
    var change = loosenings.waiting().get(0);
    loosenings.agree(
        change.number(), change.content(), new Person(by, Set.of(), Set.of("approver")), "yes");
  }

  private static ConnectedSystem named(Kind kind) {
    return switch (kind) {
      case DEVICES -> UEM;
      case DIRECTORY -> OKTA;
      case HR -> HR;
    };
  }

  private static ConnectedSystem system(Kind kind, String name, String account) {
    return system(kind, name, account, "muster.%s.connections.one".formatted(name));
  }

  private static ConnectedSystem system(Kind kind, String name, String account, String setting) {
    return new ConnectedSystem(kind, name, setting, account);
  }
}
