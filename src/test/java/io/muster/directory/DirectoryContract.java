package io.muster.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.directory.DirectoryWorld.EmployeeNumber;
import io.muster.ledger.CaseRef;
import io.muster.people.EmployeeId;
import io.muster.people.Worker;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.RemoteFailure.Unavailable;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every directory promises. */
public abstract class DirectoryContract {
  private static final EmployeeId ADA = new EmployeeId("E-1");
  private static final String LOGIN = "ada@example.com";
  private static final AccountId NOBODY = new AccountId("00u-nobody");

  /** The directory and what is around it; new for every test. */
  protected abstract DirectoryWorld world();

  @Test
  void saysWhereItWritesWhatFeedsTheGroupRules() {
    assertThat(world().directory().attributes())
        .containsKeys("employeeId", "title", "department", "costCenter", "location", "manager");
  }

  @Test
  void makesOneAccountHoweverOftenItIsAsked() {
    var first = ensured(ada("Engineering"));
    var second = ensured(ada("Engineering"));
    assertThat(second).isEqualTo(first);
    assertThat(world().size()).isEqualTo(1);
    var account = directory().read(first).orElseThrow();
    assertThat(account.login()).isEqualTo(LOGIN);
    assertThat(account.employee()).isEqualTo(ADA);
    assertThat(account.barred()).isFalse();
  }

  @Test
  void findsTheAccountByNumberOnceTheIndexHasSeenIt() {
    var account = ensured(ada("Engineering"));
    world().timePasses();
    assertThat(directory().find(ADA).orElseThrow().id()).isEqualTo(account);
    assertThat(directory().find(new EmployeeId("E-2"))).isEmpty();
  }

  @Test
  void findsTheAccountByLoginAtOnceAndByMailOnceTheIndexHasSeenIt() {
    var account = ensured(ada("Engineering"));
    assertThat(directory().findByLogin(LOGIN.toUpperCase(Locale.ROOT)).orElseThrow().id())
        .isEqualTo(account);
    world().timePasses();
    assertThat(directory().findByMail(LOGIN).orElseThrow().id()).isEqualTo(account);
    assertThat(directory().findByLogin("nobody@example.com")).isEmpty();
    assertThat(directory().findByMail("no\"body\\@example.com")).isEmpty();
  }

  @Test
  void letsABarredAccountInAgainHoweverOftenItIsAsked() {
    var account = ensured(ada("Engineering"));
    suspend(account);
    letIn(account);
    letIn(account);
    assertThat(directory().read(account).orElseThrow().barred()).isFalse();
    world().retire(account);
    letIn(account);
    assertThat(directory().read(account).orElseThrow().barred()).isFalse();
  }

  @Test
  void cannotLetInAnAccountThatIsGone() {
    assertThatThrownBy(() -> letIn(NOBODY)).isInstanceOf(Refused.class);
  }

  @Test
  void letsInOnceWhereTheAnswerIsLost() {
    var account = ensured(ada("Engineering"));
    suspend(account);
    world().loseNextAnswer("ensureActive");
    assertThatThrownBy(() -> letIn(account)).isInstanceOf(Unavailable.class);
    letIn(account);
    assertThat(directory().read(account).orElseThrow().barred()).isFalse();
  }

  @Test
  void knowsThePersonAgainAfterTheLoginWasChanged() {
    var account = ensured(ada("Engineering"));
    world().rename(account, "ada.king@example.com");
    world().timePasses();
    assertThat(ensured(ada("Engineering"))).isEqualTo(account);
    assertThat(world().size()).isEqualTo(1);
  }

  @Test
  void changesTheLoginHoweverOftenItIsAsked() {
    var account = ensured(ada("Engineering"));
    for (int times = 0; times < 2; times++) {
      sign(account, "ada.king@example.com");
      assertThat(directory().read(account).orElseThrow().login()).isEqualTo("ada.king@example.com");
    }
    world().timePasses();
    assertThat(directory().find(ADA).orElseThrow().id()).isEqualTo(account);
    assertThat(world().size()).isEqualTo(1);
  }

  @Test
  void givesNobodyTheLoginOfAnother() {
    var account = ensured(ada("Engineering"));
    world().account("eva@example.com", new EmployeeNumber("E-9"));
    assertThatThrownBy(() -> sign(account, "eva@example.com")).isInstanceOf(Refused.class);
    assertThat(directory().read(account).orElseThrow().login()).isEqualTo(LOGIN);
  }

