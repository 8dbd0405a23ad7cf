package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.CaseAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.ledger.Outcome;
import io.muster.ledger.Outcome.Kind;
import io.muster.ledger.Outcome.State;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.safety.DeviceId;
import io.muster.testing.InMemoryDirectory;
import io.muster.testing.InMemoryFleet.Deed;
import io.muster.testing.InMemoryFleet.Lie;
import java.time.Duration;
import java.util.stream.Stream;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every outcome of a leaver, with every way in which a system that answers yes may be lying: never
 * does a case end as if all were well, and always are people told of it by name.
 */
class OutcomeLiesTests extends LeaverStage {
  private DeviceId device = new DeviceId(1);

  /** How the outcome is lied about. */
  enum Told {
    NOTHING("200 and nothing"),
    FAILED("failed in history"),
    ANOTHER("another's answer"),
    UNDONE("undone later"),
    SILENT("never answers");

    final String words;

    Told(String words) {
      this.words = words;
    }
  }

  static Stream<Arguments> cells() {
    return Stream.of(Kind.values())
        .flatMap(
            kind ->
                Stream.of(Told.values())
                    .map(told -> Arguments.of(kind, told, nearest(kind, told))));
  }

  /** What stands in a cell that makes no sense as it is called. */
  private static String nearest(Kind kind, Told told) {
    var ofAccounts = kind == Kind.ACCOUNT || kind == Kind.SESSIONS;
    return switch (told) {
      case NOTHING, SILENT -> told.words;
      case FAILED ->
          ofAccounts || kind == Kind.GROUPS
              ? "there is no history: refused however often it is asked"
              : told.words;
      case ANOTHER ->
          ofAccounts || kind == Kind.GROUPS ? "reading back answers about another" : told.words;
      case UNDONE ->
          switch (kind) {
            case SESSIONS -> "undone later, of an account that is only disabled";
            case DISENROL, WIPE -> "cannot be undone: forgotten, and enrolled again later";
            default -> told.words;
          };
    };
  }

  @ParameterizedTest(name = "{0}: {1} ({2})")
  @MethodSource("cells")
  void noLieEndsGreenAndEachIsToldByName(Kind kind, Told told, String as) {
    device = kind == Kind.DISENROL ? phone() : laptop();
    var target = target(kind);
    if (told == Told.UNDONE && kind != Kind.DISENROL && kind != Kind.WIPE) {
      undoneLater(kind, target);
      return;
    }
    lie(kind, told);
    var offboarding = left();
    pass(offboarding, MINUTE);
    if (keys(offboarding).contains("approveWipe")) {
      var wiped = kind == Kind.WIPE || kind == Kind.GROUPS;
      answer(offboarding, "approveWipe", wiped ? "approve" : "decline");
    }
    // a directory is asked every half minute, and its sessions show within ten
    var ofAccounts = kind == Kind.ACCOUNT || kind == Kind.SESSIONS;
    pass(offboarding, ofAccounts ? MINUTE.multipliedBy(20) : DAY.multipliedBy(5));
    isOpenAndTold(offboarding, named(kind, target));
    assertThat(outcome(offboarding, kind, target).map(Outcome::settled).orElse(false))
        .as("what is known of it: %s", outcomes.of(offboarding.getId()))
        .isFalse();
  }

  /** What people have to be told of: the account, the user or the device. */
  private String named(Kind kind, String target) {
    return switch (kind) {
      case ACCOUNT, SESSIONS -> account.value();
      case GROUPS -> target;
      default -> device.toString();
    };
  }

  private String target(Kind kind) {
    return switch (kind) {
      case ACCOUNT, SESSIONS -> target();
      case GROUPS -> user().value();
      default -> device.toString();
    };
  }

  private void lie(Kind kind, Told told) {
    switch (kind) {
      case ACCOUNT -> directory("ensureSuspended", "read", told);
      case SESSIONS -> directory("ensureSessionsEnded", "sessionsEnded", told);
      case GROUPS -> groups(told);
      case LOCK -> fleet.lie(Deed.LOCK, device, lie(told));
      case ISOLATION -> fleet.lie(Deed.ISOLATE, device, lie(told));
      case DISENROL, WIPE -> fleet.lie(Deed.WIPE, device, lie(told));
    }
  }

  private static Lie lie(Told told) {
    return switch (told) {
      case NOTHING -> Lie.FORGETS;
      case FAILED -> Lie.FAILS;
      case ANOTHER -> Lie.SHOWS_ANOTHER;
      case UNDONE -> Lie.UNDOES;
      case SILENT -> Lie.NEVER_ENDS;
    };
  }

