package io.muster.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.RemoteFailure.Unavailable;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** One call stops every wipe on every node; going on takes two people. */
class PauseTests extends BreakerStage {
  @Test
  void stopsWhatIsIssuedAndWhatIsSpentOnAnotherNode() {
    var warrant = smuggled(plan("workday"));
    var other = node();
    node().destruction().pause("op", "looks like an attack");
    assertThat(spends(other, warrant)).isFalse();
    assertThat(wipes(other, plan("workday"))).isFalse();
    assertThat(calls).hasValue(0);
    assertThat(other.destruction().state().waiting()).hasSize(2);
  }

  @Test
  void stopsAWipeThatHasTheRightToCallAlready() {
    var plan = plan("workday");
    var node = node();
    var live = node.safety().find(plan).orElseThrow().facts();
    var warrant = node.safety().issue(plan, live);
    clock.advance(Duration.ofSeconds(1));
    assertThatThrownBy(
            () ->
                node.safety()
                    .spend(
                        warrant,
                        new Facts(live).seenAt(clock.instant()).now(),
                        () -> false,
                        () -> {
                          node().destruction().pause("op", "stop");
                          node.safety().demandWarrantFor(live.device());
                          calls.incrementAndGet();
                        }))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("paused by op");
    assertThat(calls).hasValue(0);
  }

  @Test
  void lastsUntilTwoDifferentPeopleAgree() {
    var waits = plan("workday");
    node().destruction().pause("op", "stop");
    assertThat(node().destruction().resume("op", "false alarm").resumedAt()).isNull();
    assertThatThrownBy(() -> node().destruction().resume("OP ", "really"))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("second person");
    assertThat(wipes(node(), waits)).isFalse();

    var ended = node().destruction().resume("admin", "looked at it");
    assertThat(ended.resumedAt()).isEqualTo(clock.instant());
    assertThat(ended.resuming())
        .extracting(Destruction.Yes::by)
        .containsExactlyInAnyOrder("op", "admin");
    assertThat(wipes(node(), waits)).isTrue();
    assertThat(node().destruction().state().waiting()).isEmpty();
  }

  @Test
  void anAccountThatSomebodyHasJustMadeIsNeitherTheFirstNorTheSecondPerson() {
    var node = node();
    node.destruction().pause(SafetyNode.JUST_MADE, "stopping is for everybody");
    assertTurnedAway(() -> node.destruction().resume(SafetyNode.JUST_MADE + " ", "over"));
    node.destruction().resume("op", "over");
    assertTurnedAway(() -> node.destruction().resume(SafetyNode.JUST_MADE, "over"));
    assertThat(node.destruction().state().pause()).isNotNull();
    node.destruction().resume("admin", "over");

    wipe(10, "workday");
    assertThat(wipes(node, plan("workday"))).as("the breaker is open").isFalse();
    var list = node.destruction().state().list();
    assertTurnedAway(() -> node.destruction().close(list, SafetyNode.JUST_MADE, "meant so"));

    var people = List.of(leaver());
    var proposed = node.destruction().propose(people, SafetyNode.JUST_MADE, "counts for nothing");
    assertTurnedAway(
        () ->
            node.destruction()
                .agree(proposed.number(), proposed.digest(), SafetyNode.JUST_MADE, "yes"));
  }

  private static void assertTurnedAway(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(Refused.class)
        .hasMessageContaining("The account was changed");
  }

  @Test
  void keepsTheFirstPauseAndCanBePausedAnew() {
    var first = node().destruction().pause("op", "stop");
    assertThat(node().destruction().pause("admin", "me too")).isEqualTo(first);
    node().destruction().resume("op", "");
    node().destruction().resume("admin", "");
    assertThatThrownBy(() -> node().destruction().resume("op", ""))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("not paused");
    assertThat(node().destruction().pause("admin", "again").number()).isGreaterThan(first.number());
  }

  @Test
  void holdsEvenForWhatTwoPeopleAgreedTo() {
    wipe(10, "workday");
    var waits = plan("workday");
    assertThat(wipes(node(), waits)).isFalse();
    close();
    node().destruction().pause("op", "stop");
    assertThat(wipes(node(), waits)).isFalse();
  }
}