  @Test
  void givesNoLoginToAnAccountThatIsGone() {
    assertThatThrownBy(() -> sign(NOBODY, LOGIN)).isInstanceOf(Refused.class);
  }

  @Test
  void refusesAnAddressThatAnotherPersonHolds() {
    world().account(LOGIN, new EmployeeNumber("E-9"));
    assertThatThrownBy(() -> ensured(ada("Engineering"))).isInstanceOf(Refused.class);
    assertThat(world().size()).isEqualTo(1);
  }

  @Test
  void refusesAnAddressHeldByAnAccountOfNobody() {
    world().account(LOGIN.toUpperCase(Locale.ROOT), null);
    assertThatThrownBy(() -> ensured(ada("Engineering")))
        .isInstanceOf(Refused.class)
        .hasMessageContaining(ADA.value());
    assertThat(world().size()).isEqualTo(1);
  }

  @Test
  void takesAnAccountThatBearsTheNumberForTheWorkersOwn() {
    var made = world().account("ada.byron@example.com", new EmployeeNumber(ADA.value()));
    world().timePasses();
    assertThat(ensured(ada("Engineering"))).isEqualTo(made);
    assertThat(directory().read(made).orElseThrow().login()).isEqualTo("ada.byron@example.com");
    assertThat(world().size()).isEqualTo(1);
  }

  @Test
  void refusesToChooseBetweenTwoAccountsOfOneNumber() {
    world().account("one@example.com", new EmployeeNumber(ADA.value()));
    world().account("two@example.com", new EmployeeNumber(ADA.value()));
    world().timePasses();
    assertThatThrownBy(() -> directory().find(ADA)).isInstanceOf(Refused.class);
    assertThatThrownBy(() -> ensured(ada("Engineering"))).isInstanceOf(Refused.class);
    assertThat(world().size()).isEqualTo(2);
  }

  @Test
  void passesByAFormerAccountOfTheNumber() {
    var former = world().account("one@example.com", new EmployeeNumber(ADA.value()));
    var inUse = world().account("two@example.com", new EmployeeNumber(ADA.value()));
    world().retire(former);
    world().timePasses();
    assertThat(directory().find(ADA).map(Account::id)).contains(inUse);
    assertThat(ensured(ada("Engineering"))).isEqualTo(inUse);
    assertThat(directory().read(former).orElseThrow().status()).isEqualTo(Account.Status.RETIRED);
  }

  @Test
  void putsPeopleIntoTheGroupsTheirAttributesCallFor() {
    world().rule("Engineering", "Engineering");
    world().rule("Sales", "Sales");
    var account = ensured(ada("Engineering"));
    world().timePasses();
    assertThat(directory().groupsOf(account)).containsExactly("Engineering");
    ensured(ada("Sales"));
    world().timePasses();
    assertThat(directory().groupsOf(account)).containsExactly("Sales");
  }

  @Test
  void saysWhySomebodyIsInNoGroup() {
    world().rule("Engineering", "Engineering");
    var account = ensured(ada("Engineering"));
    assertThat(directory().whyNotIn(account, Set.of("Engineering", "Nowhere")))
        .contains("Engineering: ")
        .contains("evaluated")
        .contains("Nowhere: ");
  }

  @Test
  void keepsTheMembershipWhereItIsToldTo() {
    world().group("Readers");
    world().group("Writers");
    var account = ensured(ada("Engineering"));
    keep(account, Set.of("Readers", "Writers"), Set.of());
    keep(account, Set.of("Readers", "Writers"), Set.of());
    assertThat(world().keeper().groupsOf(account)).containsExactlyInAnyOrder("Readers", "Writers");
    keep(account, Set.of("Writers"), Set.of("Readers", "Nowhere"));
    keep(account, Set.of("Writers"), Set.of("Readers", "Nowhere"));
    assertThat(world().keeper().groupsOf(account)).containsExactly("Writers");
    assertThat(world().keeper().whyNotIn(account, Set.of("Readers"))).contains("Muster");
  }

  @Test
  void leavesTheMembershipToRulesUnlessTold() {
    world().group("Readers");
    var account = ensured(ada("Engineering"));
    keep(account, Set.of("Readers"), Set.of());
    inCase(
        () -> {
          directory().ensureMembership(account, Set.of("Nowhere"), Set.of("Readers"));
          return true;
        });
    assertThat(directory().groupsOf(account)).containsExactly("Readers");
  }

  @Test
  void cannotKeepTheMembershipOfAGroupThatIsNotThere() {
    var account = ensured(ada("Engineering"));
    assertThatThrownBy(() -> keep(account, Set.of("Nowhere"), Set.of()))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("Nowhere");
  }