  private void directory(String wish, String look, Told told) {
    switch (told) {
      case NOTHING -> okta.lie(wish, InMemoryDirectory.Lie.FORGETS);
      case FAILED ->
          okta.mishaps()
              .failAlways(wish, new Refused("The account %s is protected.".formatted(account)));
      case ANOTHER -> okta.lie(look, InMemoryDirectory.Lie.SHOWS_ANOTHER);
      case UNDONE -> okta.lie(wish, InMemoryDirectory.Lie.UNDOES);
      case SILENT -> okta.lie(wish, InMemoryDirectory.Lie.NEVER_ANSWERS);
    }
    if (wish.equals("ensureSuspended") && told == Told.NOTHING) {
      okta.lie("ensureRetired", InMemoryDirectory.Lie.FORGETS);
    }
  }

  private void groups(Told told) {
    switch (told) {
      case NOTHING, UNDONE -> fleet.keepGroups(true);
      case FAILED -> fleet.mishaps().failAlways("ensureInNoGroup", new Refused("No."));
      case ANOTHER ->
          fleet.mishaps().failAlways("groupsOf", answerLost("It answers about another user."));
      case SILENT -> fleet.mishaps().failAlways("ensureInNoGroup", answerLost("It is silent."));
    }
  }

  /** What was true when the case ended and no longer is, the looks afterwards find. */
  private void undoneLater(Kind kind, String target) {
    if (kind == Kind.SESSIONS) {
      okta.lie("ensureRetired", InMemoryDirectory.Lie.FORGETS);
    }
    var offboarding = left();
    pass(offboarding, MINUTE);
    answer(offboarding, "approveWipe", "decline");
    pass(offboarding, DAY);
    assertThat(walk.whole(offboarding)).hasEndedAt("offboarded");
    assertThat(outcome(offboarding, kind, target).orElseThrow().state()).isEqualTo(State.OBSERVED);
    var sweep = sweep(offboarding);
    switch (kind) {
      case ACCOUNT -> okta.undo(account);
      case SESSIONS -> okta.loseSessionEnds(account);
      case GROUPS -> fleet.join("Engineering", user());
      case LOCK -> fleet.lie(Deed.LOCK, device, Lie.UNDOES);
      default -> fleet.lie(Deed.ISOLATE, device, Lie.UNDOES);
    }
    pass(sweep, DAY);
    assertThat(walk.whole(sweep)).hasNotPassed("sweepOver").isNotEnded();
    assertThat(told(sweep)).as("%s", standing(sweep)).contains(named(kind, target));
  }

  @ParameterizedTest
  @MethodSource("wiped")
  void whatWasWipedAndIsEnrolledAgainIsFound(Kind kind) {
    device = kind == Kind.DISENROL ? phone() : laptop();
    var offboarding = left();
    pass(offboarding, MINUTE);
    if (kind == Kind.WIPE) {
      answer(offboarding, "approveWipe", "approve");
    }
    pass(offboarding, MINUTE.multipliedBy(5));
    isEndedGreen(offboarding);
    var sweep = sweep(offboarding);
    fleet.enrolAgain(device, "SERIAL" + device, walk.now());
    pass(sweep, HOUR.multipliedBy(2));
    assertThat(told(sweep)).contains(device.toString());
    assertThat(fleet.wipes(device)).as("nothing new is wiped by itself").isEqualTo(1);
  }

  static Stream<Kind> wiped() {
    return Stream.of(Kind.DISENROL, Kind.WIPE);
  }

  @ParameterizedTest
  @CsvSource({"61, CONTRADICTED", "60, OBSERVED"})
  void sessionsThatEndedBeforeWeAskedAreNoEvidence(int secondsBefore, State state) {
    okta.ensureSessionsEnded(account);
    okta.lie("ensureSessionsEnded", InMemoryDirectory.Lie.FORGETS);
    walk.set(walk.now().plusSeconds(secondsBefore));
    var offboarding = left();
    pass(offboarding, Duration.ofMinutes(15));

    assertThat(outcome(offboarding, Kind.SESSIONS, target()).orElseThrow().state())
        .isEqualTo(state);
  }

  @Test
  void whatADirectoryNeverShowsIsSaidInWords() {
    okta.hideSessions();
    ProcessInstance offboarding = left();
    pass(offboarding, HOUR);
    assertThat(walk.whole(offboarding)).hasEndedAt("offboarded");
    assertThat(outcome(offboarding, Kind.SESSIONS, target()))
        .hasValueSatisfying(
            sessions -> {
              assertThat(sessions.state()).isEqualTo(State.NOT_OBSERVABLE);
              assertThat(sessions.words()).contains("does not show whether it did");
            });
  }

  @Test
  void onlyANamedPersonClosesWhatWasNeverSeen() {
    device = laptop();
    fleet.lie(Deed.LOCK, device, Lie.FAILS);
    var offboarding = left();
    pass(offboarding, MINUTE);
    answer(offboarding, "approveWipe", "decline");
    answer(offboarding, "seeToDevice", "writeOff");
    pass(offboarding, HOUR);
    isClosedBy(offboarding, "one", Kind.LOCK, device.toString());
  }
}
