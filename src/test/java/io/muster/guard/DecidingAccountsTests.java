package io.muster.guard;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.doors.AccountChange;
import io.muster.doors.AccountChange.What;
import io.muster.guard.Loosenings.Change;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.testing.MovableClock;
import io.muster.testing.Postgres;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Nobody becomes a second person by making one. */
class DecidingAccountsTests {
  private static final Duration DAY = Duration.ofHours(24);
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Set<String> APPROVER = Set.of("approver");

  private final DataSource database = Postgres.dataSource();
  private final MovableClock clock = new MovableClock(Instant.parse("2026-11-30T09:00:00Z"));
  private final Loosenings loosenings = AgreedDeployments.on(database, clock);
  private final Map<String, Person> people = new HashMap<>();
  private final DecidingAccounts accounts = accounts();

  private DecidingAccounts accounts() {
    var beans = new StaticListableBeanFactory();
    beans.addBean(
        "signatories",
        new Signatories() {
          @Override
          public Person find(String signIn) {
            return people.getOrDefault(signIn, new Person(signIn, Set.of(), Set.of()));
          }

          @Override
          public Set<String> members(Set<String> groups) {
            return people.values().stream()
                .filter(person -> person.groups().stream().anyMatch(groups::contains))
                .map(Person::name)
                .collect(Collectors.toSet());
          }
        });
    return new DecidingAccounts(
        loosenings, beans.getBeanProvider(Signatories.class), JdbcClient.create(database), clock);
  }

  @BeforeEach
  void twoAdministratorsAndAnApprover() {
    person("adam", "adam@example.com", "administrator");
    person("eve", "eve@example.com", "administrator");
    person("bob", "bob@example.com", "approver");
  }

  @Test
  void anAccountThatSomebodyJoinedDecidesADayAfterAnotherPersonAgreedAndNotASooner() {
    joined("bob2", "approver", "adam");
    clock.advance(DAY.multipliedBy(30));
    assertThat(accounts.among("bob2", APPROVER)).as("time alone makes nobody decide").isEmpty();
    assertThat(accounts.why("bob2"))
        .hasValueSatisfying(why -> assertThat(why).contains("joined:approver"));

    agree("eve");

    clock.advance(DAY.minus(TICK));
    assertThat(accounts.among("bob2", APPROVER)).isEmpty();
    clock.advance(TICK);
    assertThat(accounts.among("bob2", APPROVER)).containsExactly("approver");
    assertThat(accounts.why("bob2")).isEmpty();
    assertThat(loosenings.waiting()).as("what is live waits no more").isEmpty();
    assertThat(accounts.among("bob2", APPROVER)).containsExactly("approver");
  }

  @Test
  void onlyTheGroupThatWasJoinedWaitsAndOthersWereNeverTouched() {
    joined("bob", "operator", "adam");
    assertThat(accounts.among("bob", Set.of("approver", "operator"))).containsExactly("approver");
    assertThat(accounts.among("eve", Set.of("administrator"))).containsExactly("administrator");
  }

  @ParameterizedTest
  @EnumSource(names = {"PASSWORD", "ADDRESS"})
  void whoseAccountAnotherPersonTookDecidesNothing(What what) {
    changed(what, "bob", "adam");
    assertThat(accounts.among("bob", Set.of("approver", "operator"))).isEmpty();
    agree("eve");
    clock.advance(DAY);
    assertThat(accounts.among("bob", APPROVER)).containsExactly("approver");
  }

  @Test
  void aYesToOneChangeIsNoneToTheNext() {
    changed(What.PASSWORD, "bob", "adam");
    agree("eve");
    clock.advance(DAY.minus(TICK));
    changed(What.PASSWORD, "bob", "adam");
    clock.advance(TICK);
    assertThat(accounts.among("bob", APPROVER)).isEmpty();
    assertThat(loosenings.waiting())
        .singleElement()
        .satisfies(one -> assertThat(one.agreed()).isEmpty());
  }

  @Test
  void neitherTheAuthorNorWhoseAccountItIsAgrees() {
    person("adam2", "adam@example.com", "administrator");
    joined("bob2", "approver", "adam");
    assertThatThrownBy(() -> agree("adam")).isInstanceOf(Refused.class);
    assertThatThrownBy(() -> agree("adam2"))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("another account");
    person("bob2", "bob2@example.com", "approver");
    assertThatThrownBy(() -> agree("bob2"))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("is about an account of bob2");
  }

