package io.muster.directory.vendor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.directory.Account.Status;
import io.muster.directory.AccountId;
import io.muster.directory.Directory;
import io.muster.directory.DirectoryContract;
import io.muster.directory.DirectoryWorld;
import io.muster.directory.DirectoryWorld.EmployeeNumber;
import io.muster.directory.vendor.AccountVisibility.NewAccountsLate;
import io.muster.directory.vendor.AccountVisibility.Replicated;
import io.muster.ledger.CaseRef;
import io.muster.ledger.Entry;
import io.muster.people.EmployeeId;
import io.muster.people.Worker;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.RemoteFailure.Unavailable;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** The account workflow keeps the directory's promises over the plainest of vendors. */
class VendorDirectoryTests extends DirectoryContract {
  private static final EmployeeId ADA = new EmployeeId("E-1");
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration AWAITED = Duration.ofMinutes(5);
  private static final Duration FOR_EVER = Duration.ofDays(9);

  private final PlainWorld world = new PlainWorld();
  private final Directory directory = world.directory();

  @Override
  protected DirectoryWorld world() {
    return world;
  }

  @Test
  void asksForNoOtherAccountWhileANewOneMayNotBeShownYet() {
    world.vendor().showNewAccounts(new NewAccountsLate(AWAITED), FOR_EVER);
    assertWaits(this::ensure);
    assertThat(world.vendor().creations()).isEqualTo(1);
    world.clock().advance(AWAITED.minus(SECOND));
    assertWaits(this::ensure);
    assertThat(world.vendor().creations()).isEqualTo(1);
    world.clock().advance(SECOND);
    assertThatThrownBy(() -> inCase(this::ensure)).isInstanceOf(Refused.class);
    assertThat(world.vendor().creations()).isEqualTo(2);
  }

  @Test
  void goesOnOnceANewAccountIsShown() {
    world.vendor().showNewAccounts(new NewAccountsLate(AWAITED), Duration.ofSeconds(20));
    assertWaits(this::ensure);
    world.clock().advance(Duration.ofSeconds(20));
    inCase(this::ensure);
    assertThat(world.vendor().creations()).isEqualTo(1);
    assertThat(entries())
        .containsExactly(Tuple.tuple("account.create", Entry.Answer.ACCEPTED, true));
  }

  @Test
  void takesARefusalForALateCopyWhereItMayHaveMadeTheAccountItself() {
    world.vendor().showNewAccounts(new Replicated(), FOR_EVER);
    assertWaits(this::ensure);
    world.clock().advance(Duration.ofMinutes(15).minus(SECOND));
    assertWaits(this::ensure);
    assertThat(world.vendor().creations()).isEqualTo(2);
  }

  @Test
  void believesARefusalOnceNoCopyCanBeThatLate() {
    world.vendor().showNewAccounts(new Replicated(), FOR_EVER);
    assertWaits(this::ensure);
    world.clock().advance(Duration.ofMinutes(15));
    assertThatThrownBy(() -> inCase(this::ensure))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("taken");
  }

  @Test
  void doesNotWaitForWhatShouldBeShownAtOnce() {
    world.vendor().showNewAccounts(new AccountVisibility.Immediate(), FOR_EVER);
    assertThatThrownBy(() -> inCase(this::ensure))
        .isInstanceOfSatisfying(
            Unavailable.class, lost -> assertThat(lost.waitsForItsTurn()).isFalse());
  }

  @Test
  void takesTheAccountThatSomebodyElseMadeMeanwhile() {
    world.vendor().beforeNext(() -> world.vendor().add("ada@example.com", ADA.value()));
    inCase(this::ensure);
    assertThat(world.size()).isEqualTo(1);
  }

  @Test
  void seesTheGroupsThatWereJoinedBeforeOneIsRefused() {
    var account = account();
    world.vendor().group("Alpha");
    world.vendor().group("Beta");
    world
        .vendor()
        .beforeNext(
            () ->
                world
                    .vendor()
                    .beforeNext(
                        () -> {
                          throw new Refused("kept by a rule");
                        }));
    assertThatThrownBy(
            () ->
                inCase(
                    () ->
                        world
                            .keeper()
                            .ensureMembership(account, Set.of("Alpha", "Beta"), Set.of())))
        .isInstanceOf(Refused.class);
    assertThat(entries())
        .containsExactly(
            Tuple.tuple("group.join", Entry.Answer.ACCEPTED, true),
            Tuple.tuple("group.join", Entry.Answer.REFUSED, null));
  }

  @Test
  void isContentWhereSomebodyElseDisabledItMeanwhile() {
    var account = account();
    world
        .vendor()
        .beforeNext(
            () -> {
              world.suspend(account);
              throw new Refused("not active");
            });
    inCase(() -> directory.ensureSuspended(account));
    assertThat(entries())
        .containsExactly(Tuple.tuple("account.suspend", Entry.Answer.REFUSED, true));
  }

  @Test
  void tellsARefusalWhereTheAccountIsNotAsWished() {
    var account = account();
    world
        .vendor()
        .beforeNext(
            () -> {
              throw new Refused("no");
            });
    assertThatThrownBy(() -> inCase(() -> directory.ensureSuspended(account)))
        .isInstanceOf(Refused.class)
        .hasMessage("no");
  }

