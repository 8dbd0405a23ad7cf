package io.muster.directory.entra;

import static io.muster.directory.entra.SimulatedEntra.inCase;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.directory.Account;
import io.muster.directory.AccountId;
import io.muster.directory.AccountTrait;
import io.muster.directory.Directory;
import io.muster.ledger.Entry;
import io.muster.people.EmployeeId;
import io.muster.people.Worker;
import io.muster.remote.RemoteFailure.Misconfigured;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.simulator.Answer;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the adapter lives with Entra's habits. */
class EntraHabitsTests {
  private static final EmployeeId ADA = new EmployeeId("E-1");
  private static final EmployeeId BOSS = new EmployeeId("E-7");
  private static final String LOGIN = "ada@example.com";
  private static final AccountId SOMEBODY = new AccountId("00000000-0000-4000-8000-000000000001");

  private final SimulatedEntra entra = new SimulatedEntra(SimulatedEntra.realistic());
  private final Directory directory = entra.directory();

  @AfterEach
  void keepTheTraffic(TestInfo test) throws IOException {
    entra.close(test.getTestMethod().orElseThrow().getName());
  }

  // joining

  @Test
  void writesWhatHrSaysOntoTheUser() {
    var boss = entra.tenant().addUser("boss@example.com", BOSS.value());
    entra.timePasses();
    var account = ensured(ada("Forschung & Entwicklung", "CC-1"));
    assertThat(
            List.of(
                property(account, "displayName"),
                property(account, "jobTitle"),
                property(account, "department"),
                property(account, "employeeOrgData/costCenter"),
                property(account, "city"),
                property(account, "employeeId")))
        .containsExactly(
            "Ada Königin", "Analyst", "Forschung & Entwicklung", "CC-1", "Zürich", "E-1");
    assertThat(entra.tenant().managerOf(account.value())).contains(boss);
  }

  @Test
  void writesOnlyWhatIsDifferentAndNothingTwice() {
    ensured(ada("Sales", "CC-1"));
    ensured(ada("Sales", "CC-1"));
    assertThat(entra.writes()).containsExactly("POST /users");
    ensured(ada("Marketing", "CC-1"));
    assertThat(lastUpdate()).contains("Marketing").doesNotContain("jobTitle", "employeeOrgData");
  }

  @Test
  void takesAwayWhatHrTookAwayAndLeavesItsNeighbours() {
    var boss = entra.tenant().addUser("boss@example.com", BOSS.value());
    entra.timePasses();
    var account = ensured(ada("Sales", "CC-1"));
    assertThat(entra.tenant().managerOf(account.value())).contains(boss);
    inCase(ADA, () -> directory.ensureAccount(ada("Sales", null, LOGIN, null)));
    assertThat(entra.tenant().property(account.value(), "employeeOrgData/costCenter")).isEmpty();
    assertThat(entra.tenant().managerOf(account.value())).isEmpty();
    assertThat(property(account, "department")).isEqualTo("Sales");
  }

  @Test
  void writesWhereTheTenantWantsIt() {
    var other =
        entra.directory(
            Map.of(
                "attributes.employee-number", "onPremisesExtensionAttributes/extensionAttribute1",
                "attributes.cost-center", "onPremisesExtensionAttributes/extensionAttribute2",
                "attributes.location", "officeLocation"));
    var account = inCase(ADA, () -> other.ensureAccount(ada("Sales", "CC-1")));
    assertThat(property(account, "onPremisesExtensionAttributes/extensionAttribute1"))
        .isEqualTo("E-1");
    assertThat(property(account, "onPremisesExtensionAttributes/extensionAttribute2"))
        .isEqualTo("CC-1");
    assertThat(property(account, "officeLocation")).isEqualTo("Zürich");
    entra.timePasses();
    assertThat(other.find(ADA).orElseThrow().id()).isEqualTo(account);
  }

  @Test
  void waitsForAReplicaThatDoesNotShowANewUserYet() {
    try (var slow =
        new SimulatedEntra(SimulatedEntra.realistic().newUsersShownAfter(Duration.ofSeconds(40)))) {
      for (int tries = 1; tries <= 2; tries++) {
        assertThatThrownBy(
                () -> inCase(ADA, () -> slow.directory().ensureAccount(ada("Sales", null))))
            .isInstanceOfSatisfying(
                Unavailable.class, waits -> assertThat(waits.notBefore()).isPresent());
      }
      slow.clock().advance(Duration.ofMinutes(1));
      inCase(ADA, () -> slow.directory().ensureAccount(ada("Sales", null)));
      assertThat(slow.size()).isEqualTo(1);
    }
  }