  @Test
  void aNoIsForGood() {
    joined("bob2", "approver", "adam");
    loosenings.refuse(waiting().number(), requireNonNull(people.get("eve")), "nobody knows bob2");
    clock.advance(DAY.multipliedBy(9));
    assertThat(accounts.among("bob2", APPROVER)).isEmpty();
  }

  @Test
  void whoeverAsksOrOnlyLooksNeverDecides() {
    joined("harry", "hr", "adam");
    assertThat(loosenings.waiting()).isEmpty();
    assertThat(accounts.among("harry", Set.of("hr", "processowner", "auditor"))).isEmpty();
  }

  @Test
  void onePersonSetsTheInstallationUpUntilThereIsAnother() {
    people.clear();
    person("first", "first@example.com", "administrator");
    joined("boss", "approver", "first");
    assertThat(accounts.among("boss", APPROVER)).containsExactly("approver");

    person("boss", "boss@example.com", "approver");
    joined("second", "approver", "first");
    assertThat(accounts.among("second", APPROVER)).isEmpty();
  }

  @Test
  void whoeverTakesAllOthersOutDoesNotSetUpAnew() {
    accounts.changed(new AccountChange("bob", What.LEFT, APPROVER), "adam");
    people.remove("bob");
    people.remove("eve");
    joined("bob2", "approver", "adam");
    assertThat(accounts.among("bob2", APPROVER)).isEmpty();
  }

  @Test
  void anAddressThatCanBeChangedMakesNobodyTheSamePersonWhileSettingUp() {
    people.clear();
    person("first", "first@example.com", "administrator");
    person("first2", "FIRST@example.com", "approver");
    joined("boss", "approver", "first");
    assertThat(accounts.among("boss", APPROVER)).as("first2 could agree").isEmpty();
  }

  @Test
  void whoeverMadeAnAuthorsAccountIsAnAuthorTooUntilOthersAgreed() {
    joined("puppet", "administrator", "adam");
    person("puppet", "puppet@example.com", "administrator");
    agree("eve");
    joined("puppet2", "administrator", "puppet");
    person("puppet2", "puppet2@example.com", "administrator");
    joined("puppet3", "approver", "puppet2");
    var last = loosenings.waiting().get(2);

    clock.advance(DAY.minus(TICK));
    for (var hand : List.of("puppet2", "puppet", "adam")) {
      assertThatThrownBy(() -> agree(last, hand))
          .as(hand)
          .isInstanceOf(Refused.class)
          .hasMessageContaining("handed change");
    }
    clock.advance(TICK);
    assertThatCode(() -> agree(last, "adam"))
        .as("puppet is nobody's puppet now")
        .doesNotThrowAnyException();
  }

  @Test
  void whoseAccountWasTakenOverHasTheTakerForAnAuthorAndARefusalChangesNothing() {
    changed(What.PASSWORD, "bob", "adam");
    loosenings.refuse(waiting().number(), requireNonNull(people.get("eve")), "not bob's wish");
    joined("carl", "approver", "bob");
    assertThatThrownBy(() -> agree("adam"))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("handed change");
    assertThatCode(() -> agree("eve")).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"processowner", "operator"})
  void whoeverHandsChangesInWithAnAccountTheyMadeIsKnown(String group) {
    joined("puppet", group, "adam");
    joined("carl", "approver", "puppet");
    assertThatThrownBy(() -> agree(loosenings.waiting().get(1), "adam"))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("handed change");
  }

  @Test
  void theSettingsFileGivesAnAccountBackToItsOwner() {
    changed(What.PASSWORD, "eve", "adam");
    joined("eve", "operator", "adam");
    accounts.recovered("bob");
    assertThat(accounts.among("eve", Set.of("administrator"))).isEmpty();
    accounts.recovered("eve");
    assertThat(accounts.among("eve", Set.of("administrator", "operator")))
        .containsExactly("administrator");
  }

  private void person(String name, String address, String group) {
    people.put(name, new Person(name, Set.of(address), Set.of(group)));
  }

  private void joined(String account, String group, String by) {
    accounts.changed(new AccountChange(account, What.JOINED, Set.of(group)), by);
  }

  private void changed(What what, String account, String by) {
    accounts.changed(new AccountChange(account, what, Set.of()), by);
  }

  private Change waiting() {
    return loosenings.waiting().get(0);
  }

  private void agree(String person) {
    agree(waiting(), person);
  }

  private void agree(Change change, String person) {
    loosenings.agree(
        change.number(), change.content(), requireNonNull(people.get(person)), "asked them");
  }
}