  @Test
  void takesWhoIsGoneForOneInNoGroup() {
    world().group("Readers");
    keep(NOBODY, Set.of(), Set.of("Readers"));
    assertThatThrownBy(() -> keep(NOBODY, Set.of("Readers"), Set.of()))
        .isInstanceOf(Refused.class)
        .hasMessageContaining(NOBODY.value());
  }

  @Test
  void putsSomebodyIntoAGroupOnceWhereTheAnswerIsLost() {
    world().group("Readers");
    var account = ensured(ada("Engineering"));
    world().loseNextAnswer("ensureMembership");
    assertThatThrownBy(() -> keep(account, Set.of("Readers"), Set.of()))
        .isInstanceOf(Unavailable.class);
    keep(account, Set.of("Readers"), Set.of());
    assertThat(world().keeper().groupsOf(account)).containsExactly("Readers");
  }

  @Test
  void barsOnceAndForAll() {
    var account = ensured(ada("Engineering"));
    suspend(account);
    suspend(account);
    assertThat(directory().read(account).orElseThrow().barred()).isTrue();
  }

  @Test
  void retiresOnceAndForAll() {
    var account = ensured(ada("Engineering"));
    retire(account);
    retire(account);
    assertThat(directory().read(account).orElseThrow().status()).isEqualTo(Account.Status.RETIRED);
  }

  @Test
  void letsARehireInAgain() {
    var account = ensured(ada("Engineering"));
    retire(account);
    world().timePasses();
    assertThat(ensured(ada("Engineering"))).isEqualTo(account);
    assertThat(directory().read(account).orElseThrow().barred()).isFalse();
  }

  @Test
  void letsInAgainWhoWasSuspended() {
    var account = ensured(ada("Engineering"));
    suspend(account);
    world().timePasses();
    assertThat(ensured(ada("Engineering"))).isEqualTo(account);
    assertThat(directory().read(account).orElseThrow().barred()).isFalse();
  }

  @Test
  void retiresWhoWasSuspendedAndDoesNotTakeThatBack() {
    var account = world().account(LOGIN, new EmployeeNumber(ADA.value()));
    world().suspend(account);
    retire(account);
    suspend(account);
    endSessions(account);
    assertThat(directory().read(account).orElseThrow().status()).isEqualTo(Account.Status.RETIRED);
  }

  @Test
  void doesNothingWhenTheCallIsTurnedAway() {
    world().turnAwayNext("ensureAccount");
    assertThatThrownBy(() -> ensured(ada("Engineering")))
        .isInstanceOfSatisfying(
            Unavailable.class, failure -> assertThat(failure.surelyNotSent()).isTrue());
    assertThat(world().size()).isZero();
    var account = world().account(LOGIN, new EmployeeNumber(ADA.value()));
    world().turnAwayNext("ensureSuspended");
    assertThatThrownBy(() -> suspend(account)).isInstanceOf(Unavailable.class);
    assertThat(directory().read(account).orElseThrow().barred()).isFalse();
  }

  @Test
  void leavesWhoIsGoneInPeace() {
    var account = ensured(ada("Engineering"));
    world().remove(account);
    suspend(account);
    endSessions(account);
    retire(account);
    assertThat(directory().read(account)).isEmpty();
    assertThat(directory().read(NOBODY)).isEmpty();
    assertThat(directory().groupsOf(account)).isEmpty();
  }

  @Test
  void showsThatSessionsEndedOrShowsNothing() {
    var account = world().account(LOGIN, new EmployeeNumber(ADA.value()));
    longAfter();
    var since = world().clock().instant();
    endSessions(account);
    world().timePasses();
    assertThat(directory().sessionsEnded(account, since)).isNotEqualTo(Optional.of(false));
  }

  @Test
  void takesNoSessionsForEndedThatWereNot() {
    var account = world().account(LOGIN, new EmployeeNumber(ADA.value()));
    longAfter();
    var since = world().clock().instant();
    assertThat(directory().sessionsEnded(account, since)).isNotEqualTo(Optional.of(true));
    suspend(account);
    world().timePasses();
    assertThat(directory().sessionsEnded(account, since)).isNotEqualTo(Optional.of(true));
  }

