package io.muster.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.people.EmployeeId;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.RemoteFailure.Unavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whatever causes the calls, never more destructive ones than the limit without two people. */
class BreakerTests extends BreakerStage {
  @Test
  void makesTenCallsAndNotTheEleventh() {
    wipe(9, "workday");
    assertThat(node().destruction().state().opening()).isNull();
    wipe(1, "workday");
    assertThat(calls).hasValue(10);
    assertThat(node().destruction().state().opening()).isNull();

    wipe(5, "workday");
    assertThat(calls).hasValue(10);
    var state = node().destruction().state();
    assertThat(state.opening()).isNotNull();
    assertThat(state.waiting()).hasSize(5);
  }

  @Test
  void stopsTwoSourcesTogetherThatAreBothAtHalfTheLimit() {
    wipe(5, "workday");
    wipe(5, "bamboohr");
    wipe(1, "workday");
    wipe(1, "bamboohr");
    assertThat(calls).hasValue(10);
  }

  @Test
  void isNotClosedByARestart() {
    wipe(6, "workday");
    var plans = List.of(plan("workday"), plan("workday"), plan("workday"), plan("workday"));
    plans.forEach(plan -> wipes(node(), plan));
    wipe(3, "workday");
    assertThat(calls).hasValue(10);
    assertThat(node().destruction().state().opening()).isNotNull();
  }

  @Test
  void staysOpenWhenTheWindowHasMovedOn() {
    wipe(11, "workday");
    clock.advance(Duration.ofDays(30));
    wipe(1, "workday");
    assertThat(calls).hasValue(10);
  }

  @Test
  void countsAWindowThatRollsToTheInstant() {
    wipe(10, "workday");
    clock.advance(Duration.ofHours(24).minusSeconds(20));
    var early = plan("workday");
    assertThat(wipes(node(), early)).isFalse();
    close();
    assertThat(wipes(node(), early)).isTrue();
    clock.advance(Duration.ofSeconds(20));
    assertThat(wipes(node(), plan("workday"))).as("the first is a day old").isTrue();
  }

  @Test
  void catchesNineADayAgainAndAgain() {
    for (int day = 0; day < 6; day++) {
      wipe(9, "workday");
      clock.advance(Duration.ofDays(1));
    }
    assertThat(calls).as("three times the limit in seven days").hasValue(30);
    assertThat(why()).contains("30 devices", "7 days");
  }

  @Test
  void catchesADripAcrossTheEdgeOfADay() {
    clock.advance(Duration.ofHours(15));
    wipe(9, "workday");
    clock.advance(Duration.ofHours(2));
    wipe(9, "workday");
    assertThat(calls).hasValue(10);
  }

  @Test
  void countsByDepartmentManagerSourceAndDirectory() {
    settings.put("muster.safety.breaker.per-department", "2");
    wipe(3, "workday");
    for (int one = 0; one < 2; one++) {
      assertThat(wipes(node(), plan("workday", leaver("Sales", "M" + one)))).isTrue();
    }
    assertThat(wipes(node(), plan("workday", leaver("Sales", "M9")))).isFalse();
    assertThat(why()).contains("of the department 'Sales'");
  }

  @Test
  void countsByManager() {
    settings.put("muster.safety.breaker.per-manager", "1");
    assertThat(wipes(node(), plan("workday", leaver("Sales", "M1")))).isTrue();
    assertThat(wipes(node(), plan("workday", leaver("Legal", "M2")))).isTrue();
    assertThat(wipes(node(), plan("workday", leaver("Tax", "M1")))).isFalse();
    assertThat(why()).contains("of the manager 'M1'");
  }

  @Test
  void countsByDirectory() {
    settings.put("muster.safety.breaker.per-connection", "1");
    assertThat(wipes(node(), plan("workday"))).isTrue();
    assertThat(wipes(node(), plan("bamboohr"))).isFalse();
    assertThat(why()).contains("of the directory 'okta'");
  }

  @Test
  void countsBySource() {
    settings.put("muster.safety.breaker.per-source", "1");
    assertThat(wipes(node(), plan("workday"))).isTrue();
    assertThat(wipes(node(), plan("bamboohr"))).isTrue();
    assertThat(wipes(node(), plan("workday"))).isFalse();
  }