  @Test
  void takesTheAccountThatSomebodyElseMadeMeanwhile() {
    entra
        .tenant()
        .faults()
        .next(1, "POST", "/users$")
        .doAndAnswer(error(400, "Request_BadRequest", "Another object already exists."));
    ensured(ada("Sales", null));
    assertThat(entra.size()).isEqualTo(1);
  }

  @Test
  void tellsNobodyThePasswordAndWritesItNowhere() {
    ensured(ada("Sales", null));
    var made = entra.tenant().journal().calls("POST", "/users$").get(0);
    var profile = made.json().path("passwordProfile");
    assertThat(profile.path("forceChangePasswordNextSignIn").asBoolean()).isTrue();
    assertThat(profile.path("password").asText()).hasSizeGreaterThan(40);
    assertThat(entra.ledger().of(ADA).toString()).doesNotContain(profile.path("password").asText());
  }

  @Test
  void changesNoAccountThatIsACopyOfOneOnPremises() {
    var account = active();
    entra.tenant().sync(account.value());
    entra.timePasses();
    assertThatThrownBy(() -> ensured(ada("Engineering", null)))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("Active Directory");
    assertThat(entra.writes()).isEmpty();
  }

  @Test
  void takesNoNumberOrAddressThatDoesNotFit() {
    var checking = entra.directory(Map.of("domains[0]", "corp.example"));
    assertThatThrownBy(() -> inCase(ADA, () -> checking.ensureAccount(ada("Sales", null))))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("corp.example");
    var longer = ada("Sales", null, LOGIN, null, new EmployeeId("E-12345678901234567"));
    assertThatThrownBy(() -> ensured(longer))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("attributes.employee-number");
    assertThat(entra.size()).isZero();
  }

  @Test
  void bringsARehireBackFromTheBin() {
    var account = ensured(ada("Sales", null));
    entra.tenant().bin(account.value());
    entra.timePasses();
    assertThat(directory.find(ADA).orElseThrow().status()).isEqualTo(Account.Status.RETIRED);
    assertThat(ensured(ada("Engineering", null))).isEqualTo(account);
    assertThat(property(account, "department")).isEqualTo("Engineering");
    entra.tenant().bin(account.value());
    entra.clock().advance(Duration.ofDays(31));
    assertThat(directory.find(ADA)).isEmpty();
    assertThat(directory.read(account)).isEmpty();
  }

  @Test
  void findsWhomAnOtherAddressReaches() {
    var account = active();
    entra.tenant().addAddress(account.value(), "countess@example.com");
    entra.timePasses();
    assertThat(directory.findByMail("countess@example.com").orElseThrow().id()).isEqualTo(account);
    assertThat(directory.findByMail("o'brien@example.com")).isEmpty();
  }

  // groups

  @Test
  void saysWhatKeepsSomebodyOut() {
    entra.rule("Sales", "Sales");
    var account = active();
    assertThat(why(account, "Sales")).contains("still being evaluated", "user.department");
    entra.tenant().pause("Sales", true);
    assertThat(why(account, "Sales")).contains("paused");
    entra.tenant().addGroup("Skiers");
    assertThat(why(account, "Skiers")).contains("by hand");
    entra.tenant().syncGroup("Printers");
    assertThat(why(account, "Printers")).contains("on premises");
    assertThat(why(account, "Nowhere")).contains("no group of that name");
    entra.tenant().bin(account.value());
    assertThat(why(account, "Sales")).contains("deleted");
  }

  @Test
  void showsGroupsOnceTheirRuleIsWorkedOutAndThoseAroundThem() {
    entra.rule("Sales", "Sales");
    entra.tenant().addMember("Everybody in trade", entra.tenant().addGroup("Sales"));
    var account = ensured(ada("Sales", null));
    entra.tenant().promote(account.value());
    assertThat(directory.groupsOf(account)).isEmpty();
    entra.timePasses();
    assertThat(directory.groupsOf(account))
        .containsExactlyInAnyOrder("Sales", "Everybody in trade");
  }