  @Test
  void takesTheEndOfEarlierSessionsForNoOtherThanClocksDiffer() {
    var account = world().account(LOGIN, new EmployeeNumber(ADA.value()));
    longAfter();
    var ended = world().clock().instant();
    endSessions(account);
    longAfter();
    var latest = ended.plus(Directory.CLOCK_SKEW);
    assertThat(directory().sessionsEnded(account, latest)).isNotEqualTo(Optional.of(false));
    assertThat(directory().sessionsEnded(account, latest.plusSeconds(1)))
        .isNotEqualTo(Optional.of(true));
    assertThat(directory().sessionsEnded(account, world().clock().instant()))
        .isNotEqualTo(Optional.of(true));
  }

  @Test
  void tellsSessionsOfOneAccountFromThoseOfAnother() {
    var account = world().account(LOGIN, new EmployeeNumber(ADA.value()));
    var other = world().account("other@example.com", new EmployeeNumber("E-9"));
    longAfter();
    var since = world().clock().instant();
    endSessions(other);
    world().timePasses();
    assertThat(directory().sessionsEnded(account, since)).isNotEqualTo(Optional.of(true));
  }

  @Test
  void knowsNoSessionsOfWhoIsGone() {
    var account = world().account(LOGIN, new EmployeeNumber(ADA.value()));
    world().remove(account);
    var since = world().clock().instant();
    assertThat(directory().sessionsEnded(account, since)).isNotEqualTo(Optional.of(false));
    assertThat(directory().sessionsEnded(NOBODY, since)).isNotEqualTo(Optional.of(false));
  }

  @Test
  void showsSoTooWhereTheAnswerToTheEndingIsLost() {
    var account = world().account(LOGIN, new EmployeeNumber(ADA.value()));
    longAfter();
    var since = world().clock().instant();
    world().loseNextAnswer("ensureSessionsEnded");
    assertThatThrownBy(() -> endSessions(account)).isInstanceOf(Unavailable.class);
    endSessions(account);
    world().timePasses();
    assertThat(directory().sessionsEnded(account, since)).isNotEqualTo(Optional.of(false));
  }

  private void longAfter() {
    world().clock().advance(Duration.ofMinutes(10));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ensureAccount", "ensureSuspended", "ensureSessionsEnded", "ensureRetired"})
  void endsTheSameWhereTheAnswerIsLost(String operation) {
    if (!operation.equals("ensureAccount")) {
      ensured(ada("Engineering"));
    }
    world().loseNextAnswer(operation);
    assertThatThrownBy(() -> all(operation)).isInstanceOf(Unavailable.class);
    all(operation);
    assertThat(world().size()).isEqualTo(1);
  }

  private void all(String operation) {
    var account = ensured(ada("Engineering"));
    if (operation.equals("ensureSuspended")) {
      suspend(account);
      assertThat(directory().read(account).orElseThrow().barred()).isTrue();
    } else if (operation.equals("ensureSessionsEnded")) {
      endSessions(account);
    } else if (operation.equals("ensureRetired")) {
      retire(account);
      assertThat(directory().read(account).orElseThrow().barred()).isTrue();
    }
  }

  private Directory directory() {
    return world().directory();
  }

  private AccountId ensured(Worker worker) {
    return inCase(() -> directory().ensureAccount(worker));
  }

  private void sign(AccountId account, String login) {
    var done =
        inCase(
            () -> {
              directory().ensureLogin(account, login);
              return account;
            });
    assertThat(done).isEqualTo(account);
  }

  private void keep(AccountId account, Set<String> wanted, Set<String> unwanted) {
    inCase(
        () -> {
          world().keeper().ensureMembership(account, wanted, unwanted);
          return true;
        });
  }

  private void suspend(AccountId account) {
    inCase(
        () -> {
          directory().ensureSuspended(account);
          return true;
        });
  }

  private void letIn(AccountId account) {
    inCase(
        () -> {
          directory().ensureActive(account);
          return true;
        });
  }

  private void endSessions(AccountId account) {
    inCase(
        () -> {
          directory().ensureSessionsEnded(account);
          return true;
        });
  }

  private void retire(AccountId account) {
    inCase(
        () -> {
          directory().ensureRetired(account);
          return true;
        });
  }

  private static <T> T inCase(Supplier<T> work) {
    return new CaseRef("contract", "case-1", ADA, "step").during(work);
  }

  private static Worker ada(String department) {
    return new Worker(
        ADA,
        "Ada",
        "Lovelace",
        LOGIN,
        department,
        "Analyst",
        "Berlin",
        "CC-1",
        new EmployeeId("E-7"),
        ZoneOffset.UTC,
        LocalDate.parse("2026-03-02"),
        false);
  }
}
