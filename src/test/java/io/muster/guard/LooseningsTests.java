package io.muster.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.guard.Loosening.Digest;
import io.muster.guard.Loosening.Kind;
import io.muster.guard.Loosening.Subject;
import io.muster.guard.Loosenings.Change;
import io.muster.guard.Loosenings.State;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.testing.MovableClock;
import io.muster.testing.Postgres;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A change that makes destruction easier waits for the right people and the time. */
class LooseningsTests {
  private static final Instant START = Instant.parse("2026-11-30T09:00:00Z");
  private static final Duration DAY = Duration.ofHours(24);
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Person ALICE =
      new Person("alice", Set.of("alice@example.com"), Set.of("processowner", "approver"));
  private static final Person BOB = approver("bob");
  private static final Person CLARA = approver("clara");
  private static final Person DAVE = approver("dave");
  private static final Person ERIN = approver("erin");

  private final DataSource database = Postgres.dataSource();
  private final MovableClock clock = new MovableClock(START);
  private final Loosenings loosenings = AgreedDeployments.on(database, clock);

  @Test
  void isLiveADayAfterAnotherPersonAgreedAndNotASecondSooner() {
    var change = submit("content", "base", ALICE);
    assertThat(change.missing()).isOne();
    assertThat(loosenings.agreed(new Digest("content", "base"))).isEmpty();
    clock.advance(DAY.multipliedBy(30));
    assertThat(loosenings.due()).as("time alone makes nothing live").isEmpty();

    var agreed = agree(change, BOB);

    assertThat(agreed.missing()).isZero();
    assertThat(agreed.liveAt()).isEqualTo(clock.instant().plus(DAY));
    clock.advance(DAY.minus(TICK));
    assertThat(loosenings.agreed(new Digest("content", "base"))).isEmpty();
    assertThat(loosenings.due()).isEmpty();
    clock.advance(TICK);
    assertThat(loosenings.agreed(new Digest("content", "base"))).isPresent();
    assertThat(loosenings.due()).extracting(Change::number).containsExactly(change.number());
  }

  @Test
  void isLiveAtOnceWhenTwoMoreAgree() {
    var change = submit("content", "base", ALICE);
    agree(change, BOB);
    agree(change, CLARA);
    assertThat(loosenings.due()).as("one more is not two").isEmpty();
    assertThat(agree(change, DAVE).liveAt()).isEqualTo(clock.instant());
    assertThat(loosenings.due()).hasSize(1);
  }

  @Test
  void takesTwoPeopleWhereNobodyHandedItIn() {
    var change = submit("content", "base", null);
    assertThat(change.missing()).isEqualTo(2);
    assertThat(agree(change, BOB).liveAt()).isNull();
    clock.advance(DAY.multipliedBy(3));
    assertThat(loosenings.due()).isEmpty();
    assertThat(agree(change, CLARA).liveAt()).isEqualTo(clock.instant().plus(DAY));
    assertThat(agree(change, DAVE).liveAt()).isEqualTo(clock.instant().plus(DAY));
    assertThat(agree(change, ERIN).liveAt()).isEqualTo(clock.instant());
  }

  @Test
  void theAuthorAgreesUnderNoName() {
    var change = submit("content", "base", ALICE);
    for (var self :
        List.of(
            ALICE,
            approver("ALICE"),
            approver("  alice "),
            new Person("adm-alice", Set.of("Alice@Example.com"), Set.of("administrator")),
            new Person("alice2", Set.of("alice+it@example.com"), Set.of("approver")),
            // what HR knows of her
            new Person("E1001", Set.of("alice@example.com", "e1001"), Set.of("approver")))) {
      assertThatThrownBy(() -> agree(change, self))
          .as(self.name())
          .isInstanceOf(Refused.class)
          .hasMessageContaining("handed change");
    }
    assertThat(loosenings.find(change.number()).orElseThrow().agreed()).isEmpty();
  }

  @Test
  void whoeverHandsTheSameInIsAnAuthorTooAndTheYesOfBeforeIsVoid() {
    var change = submit("content", "base", ALICE);
    agree(change, BOB);

    var again = submit("content", "base", BOB);

    assertThat(again.number()).isEqualTo(change.number());
    assertThat(again.authors()).containsExactly("alice", "bob");
    assertThat(again.agreed()).isEmpty();
    assertThat(again.liveAt()).isNull();
    assertThatThrownBy(() -> agree(change, BOB)).isInstanceOf(Refused.class);
  }