  // leaving

  @Test
  void disablesAndSeesItDoneAndKeepsTheAccount() {
    var account = active();
    inCase(ADA, () -> directory.ensureSuspended(account));
    inCase(ADA, () -> directory.ensureRetired(account));
    assertThat(property(account, "accountEnabled")).isEqualTo("false");
    assertThat(entra.tenant().isBinned(account.value())).isFalse();
    assertThat(entries())
        .containsExactly(Tuple.tuple("account.suspend", Entry.Answer.ACCEPTED, true));
  }

  @Test
  void doesNotBelieveAYesThatChangedNothing() {
    var account = active();
    entra.tenant().faults().next(1, "PATCH", "/users/").answer(204);
    assertThatThrownBy(() -> inCase(ADA, () -> directory.ensureSuspended(account)))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("still enabled");
    assertThat(entries())
        .containsExactly(Tuple.tuple("account.suspend", Entry.Answer.ACCEPTED, false));
  }

  @Test
  void asksAPersonAboutAnAdministratorsAccount() {
    var account = active();
    entra.tenant().promote(account.value());
    assertThatThrownBy(() -> inCase(ADA, () -> directory.ensureSuspended(account)))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("administrator's role");
  }

  @Test
  void asksAPersonAboutACopyOfAnAccountOnPremises() {
    var account = active();
    entra.tenant().sync(account.value());
    assertThatThrownBy(() -> inCase(ADA, () -> directory.ensureSuspended(account)))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("Active Directory");
    entra.tenant().faults().next(1, "PATCH", "/users/").answer(204);
    assertThatThrownBy(() -> inCase(ADA, () -> directory.ensureSuspended(account)))
        .isInstanceOf(Unavailable.class);
  }

  @Test
  void endsSessionsAndSeesThemVoid() {
    var account = active();
    entra.timePasses();
    inCase(ADA, () -> directory.ensureSessionsEnded(account));
    assertThat(entra.tenant().sessionsRevoked(account.value())).isEqualTo(1);
    assertThat(entries()).containsExactly(Tuple.tuple("sessions.end", Entry.Answer.ACCEPTED, true));
  }

  @Test
  void doesNotBelieveAnEndOfSessionsThatChangedNothing() {
    var account = active();
    entra.timePasses();
    var since = entra.clock().instant();
    entra
        .tenant()
        .faults()
        .next(1, "POST", "/revokeSignInSessions")
        .answer(Answer.json(200, Map.of("value", true)));
    inCase(ADA, () -> directory.ensureSessionsEnded(account));
    entra.clock().advance(Duration.ofHours(1));
    assertThat(directory.sessionsEnded(account, since)).contains(false);
    inCase(ADA, () -> directory.ensureSessionsEnded(account));
    assertThat(directory.sessionsEnded(account, since)).contains(true);
  }

  @ParameterizedTest
  @CsvSource({
    "externalUserState,Accepted",
    "externalUserState,PendingAcceptance",
    "creationType,Invitation",
    "userPrincipalName,ada_home.example#ext#@example.com"
  })
  void doesNotGuessAboutSessionsOfWhoseHomeIsElsewhere(String property, String value) {
    var account = active();
    var since = entra.clock().instant();
    entra.tenant().set(account.value(), property, value);
    inCase(ADA, () -> directory.ensureSessionsEnded(account));
    assertThat(directory.sessionsEnded(account, since)).isEmpty();
  }

  @Test
  void doesNotGuessWhereGraphShowsNoTime() {
    entra
        .tenant()
        .faults()
        .next(1, "GET", "/users/")
        .answer(Answer.json(200, Map.of("id", SOMEBODY.value(), "accountEnabled", false)));
    assertThat(directory.sessionsEnded(SOMEBODY, entra.clock().instant())).isEmpty();
  }

  @Test
  void asksOnceForTheEndOfSessions() {
    var account = active();
    assertThat(directory.sessionsEnded(account, entra.clock().instant())).contains(true);
    assertThat(entra.tenant().journal().calls("GET", "/v1.0/users/"))
        .singleElement()
        .satisfies(
            entry ->
                assertThat(entry.call().parameters().get("$select"))
                    .contains("signInSessionsValidFromDateTime"));
    entra.retire(account);
    assertThat(directory.sessionsEnded(account, entra.clock().instant())).contains(true);
  }