  @Test
  void waitsForADisablingThatTakesItsTimeAndAsksForItOnce() {
    var account = account();
    world.vendor().beforeNext(() -> world.vendor().takeTime(account.value()));
    assertWaits(() -> directory.ensureSuspended(account));
    assertWaits(() -> directory.ensureSuspended(account));
    assertThat(entries()).hasSize(1);
    world.vendor().finish(account.value());
    inCase(() -> directory.ensureSuspended(account));
    assertThat(entries())
        .containsExactly(Tuple.tuple("account.suspend", Entry.Answer.ACCEPTED, true));
  }

  @Test
  void saysWhatWasSeenOfARetiringThatStoodInForADisabling() {
    var account = account();
    world.loseNextAnswer("ensureRetired");
    assertThatThrownBy(() -> inCase(() -> directory.ensureRetired(account)))
        .isInstanceOf(Unavailable.class);
    inCase(() -> directory.ensureSuspended(account));
    assertThat(entries()).containsExactly(Tuple.tuple("account.retire", Entry.Answer.LOST, true));
    assertThat(directory.read(account).orElseThrow().status()).isEqualTo(Status.RETIRED);
  }

  @Test
  void putsNobodyIntoAGroupThatARuleKeeps() {
    world.rule("Sales", "Sales");
    var account = account();
    assertThatThrownBy(
            () -> inCase(() -> world.keeper().ensureMembership(account, Set.of("Sales"), Set.of())))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("muster.plain.connections.acme.groups");
  }

  @Test
  void makesAnotherAccountWhereTheNewOneWasSeenAndIsGone() {
    world.vendor().showNewAccounts(new NewAccountsLate(AWAITED), Duration.ZERO);
    inCase(this::ensure);
    world.vendor().remove("p1");
    inCase(this::ensure);
    assertThat(world.vendor().creations()).isEqualTo(2);
  }

  @Test
  void believesNoIndexThatIsBehind() {
    var other = world.account("eva@example.com", new EmployeeNumber("E-9"));
    world.vendor().findByMistake(other.value());
    assertThat(directory.find(ADA)).isEmpty();
    inCase(this::ensure);
    assertThat(world.size()).isEqualTo(2);
  }

  @Test
  void refusesToChooseBetweenTwoAccountsOfOneAddress() {
    account();
    account();
    assertThatThrownBy(() -> directory.findByMail("ada@example.com"))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("[p1, p2]");
  }

  @Test
  void saysWhatAnAccountKeepsOfItsOwn() {
    var account = account();
    world
        .vendor()
        .afterNext(
            () ->
                world
                    .vendor()
                    .change(account.value(), user -> user.saying(Map.of("title", "Clerk"))));
    assertThatThrownBy(() -> inCase(this::ensure))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("[title]");
    assertThat(entries())
        .containsExactly(Tuple.tuple("account.update", Entry.Answer.ACCEPTED, false));
  }

  @Test
  void leavesNobodyOutOfAGroupThatIsWantedToo() {
    world.group("Readers");
    var account = account();
    keep(account, Set.of("Readers"), Set.of());
    keep(account, Set.of("Readers"), Set.of("Readers"));
    assertThat(directory.groupsOf(account)).containsExactly("Readers");
    assertThat(entries()).hasSize(1);
  }

  @Test
  void doesNotBelieveAJoiningThatIsNotShown() {
    world.group("Readers");
    var account = account();
    world.vendor().afterNext(() -> world.group("Readers"));
    assertThatThrownBy(() -> keep(account, Set.of("Readers"), Set.of()))
        .isInstanceOf(Unavailable.class);
    assertThat(entries()).containsExactly(Tuple.tuple("group.join", Entry.Answer.ACCEPTED, false));
  }

  private void keep(AccountId account, Set<String> wanted, Set<String> unwanted) {
    inCase(() -> world.keeper().ensureMembership(account, wanted, unwanted));
  }

  private void ensure() {
    directory.ensureAccount(
        new Worker(
            ADA,
            "Ada",
            "Lovelace",
            "ada@example.com",
            "Sales",
            "Analyst",
            "Berlin",
            null,
            null,
            ZoneOffset.UTC,
            LocalDate.parse("2026-03-02"),
            false));
  }

  private AccountId account() {
    return world.account("ada@example.com", new EmployeeNumber(ADA.value()));
  }

  private static void assertWaits(Runnable wish) {
    assertThatThrownBy(() -> inCase(wish))
        .isInstanceOfSatisfying(
            Unavailable.class,
            waits -> {
              assertThat(waits.waitsForItsTurn()).isTrue();
              assertThat(waits.longestWait()).isPresent();
            });
  }

  private List<Tuple> entries() {
    return world.ledger().of(ADA).stream()
        .map(entry -> Tuple.tuple(entry.action(), entry.answer(), entry.asWished()))
        .toList();
  }

  private static void inCase(Runnable work) {
    new CaseRef("contract", "case-1", ADA, "step")
        .during(
            () -> {
              work.run();
              return true;
            });
  }
}
