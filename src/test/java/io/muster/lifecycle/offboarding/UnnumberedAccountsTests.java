package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.CaseAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.directory.Account;
import io.muster.directory.AccountId;
import io.muster.ledger.Outcome.Kind;
import io.muster.people.Worker;
import org.junit.jupiter.api.Test;

/** An account at the leaver's address that bears no number is never passed over. */
class UnnumberedAccountsTests extends LeaverStage {
  @Test
  void asksAboutTheOnlyAccountThereIs() {
    okta.remove(account);
    var bare = okta.take(ada.workEmail());
    var offboarding = fired();
    run(offboarding);
    assertThat(walk.whole(offboarding)).isWaitingAt("resolveAccounts").hasNotPassed("offboarded");
    assertThat(told(offboarding)).contains(bare.value(), "bears no employee number");
    assertThat(isOpen(bare)).isTrue();
  }

  @Test
  void asksThoughAnotherConnectionHasAnAccountThatBearsTheNumber() {
    var bare = acquired.take(ada.workEmail());
    var offboarding = fired();
    pass(offboarding, MINUTE);
    assertThat(isDisabled()).isTrue();
    isOpenAndTold(offboarding, "acquired");
    assertThat(isOpenAt(bare)).isTrue();
  }

  @Test
  void asksAboutOneAtAnEarlierAddress() {
    workforce.know(
        new Worker(
            ada.id(),
            "Ada",
            "King",
            "ada.king@example.com",
            ada.department(),
            ada.title(),
            ada.location(),
            ada.costCenter(),
            ada.manager(),
            ada.zone(),
            ada.startDate(),
            false));
    okta.rename(account, "ada.king@example.com");
    var bare = okta.take(ada.workEmail());
    var offboarding = fired();
    pass(offboarding, MINUTE);
    isOpenAndTold(offboarding, bare.value());
  }

  @Test
  void disablesItOnceTheNumberIsWrittenOnIt() {
    var bare = acquired.take(ada.workEmail());
    var offboarding = fired();
    pass(offboarding, MINUTE);
    acquired.number(bare, ada.id());
    answer(offboarding, "resolveAccounts", "tryAgain");
    pass(offboarding, MINUTE);
    assertThat(isOpenAt(bare)).isFalse();
    isEndedGreen(offboarding);
  }

  @Test
  void keepsTheNameOfWhoeverSaysThatItIsNotTheirsAndAsksNoMore() {
    var bare = acquired.take(ada.workEmail());
    var offboarding = fired();
    pass(offboarding, MINUTE);
    answer(offboarding, "resolveAccounts", "goOn");
    pass(offboarding, MINUTE);
    isClosedBy(offboarding, "oneoperator", Kind.ACCOUNT, "acquired/" + bare);
    var sweep = sweep(offboarding);
    pass(sweep, DAY.multipliedBy(31));
    assertThat(walk.whole(sweep)).isEnded().hasPassed("sweepOver").hasNotPassed("resolveResidue");
    assertThat(isOpenAt(bare)).isTrue();
  }

  @Test
  void asksNobodyAboutOneThatIsDisabled() {
    acquired.set(acquired.take(ada.workEmail()), Account.Status.SUSPENDED);
    var offboarding = fired();
    pass(offboarding, MINUTE);
    isEndedGreen(offboarding);
  }

  @Test
  void goesOnOnceItIsDisabledByHand() {
    var bare = acquired.take(ada.workEmail());
    var offboarding = fired();
    pass(offboarding, MINUTE);
    acquired.set(bare, Account.Status.SUSPENDED);
    answer(offboarding, "resolveAccounts", "tryAgain");
    pass(offboarding, MINUTE);
    isEndedGreen(offboarding);
  }

  @Test
  void findsOneThatComesWhileEverythingIsReadBack() {
    var offboarding = fired();
    walkUntil(offboarding, "verifyDeparture");
    var bare = acquired.take(ada.workEmail());
    run(offboarding);
    assertThat(walk.whole(offboarding)).isWaitingAt("resolveDeparture");
    assertThat(told(offboarding)).contains(bare.value(), "bears no employee number");
    answer(offboarding, "resolveDeparture", "goOn");
    isClosedBy(offboarding, "oneoperator", Kind.ACCOUNT, "acquired/" + bare);
  }

  @Test
  void findsOneAtALaterLookAndAsksOnce() {
    var offboarding = fired();
    pass(offboarding, MINUTE);
    isEndedGreen(offboarding);
    var bare = okta.take("someone.else@example.com");
    okta.rename(account, "ada.away@example.com");
    okta.rename(bare, ada.workEmail());
    var sweep = sweep(offboarding);
    pass(sweep, HOUR.plus(MINUTE));
    assertThat(walk.whole(sweep)).isWaitingAt("resolveAccounts");
    answer(sweep, "resolveAccounts", "goOn");
    answer(sweep, "resolveResidue", "seenTo");
    pass(sweep, DAY.multipliedBy(31));
    assertThat(walk.whole(sweep)).isEnded().hasPassed("sweepOver");
  }

  private boolean isOpen(AccountId bare) {
    return !okta.read(bare).orElseThrow().barred();
  }

  private boolean isOpenAt(AccountId bare) {
    return !acquired.read(bare).orElseThrow().barred();
  }
}