  @Test
  void nobodyAgreesTwiceOrWithoutTheGroupOrToAnotherContent() {
    var change = submit("content", "base", null);
    agree(change, BOB);
    assertThatThrownBy(() -> agree(change, BOB)).hasMessageContaining("agreed to change");
    assertThatThrownBy(
            () -> agree(change, new Person("bob2", Set.of("BOB"), Set.of("administrator"))))
        .hasMessageContaining("another account");
    for (var group : List.of("operator", "processowner", "hr", "auditor")) {
      assertThatThrownBy(() -> agree(change, new Person("olga", Set.of(), Set.of(group))))
          .as(group)
          .hasMessageContaining("in none of the groups");
    }
    assertThatThrownBy(() -> loosenings.agree(change.number(), "other", CLARA, "yes"))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("another than the one you were shown");
    assertThat(loosenings.find(change.number()).orElseThrow().agreed()).hasSize(1);
    assertThatThrownBy(() -> loosenings.agree(4711, "content", CLARA, "yes"))
        .hasMessageContaining("no change 4711");
  }

  @Test
  void aRefusalIsForGoodAndAFileThatIsTheSameStaysRefused() {
    var change = submit("content", "base", null);
    agree(change, BOB);
    agree(change, CLARA);
    assertThatThrownBy(
            () -> loosenings.refuse(change.number(), new Person("olga", Set.of(), Set.of()), "no"))
        .hasMessageContaining("in none of the groups");

    var refused = loosenings.refuse(change.number(), DAVE, "not on my watch");

    assertThat(refused.state()).isEqualTo(State.REFUSED);
    clock.advance(DAY.multipliedBy(2));
    assertThat(loosenings.due()).isEmpty();
    assertThat(loosenings.agreed(new Digest("content", "base"))).isEmpty();
    assertThatThrownBy(() -> agree(change, ERIN)).hasMessageContaining("waits no more");
    assertThat(submit("content", "base", null).number()).isEqualTo(change.number());
    assertThat(submit("content", "base", ALICE).number())
        .as("a person may ask again, and everybody is asked anew")
        .isNotEqualTo(change.number());
  }

  @Test
  void theAuthorTakesItBack() {
    var change = submit("content", "base", ALICE);
    var back = new Person("adm-alice", Set.of("alice@example.com"), Set.of());
    assertThat(loosenings.refuse(change.number(), back, "a mistake").state())
        .isEqualTo(State.REFUSED);
  }

  @Test
  void aChangedFileStartsAgain() {
    var change = submit("content", "base", null);
    agree(change, BOB);
    agree(change, CLARA);

    var other = submit("other", "base", null);

    assertThat(other.agreed()).isEmpty();
    assertThat(loosenings.find(change.number()).orElseThrow().state()).isEqualTo(State.REPLACED);
    clock.advance(DAY);
    assertThat(loosenings.due()).isEmpty();
    loosenings.withdraw(Kind.MODELS, "offboarding");
    assertThat(loosenings.waiting()).isEmpty();
  }

  @Test
  void theSameContentOverAnotherBaseStartsAgainAndKeepsItsAuthor() {
    var change = submit("content", "base", ALICE);
    agree(change, BOB);

    var anew = submit("content", "tightened meanwhile", null);

    assertThat(anew.agreed()).isEmpty();
    assertThat(anew.authors()).containsExactly("alice");
    assertThatThrownBy(() -> agree(anew, ALICE)).isInstanceOf(Refused.class);
    assertThat(loosenings.find(change.number()).orElseThrow().state()).isEqualTo(State.REPLACED);
  }

  @Test
  void aRestartAndAnotherNodeSeeTheSame() {
    var change = submit("content", "base", ALICE);
    agree(change, BOB);
    var restarted = AgreedDeployments.on(database, clock);
    clock.advance(DAY);
    assertThat(restarted.due()).extracting(Change::number).containsExactly(change.number());
    assertThat(restarted.files(change.number()).get("wipe-decision.dmn"))
        .isEqualTo("table".getBytes(StandardCharsets.UTF_8));
    assertThat(restarted.live(change.number(), "deployment")).isTrue();
    assertThat(loosenings.live(change.number(), "deployment")).as("once").isFalse();
    assertThat(loosenings.liveWith("deployment")).isPresent();
    assertThat(loosenings.agreed(new Digest("content", "base"))).isEmpty();
  }

  private Change submit(String content, String base, @Nullable Person author) {
    return loosenings.submit(
        new Loosening(
            new Subject(Kind.MODELS, "offboarding", "muster", "the models folder"),
            new Digest(content, base),
            List.of("corporate device: approval by two people → by nobody"),
            author,
            Map.of("wipe-decision.dmn", "table".getBytes(StandardCharsets.UTF_8))));
  }

  private Change agree(Change change, Person person) {
    return loosenings.agree(change.number(), change.content(), person, "looked at it");
  }

  private static Person approver(String name) {
    return new Person(name, Set.of(), Set.of("approver"));
  }
}