  @Test
  void takesNoFailureForTheEndOfSessions() {
    entra.tenant().faults().next(1, "GET", "/users/").answer(503);
    assertThatThrownBy(() -> directory.sessionsEnded(SOMEBODY, entra.clock().instant()))
        .isInstanceOf(Unavailable.class);
    entra.tenant().faults().next(1, "GET", "/users/").answer(somebodyElse());
    assertThatThrownBy(() -> directory.sessionsEnded(active(), entra.clock().instant()))
        .isInstanceOf(Unavailable.class);
  }

  @Test
  void neverCallsWithoutAnId() {
    for (Runnable wish :
        List.<Runnable>of(
            () -> directory.ensureSuspended(new AccountId("")),
            () -> directory.ensureRetired(new AccountId(" ")),
            () -> directory.ensureSessionsEnded(new AccountId("")),
            () -> directory.sessionsEnded(new AccountId(" "), entra.clock().instant()))) {
      assertThatThrownBy(() -> inCase(ADA, wish)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(entra.tenant().journal().calls()).isEmpty();
  }

  // the wire

  @Test
  void writesNothingWithoutAnIntent() {
    var account = active();
    assertThatThrownBy(() -> directory.ensureSuspended(account))
        .isInstanceOf(IllegalStateException.class);
    assertThat(entra.writes()).isEmpty();
  }

  @Test
  void triesNothingAgainByItself() {
    entra.tenant().faults().next(9, "GET", ".*").answer(503, Map.of("Retry-After", "30"));
    assertThatThrownBy(() -> directory.read(SOMEBODY))
        .isInstanceOfSatisfying(
            Unavailable.class,
            failed ->
                assertThat(failed.notBefore()).contains(entra.clock().instant().plusSeconds(30)));
    assertThat(entra.tenant().journal().calls("GET", ".*")).hasSize(1);
  }

  @Test
  void sendsAWriteOnceWhoseAnswerIsLost() {
    var account = active();
    directory.read(account);
    entra.tenant().faults().next(1, "PATCH", "/users/").loseAnswer();
    assertThatThrownBy(() -> inCase(ADA, () -> directory.ensureSuspended(account)))
        .isInstanceOf(Unavailable.class);
    inCase(ADA, () -> directory.ensureSuspended(account));
    assertThat(entra.tenant().journal().calls("PATCH", "/users/")).hasSize(1);
    assertThat(entries()).containsExactly(Tuple.tuple("account.suspend", Entry.Answer.LOST, true));
  }

  @Test
  void goesNowhereElseWithItsToken() {
    entra
        .tenant()
        .faults()
        .next(1, "GET", ".*")
        .answer(302, Map.of("Location", entra.tenant().base() + "/elsewhere"));
    assertThatThrownBy(() -> directory.read(SOMEBODY)).isInstanceOf(Misconfigured.class);
    entra
        .tenant()
        .faults()
        .next(1, "GET", "transitiveMemberOf")
        .answer(
            Answer.json(
                200,
                Map.of("value", List.of(), "@odata.nextLink", "http://localhost:1/v1.0/users")));
    assertThatThrownBy(() -> directory.groupsOf(SOMEBODY))
        .isInstanceOf(Misconfigured.class)
        .hasMessageContaining("graph-url");
  }

  @Test
  void waitsAsLongAsGraphSays() {
    try (var poor = new SimulatedEntra(SimulatedEntra.realistic().unitsPerTenSeconds(1))) {
      poor.clock().advance(Duration.ofSeconds(3));
      poor.directory().findByLogin(LOGIN);
      assertThatThrownBy(() -> poor.directory().findByLogin(LOGIN))
          .isInstanceOfSatisfying(
              Unavailable.class,
              turnedAway -> {
                assertThat(turnedAway.surelyNotSent()).isTrue();
                assertThat(turnedAway.notBefore()).contains(poor.clock().instant().plusSeconds(7));
              });
      poor.clock().advance(Duration.ofSeconds(7));
      assertThat(poor.directory().findByLogin(LOGIN)).isEmpty();
    }
  }

  @Test
  void getsANewTokenWhereTheOldOneIsNoLongerGood() {
    directory.read(SOMEBODY);
    entra.tenant().revokeTokens();
    assertThat(directory.read(SOMEBODY)).isEmpty();
    assertThat(entra.tenant().journal().calls("POST", "/token$")).hasSize(2);
  }

  @Test
  void saysThatTheSecretIsRevokedOrOverAndGoesOnOnceItIsMended() {
    var account = active();
    entra.tenant().revokeSecret();
    assertThatThrownBy(() -> directory.read(account))
        .isInstanceOf(Misconfigured.class)
        .hasMessageContaining("AADSTS7000215")
        .hasMessageContaining("muster.entra.connections.acme")
        .hasMessageNotContaining(SimulatedEntra.SECRET);
    entra.tenant().endSecret();
    entra.tenant().renewSecret();
    assertThat(directory.read(account)).isPresent();
    entra.tenant().endSecret();
    assertThatThrownBy(() -> directory.read(account)).hasMessageContaining("AADSTS7000222");
  }

  @Test
  void namesThePermissionThatIsMissing() {
    try (var strict =
        new SimulatedEntra(SimulatedEntra.realistic().granted(Set.of("User.Read.All")))) {
      var account = strict.account(LOGIN, null);
      assertThatThrownBy(() -> inCase(ADA, () -> strict.directory().ensureSessionsEnded(account)))
          .isInstanceOf(Misconfigured.class)
          .hasMessageContaining("User.RevokeSessions.All");
      assertThatThrownBy(() -> strict.directory().groupsOf(account))
          .hasMessageContaining("GroupMember.Read.All");
    }
  }

  @Test
  void provesItselfWithACertificateUntilItEnds() throws Exception {
    var own = SelfSigned.until(entra.clock().instant(), 30);
    try (var certified =
        new SimulatedEntra(SimulatedEntra.realistic().knowing(own.certificate()))) {
      var adapter = certified.directory(Map.of("certificate", own.pem()));
      assertThat(adapter.read(SOMEBODY)).isEmpty();
      certified.clock().advance(Duration.ofDays(31));
      assertThatThrownBy(() -> adapter.read(SOMEBODY))
          .isInstanceOf(Misconfigured.class)
          .hasMessageContaining("muster.entra.connections.acme.certificate");
    }
    var stranger = entra.directory(Map.of("certificate", own.pem()));
    assertThatThrownBy(() -> stranger.read(SOMEBODY)).hasMessageContaining("AADSTS700027");
  }

  @Test
  void takesNoStrangersAnswerForGraphs() {
    entra.tenant().faults().next(1, "GET", "/users/").answer(Answer.html(404, "Nothing here"));
    assertThatThrownBy(() -> inCase(ADA, () -> directory.ensureSuspended(SOMEBODY)))
        .isInstanceOf(Misconfigured.class)
        .hasMessageContaining("graph-url");
    entra.tenant().faults().next(1, "GET", "/users$").answer(Answer.html(200, "Welcome"));
    assertThatThrownBy(() -> directory.find(ADA)).isInstanceOf(Unavailable.class);
    entra
        .tenant()
        .faults()
        .next(1, "GET", "/users$")
        .answer(
            new Answer(200, Map.of("Content-Type", List.of("application/json")), "{\"value\":["));
    assertThatThrownBy(() -> directory.find(ADA)).isInstanceOf(Unavailable.class);
  }

  @Test
  void namesEverythingThatIsMissingAtOnce() {
    var nothing =
        SimulatedEntra.properties(
            Map.of(
                "tenant-id", "?",
                "graph-url", "http://graph.example/v1.0",
                "attributes.location", "birthday"));
    assertThatThrownBy(nothing::check)
        .hasMessageContaining("acme.tenant-id")
        .hasMessageContaining("acme.client-id")
        .hasMessageContaining("acme.client-secret")
        .hasMessageContaining("acme.graph-url must begin with https://")
        .hasMessageContaining("acme.attributes.location");
    var both =
        SimulatedEntra.properties(
            Map.of("client-secret", "secret", "certificate", "-----BEGIN NOTHING-----"));
    assertThatThrownBy(both::check)
        .hasMessageContaining("both set")
        .hasMessageNotContaining("NOTHING");
  }

  @Test
  void takesNoAnswerAboutAnotherAccount() {
    var account = active();
    entra.timePasses();
    for (Runnable look :
        List.<Runnable>of(
            () -> directory.read(account),
            () -> directory.find(ADA),
            () -> directory.roster().member(account),
            () -> inCase(ADA, () -> directory.ensureSuspended(account)))) {
      entra.tenant().faults().next(1, "GET", "/users/[0-9a-f]{8}-").answer(somebodyElse());
      assertThatThrownBy(look::run)
          .isInstanceOf(Unavailable.class)
          .hasMessageContaining("asked for account " + account)
          .hasMessageContaining("answered with account " + SOMEBODY);
    }
    assertThat(entra.writes()).isEmpty();
  }

  @Test
  void takesNoAnswerAboutAnotherAccountInTheBin() {
    var account = active();
    entra.retire(account);
    entra.tenant().faults().next(1, "GET", "/deletedItems/").answer(somebodyElse());
    assertThatThrownBy(() -> directory.read(account))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining(SOMEBODY.value());
    assertThat(directory.read(account)).isPresent();
  }

  @Test
  void doesNotSeeADisabledAccountInAnAnswerAboutAnother() {
    var account = active();
    entra.tenant().faults().next(1, "GET", "/users/").delay(Duration.ZERO);
    entra.tenant().faults().next(1, "PATCH", "/users/").answer(204);
    entra.tenant().faults().next(1, "GET", "/users/").answer(somebodyElse());
    assertThatThrownBy(() -> inCase(ADA, () -> directory.ensureSuspended(account)))
        .isInstanceOf(Unavailable.class);
    assertThat(entries())
        .containsExactly(Tuple.tuple("account.suspend", Entry.Answer.ACCEPTED, null));
  }

  @Test
  void takesNoAnswerAboutNobody() {
    entra.tenant().faults().next(1, "GET", "/users/").answer(Answer.json(200, Map.of()));
    assertThatThrownBy(() -> directory.read(SOMEBODY))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("answered with none");
  }

  @Test
  void takesNobodyOfAnotherNumberOutOfTheBin() {
    entra
        .tenant()
        .faults()
        .next(1, "GET", "/deletedItems/microsoft.graph.user")
        .answer(
            Answer.json(
                200,
                Map.of("value", List.of(Map.of("id", SOMEBODY.value(), "employeeId", "E-9")))));
    assertThat(directory.find(ADA)).isEmpty();
  }

  // managers and logins

  @Test
  void takesAFormerManagerAwayThoughTheNewOneHasNoAccount() {
    var boss = entra.tenant().addUser("boss@example.com", BOSS.value());
    entra.timePasses();
    var account = ensured(ada("Sales", null));
    assertThat(entra.tenant().managerOf(account.value())).contains(boss);
    var elsewhere = new EmployeeId("E-8");
    ensured(ada("Sales", null, LOGIN, elsewhere));
    assertThat(entra.tenant().managerOf(account.value())).isEmpty();
    assertThat(managed(account, elsewhere)).isFalse();

    var late = entra.tenant().addUser("late@example.com", "E-8");
    entra.timePasses();
    assertThat(managed(account, elsewhere)).isTrue();
    assertThat(entra.tenant().managerOf(account.value())).contains(late);
    var writes = entra.writes().size();
    assertThat(managed(account, elsewhere)).isTrue();
    assertThat(entra.writes()).as("once").hasSize(writes);
  }

  private boolean managed(AccountId account, EmployeeId manager) {
    var done = new boolean[1];
    inCase(ADA, () -> done[0] = directory.ensureManager(account, manager));
    return done[0];
  }

  @Test
  void keepsTheLoginOfACopyAndOfWhoeverGetsAnAddressOfAnotherDomain() {
    var account = active();
    var checking = entra.directory(Map.of("domains[0]", "example.com"));
    assertThatThrownBy(
            () -> inCase(ADA, () -> checking.ensureLogin(account, "ada@elsewhere.example")))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("example.com");
    entra.tenant().sync(account.value());
    assertThatThrownBy(() -> inCase(ADA, () -> directory.ensureLogin(account, "a.b@example.com")))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("Active Directory");
    assertThat(entra.writes()).isEmpty();
  }

  // special accounts

  @Test
  void namesAllThatACopyDoesNotSayBeforeAnythingIsWritten() {
    var account = ensured(ada("Sales", null));
    var before = entra.writes().size();
    entra.tenant().sync(account.value());
    entra.tenant().enable(account.value(), false);
    var boss = entra.tenant().addUser("boss@example.com", BOSS.value());
    entra.timePasses();
    assertThatThrownBy(() -> ensured(ada("Engineering", null)))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("[accountEnabled, department, manager]")
        .hasMessageContaining("Active Directory");
    assertThat(entra.writes()).hasSize(before);
    assertThat(directory.read(account).orElseThrow().traits()).containsExactly(AccountTrait.COPY);

    entra.tenant().set(account.value(), "department", "Engineering");
    entra.tenant().enable(account.value(), true);
    entra.tenant().manage(account.value(), boss);
    ensured(ada("Engineering", null));
    assertThat(entra.writes()).as("it says what HR says by now").hasSize(before);
  }

  @Test
  void takesNoGuestForAnEmployeesAccountUntilItIsConverted() {
    var account = active();
    entra.tenant().set(account.value(), "creationType", "Invitation");
    entra.timePasses();
    assertThatThrownBy(() -> ensured(ada("Engineering", null)))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("guest")
        .hasMessageContaining("Convert it");
    assertThat(entra.writes()).isEmpty();
    assertThat(directory.read(account).orElseThrow().traits()).containsExactly(AccountTrait.GUEST);

    entra.tenant().set(account.value(), "creationType", "");
    assertThat(ensured(ada("Engineering", null))).isEqualTo(account);
  }

  @Test
  void makesAnAccountOfItsOwnOnceTheGuestBearsTheNumberNoMore() {
    var guest = active();
    entra.tenant().set(guest.value(), "creationType", "Invitation");
    entra.tenant().set(guest.value(), "employeeId", "");
    entra.tenant().set(guest.value(), "userPrincipalName", "ada#EXT#@example.com");
    entra.tenant().set(guest.value(), "mail", "ada@home.example");
    entra.tenant().dropAddresses(guest.value());
    entra.timePasses();
    assertThat(ensured(ada("Engineering", null))).isNotEqualTo(guest);
  }

  @Test
  void asksAboutAnAddressThatIsSomebodysAlias() {
    var other = entra.tenant().addUser("eva@example.com", "E-9");
    entra.tenant().addAddress(other, LOGIN);
    entra.timePasses();
    assertThatThrownBy(() -> ensured(ada("Sales", null)))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("as an alias")
        .hasMessageContaining("the number E-9");
    assertThat(entra.writes()).isEmpty();
  }

  private static Answer somebodyElse() {
    return Answer.json(
        200,
        Map.of(
            "@odata.type",
            "#microsoft.graph.user",
            "id",
            SOMEBODY.value(),
            "userPrincipalName",
            "other@example.com",
            "employeeId",
            "E-1",
            "accountEnabled",
            false));
  }

  private AccountId ensured(Worker worker) {
    return inCase(ADA, () -> directory.ensureAccount(worker));
  }

  private AccountId active() {
    return new AccountId(entra.tenant().addUser(LOGIN, "E-1"));
  }

  private String why(AccountId account, String group) {
    return directory.whyNotIn(account, Set.of(group));
  }

  private String property(AccountId account, String name) {
    return entra.tenant().property(account.value(), name).orElseThrow();
  }

  private String lastUpdate() {
    var updates = entra.tenant().journal().calls("PATCH", "/users/");
    return updates.get(updates.size() - 1).call().body();
  }

  private List<Tuple> entries() {
    return entra.ledger().of(ADA).stream()
        .map(entry -> Tuple.tuple(entry.action(), entry.answer(), entry.asWished()))
        .toList();
  }

  private static Answer error(int status, String code, String message) {
    return Answer.json(status, Map.of("error", Map.of("code", code, "message", message)));
  }

  private static Worker ada(String department, @Nullable String costCenter) {
    return ada(department, costCenter, LOGIN, BOSS);
  }

  private static Worker ada(
      String department, @Nullable String costCenter, String login, @Nullable EmployeeId manager) {
    return ada(department, costCenter, login, manager, ADA);
  }

  private static Worker ada(
      String department,
      @Nullable String costCenter,
      String login,
      @Nullable EmployeeId manager,
      EmployeeId id) {
    return new Worker(
        id,
        "Ada",
        "Königin",
        login,
        department,
        "Analyst",
        "Zürich",
        costCenter,
        manager,
        ZoneOffset.UTC,
        LocalDate.parse("2026-03-02"),
        false);
  }
}