  @Test
  void allowsAShareOfTheManagedDevices() {
    node().safety().managed(200);
    wipe(5, "workday");
    assertThat(calls).as("2 % of 200").hasValue(4);
  }

  @Test
  void countsWarrantsThatNeverPassedTheBreakerWhenTheyAreSpent() {
    var warrants = new ArrayList<String>();
    for (int one = 0; one < 15; one++) {
      warrants.add(smuggled(plan("engine-rest")));
    }
    warrants.forEach(warrant -> spends(node(), warrant));
    assertThat(calls).hasValue(10);
  }

  @Test
  void countsACallThatIsMadeAgain() {
    wipe(9, "workday");
    var plan = plan("workday");
    var warrant = smuggled(plan);
    assertThat(spends(node(), warrant)).isTrue();
    for (int replay = 0; replay < 5; replay++) {
      assertThat(spends(node(), warrant)).as("it was sent, and is not again").isTrue();
    }
    assertThat(calls).hasValue(10);
    assertThat(node().destruction().state().counts().get(0).calls()).isEqualTo(10);
  }

  @Test
  void neverExceedsTheLimitWhenManyNodesRace() throws Exception {
    var warrants = new ArrayList<String>();
    for (int one = 0; one < 40; one++) {
      warrants.add(smuggled(plan("workday")));
    }
    clock.advance(Duration.ofSeconds(1));
    var nodes = Executors.newFixedThreadPool(8);
    try {
      nodes.invokeAll(
          warrants.stream()
              .<Callable<Boolean>>map(warrant -> () -> spends(node(), warrant))
              .toList());
    } finally {
      nodes.shutdown();
    }
    assertThat(calls).hasValue(10);
    assertThat(node().destruction().state().waiting()).hasSize(30);
  }

  @Test
  void isClosedByTwoDifferentPeopleForExactlyTheListTheyWereShown() {
    wipe(10, "workday");
    var waits = plan("workday");
    assertThat(wipes(node(), waits)).isFalse();
    var list = node().destruction().state().list();
    assertThat(node().destruction().close(list, "ann", "meant so").closedAt()).isNull();
    assertThatThrownBy(() -> node().destruction().close(list, " Ann ", "once more"))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("second person");
    assertThat(wipes(node(), waits)).isFalse();

    assertThat(node().destruction().close(list, "bob", "meant so").closedAt()).isNotNull();
    assertThat(wipes(node(), waits)).isTrue();
    assertThat(wipes(node(), plan("workday"))).as("it was on no list").isFalse();
    assertThat(calls).hasValue(11);
  }

  @Test
  void asksBothAgainWhenTheListHasChanged() {
    wipe(11, "workday");
    var shown = node().destruction().state().list();
    node().destruction().close(shown, "ann", "meant so");
    wipe(1, "workday");
    assertThatThrownBy(() -> node().destruction().close(shown, "bob", "meant so"))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("has changed");
    var anew = node().destruction().state().list();
    assertThat(node().destruction().close(anew, "bob", "meant so").closedAt()).isNull();
    assertThat(node().destruction().close(anew, "ann", "meant so").closedAt()).isNotNull();
    assertThat(node().destruction().state().opening()).isNull();
  }

  @Test
  void isNotClosedByALeaverOnTheList() {
    wipe(10, "workday");
    var leaver = leaver();
    assertThat(wipes(node(), plan("workday", leaver))).isFalse();
    var list = node().destruction().state().list();
    assertThatThrownBy(() -> node().destruction().close(list, leaver.value(), "mine"))
        .isInstanceOf(Refused.class);
  }

  @Test
  void takesWhatWasWithdrawnOffTheList() {
    wipe(10, "workday");
    var leaver = leaver();
    wipes(node(), plan("workday", leaver));
    assertThat(node().destruction().state().waiting())
        .singleElement()
        .satisfies(waiting -> assertThat(waiting.employee()).isEqualTo(leaver.value()));
    node().safety().withdraw("case-" + leaver, "stays");
    assertThat(node().destruction().state().waiting()).isEmpty();
  }

  @Test
  void takesWhatIsNoLongerTriedOffTheList() {
    wipe(11, "workday");
    clock.advance(Duration.ofHours(1).minusMillis(1));
    assertThat(node().destruction().state().waiting()).hasSize(1);
    clock.advance(Duration.ofMillis(1));
    assertThat(node().destruction().state().waiting()).isEmpty();
  }

  @Test
  void letsPeopleThroughOnceWhomTwoOthersAgreedTo() {
    var people = new ArrayList<EmployeeId>();
    for (int one = 0; one < 15; one++) {
      people.add(leaver());
    }
    var proposed = node().destruction().propose(people, "ann", "site closes");
    assertThat(wipesOf(people.subList(0, 12))).as("nobody has agreed").isEqualTo(10);

    agree(proposed, "ann");
    assertThatThrownBy(() -> agree(proposed, "ANN")).hasMessageContaining("second person");
    assertThatThrownBy(() -> agree(proposed, people.get(3).value())).isInstanceOf(Refused.class);
    assertThat(wipesOf(people.subList(12, 15))).isZero();
    assertThat(agree(proposed, "bob").agreedAt()).isNotNull();
    assertThat(wipesOf(people.subList(12, 15))).isEqualTo(3);
    assertThat(wipes(node(), plan("workday"))).as("on no list").isFalse();
  }

  @Test
  void usesAYesForOneOffboardingOnly() {
    wipe(11, "workday");
    var leaver = leaver();
    var list = node().destruction().propose(List.of(leaver), "ann", "rehearsed");
    agree(list, "ann");
    agree(list, "bob");
    assertThat(node().destruction().lists()).hasSize(1);
    assertThat(wipes(node(), plan("workday", leaver))).isTrue();
    assertThat(new AgreedLists(jdbc()).covers(leaver, "case-" + leaver, Facts.START)).isTrue();
    assertThat(new AgreedLists(jdbc()).covers(leaver, "another", Facts.START)).isFalse();
  }

  @Test
  void tellsForWhomAYesIsLeft() {
    wipe(11, "workday");
    var first = leaver();
    var second = leaver();
    var both = List.of(first, second);
    var list = node().destruction().propose(both, "ann", "rehearsed");
    assertThat(list.digest()).isEqualTo(Destruction.digest(List.of(second, first)));
    agree(list, "ann");
    assertThat(node().destruction().agreedTo(both)).as("one agreed").isEmpty();
    agree(list, "bob");
    assertThat(node().destruction().agreedTo(List.of(first, second, leaver())))
        .as("nobody more")
        .containsExactlyInAnyOrder(first, second);
    assertThat(wipes(node(), plan("workday", first))).isTrue();
    assertThat(node().destruction().agreedTo(both)).as("used once").containsExactly(second);
    clock.advance(Duration.ofDays(30));
    assertThat(node().destruction().agreedTo(both)).as("too old").isEmpty();
  }

  @Test
  void forgetsAListThatIsTooOld() {
    wipe(11, "workday");
    var young = leaver();
    var list = node().destruction().propose(List.of(young), "ann", "rehearsed");
    agree(list, "ann");
    agree(list, "bob");
    clock.advance(Duration.ofDays(30).minusSeconds(10));
    var plan = plan("workday", young);
    assertThat(node().destruction().stopFor(plan)).isEmpty();
    clock.advance(Duration.ofSeconds(10));
    assertThat(node().destruction().stopFor(plan)).isPresent();
  }

  @Test
  void tellsAJobToWaitAMinuteAndCostsNoRetry() {
    wipe(11, "workday");
    var plan = plan("workday");
    var facts = node().safety().find(plan).orElseThrow().facts();
    assertThatThrownBy(() -> node().safety().issue(plan, facts))
        .isInstanceOfSatisfying(
            Unavailable.class,
            wait -> {
              assertThat(wait.surelyNotSent()).isTrue();
              assertThat(wait.notBefore()).contains(clock.instant().plus(Duration.ofMinutes(1)));
              assertThat(wait).hasMessageContaining("The breaker is open");
            });
  }

  private String why() {
    return Objects.requireNonNull(node().destruction().state().opening()).why();
  }

  private int wipesOf(List<EmployeeId> people) {
    return (int) people.stream().filter(one -> wipes(node(), plan("workday", one))).count();
  }

  private Destruction.PeopleList agree(Destruction.PeopleList list, String by) {
    return node().destruction().agree(list.number(), list.digest(), by, "rehearsed");
  }

  private JdbcClient jdbc() {
    return JdbcClient.create(database);
  }
}
