package io.muster.directory.google;

import static io.muster.directory.google.SimulatedGoogle.inCase;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
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
import io.muster.simulator.google.GoogleOptions.TooMuch;
import io.muster.simulator.google.GoogleSimulator.Role;
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
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the adapter lives with Google's habits. */
class GoogleHabitsTests {
  private static final EmployeeId ADA = new EmployeeId("E-1");
  private static final String LOGIN = "ada@example.com";

  private final SimulatedGoogle google = new SimulatedGoogle();
  private final Directory directory = google.directory();

  @AfterEach
  void keepTheTraffic(TestInfo test) throws IOException {
    google.close(test.getTestMethod().orElseThrow().getName() + test.getDisplayName());
  }

  // joining

  @Test
  void writesWhatHrSaysWhereGoogleHasAPlaceForIt() {
    var user = user(ensured(ada("Forschung & Entwicklung", "CC-1")));
    assertThat(user.at("/name/givenName").asText()).isEqualTo("Ada");
    assertThat(user.at("/name/familyName").asText()).isEqualTo("Königin");
    assertThat(user.path("organizations").toString())
        .isEqualTo(
            "[{\"type\":\"work\",\"primary\":true,\"title\":\"Analyst\",\"department\":\"Forschung"
                + " & Entwicklung\",\"costCenter\":\"CC-1\",\"location\":\"Zürich\"}]");
    assertThat(user.path("externalIds").toString())
        .isEqualTo("[{\"type\":\"organization\",\"value\":\"E-1\"}]");
    assertThat(user.path("relations").toString())
        .isEqualTo("[{\"type\":\"manager\",\"value\":\"E-7\"}]");
    assertThat(directory.findByLogin(LOGIN).orElseThrow().status())
        .isEqualTo(Account.Status.PENDING);
  }

  @Test
  void writesOnlyTheListsThatAreDifferentAndAllThatIsInThem() {
    var account = ensured(ada("Sales", "CC-1"));
    google
        .domain()
        .change(
            account.value(),
            user -> {
              user.withArray("externalIds").addObject().put("type", "network").put("value", "ada7");
              ((com.fasterxml.jackson.databind.node.ObjectNode) user.at("/organizations/0"))
                  .put("description", "full time");
            });
    ensured(ada("Sales", "CC-1"));
    assertThat(google.writes()).containsExactly("POST /admin/directory/v1/users");
    ensured(ada("Marketing", "CC-1"));
    assertThat(lastUpdate().properties()).hasSize(1);
    assertThat(lastUpdate().at("/organizations/0/description").asText()).isEqualTo("full time");
    assertThat(lastUpdate().at("/organizations/0/department").asText()).isEqualTo("Marketing");
    assertThat(user(account).path("externalIds")).hasSize(2);
  }

  @Test
  void takesAwayWhatHrTookAway() {
    var account = ensured(ada("Sales", "CC-1"));
    ensured(ada("Sales", null, LOGIN, null));
    assertThat(lastUpdate().at("/organizations/0").has("costCenter")).isFalse();
    assertThat(lastUpdate().path("relations").isNull()).isTrue();
    assertThat(user(account).at("/organizations/0").has("costCenter")).isFalse();
    assertThat(user(account).has("relations")).isFalse();
  }

  @Test
  void writesToOtherPlacesWhereItIsTold() {
    var elsewhere =
        google.directory(
            Map.of(
                "attributes.employee-number", "customSchemas.Hr.number",
                "attributes.cost-center", "customSchemas.Hr.costCenter",
                "attributes.location", "locations.buildingId",
                "org-unit", "/Staff"));
    var account = inCase(ADA, () -> elsewhere.ensureAccount(ada("Sales", "CC-1")));
    assertThat(user(account).at("/customSchemas/Hr").toString())
        .isEqualTo("{\"number\":\"E-1\",\"costCenter\":\"CC-1\"}");
    assertThat(user(account).at("/locations/0/buildingId").asText()).isEqualTo("Zürich");
    assertThat(user(account).path("orgUnitPath").asText()).isEqualTo("/Staff");
    google.timePasses();
    assertThat(elsewhere.find(ADA).orElseThrow().id()).isEqualTo(account);
    inCase(ADA, () -> elsewhere.ensureAccount(ada("Sales", null)));
    assertThat(user(account).at("/customSchemas/Hr").toString()).isEqualTo("{\"number\":\"E-1\"}");
  }

  @Test
  void givesEachAPasswordThatNobodyKnows() {
    ensured(ada("Sales", null));
    inCase(ADA, () -> directory.ensureAccount(other("E-2", "bob@example.com")));
    var made = google.domain().journal().calls("POST", "/users$");
    var passwords = made.stream().map(entry -> entry.json().path("password").asText()).toList();
    assertThat(passwords).doesNotHaveDuplicates().allMatch(password -> password.length() == 64);
    assertThat(made).allMatch(entry -> entry.json().path("changePasswordAtNextLogin").asBoolean());
    assertThat(google.ledger().of(ADA).toString()).doesNotContain(passwords);
  }

  @Test
  void waitsForANewAccountThatIsNotShownYetAndMakesNoOther() {
    try (var slow =
        new SimulatedGoogle(
            SimulatedGoogle.options().newUsers(Duration.ofSeconds(20), Duration.ZERO))) {
      for (int tries = 1; tries <= 3; tries++) {
        assertThatThrownBy(
                () -> inCase(ADA, () -> slow.directory().ensureAccount(ada("Sales", null))))
            .isInstanceOfSatisfying(
                Unavailable.class, waits -> assertThat(waits.notBefore()).isPresent());
      }
      slow.clock().advance(Duration.ofSeconds(20));
      inCase(ADA, () -> slow.directory().ensureAccount(ada("Sales", null)));
      assertThat(slow.domain().journal().calls("POST", "/users$")).hasSize(1);
      assertThat(slow.ledger().of(ADA))
          .singleElement()
          .satisfies(entry -> assertThat(entry.asWished()).isTrue());
    }
  }

  @Test
  void waitsWhileANewAccountTakesNoChange() {
    try (var slow =
        new SimulatedGoogle(
            SimulatedGoogle.options().newUsers(Duration.ZERO, Duration.ofSeconds(30)))) {
      inCase(ADA, () -> slow.directory().ensureAccount(ada("Sales", null)));
      assertThatThrownBy(
              () -> inCase(ADA, () -> slow.directory().ensureAccount(ada("Marketing", null))))
          .isInstanceOfSatisfying(
              Unavailable.class,
              waits -> {
                assertThat(waits.surelyNotSent()).isTrue();
                assertThat(waits.notBefore()).isPresent();
              });
      slow.clock().advance(Duration.ofSeconds(30));
      inCase(ADA, () -> slow.directory().ensureAccount(ada("Marketing", null)));
    }
  }

  @Test
  void takesTheAccountThatSomebodyElseMadeMeanwhile() {
    google
        .domain()
        .faults()
        .next(1, "POST", "/users$")
        .doAndAnswer(error(409, "duplicate", "Entity already exists."));
    assertThat(user(ensured(ada("Sales", null))).path("primaryEmail").asText()).isEqualTo(LOGIN);
    assertThat(google.size()).isEqualTo(1);
  }

  @Test
  void saysWhoHasTheAddress() {
    google.domain().addGroup("ada");
    assertThatThrownBy(() -> ensured(ada("Sales", null)))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("A group");
    var other = google.domain().addUser("eva@example.com", "E-9");
    google.domain().rename(other, "eva.king@example.com");
    assertThatThrownBy(
            () -> inCase(ADA, () -> directory.ensureAccount(other("E-1", "eva@example.com"))))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("as an alias")
        .hasMessageContaining("E-9");
    assertThat(directory.findByMail("eva@example.com").orElseThrow().login())
        .isEqualTo("eva.king@example.com");
    assertThat(directory.findByLogin("eva@example.com")).isEmpty();
  }

  @Test
  void asksGoogleNothingAboutAddressesOfOtherDomains() {
    assertThat(directory.findByLogin("ada@elsewhere.example")).isEmpty();
    assertThat(directory.findByMail("ada@elsewhere.example")).isEmpty();
    assertThatThrownBy(
            () -> inCase(ADA, () -> directory.ensureAccount(other("E-1", "ada@elsewhere.example"))))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("routing table");
    assertThat(google.domain().journal().calls()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x/../../groups/y@example.com", "x?a=b@example.com", "x#@example.com"})
  void asksForNoAddressThatWouldLeadElsewhere(String address) {
    assertThat(directory.findByMail(address)).isEmpty();
    assertThat(directory.read(new AccountId(address))).isEmpty();
    assertThat(google.domain().journal().calls()).isEmpty();
  }

  @Test
  void saysSoWhereGoogleKeepsItsOwnAttributes() {
    var account = active();
    google.domain().faults().next(1, "PUT", "/users/.*").doNothing();
    assertThatThrownBy(() -> ensured(ada("Sales", null))).isInstanceOf(Unavailable.class);
    google.domain().faults().next(1, "PUT", "/users/.*").answer(Answer.json(200, Map.of()));
    assertThatThrownBy(() -> ensured(ada("Sales", null)))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("organizations")
        .hasMessageContaining(account.value());
  }

  @Test
  void takesADeletionBackWhileGoogleAllowsIt() {
    var account = active();
    google.domain().deleteUser(account.value());
    inCase(ADA, () -> directory.ensureActive(account));
    assertThat(directory.read(account).orElseThrow().barred()).isFalse();
    assertThat(entries())
        .containsExactly(Tuple.tuple("account.undelete", Entry.Answer.ACCEPTED, true));
  }

  @Test
  void asksOnceADayForADeletionToBeTakenBack() {
    var account = active();
    google.domain().deleteUser(account.value());
    google.domain().faults().next(1, "POST", "/undelete").doNothing();
    for (var pause :
        List.of(
            Duration.ZERO,
            Duration.ofMinutes(5),
            Duration.ofDays(1).minusMinutes(5).minusSeconds(1))) {
      google.clock().advance(pause);
      assertThatThrownBy(() -> inCase(ADA, () -> directory.ensureActive(account)))
          .isInstanceOf(Unavailable.class);
    }
    assertThat(google.domain().journal().calls("POST", "/undelete")).hasSize(1);
    google.clock().advance(Duration.ofSeconds(1));
    inCase(ADA, () -> directory.ensureActive(account));
    assertThat(google.domain().journal().calls("POST", "/undelete")).hasSize(2);
  }

  // groups

  @Test
  void saysWhatKeepsSomebodyOut() {
    google.rule("Sales", "Sales");
    var account = active();
    assertThat(why(account, "Sales")).contains("still being evaluated");
    google.timePasses();
    assertThat(why(account, "Sales")).contains("does not fit").contains("org.department=='Sales'");
    google.domain().setQuery("Sales", "user.nonsense");
    assertThat(why(account, "Sales")).contains("broken");
    google.domain().addGroup("O'Empty");
    assertThat(why(account, "O'Empty")).contains("not dynamic");
    assertThat(why(account, "Nowhere")).contains("no group of that name");
    google.domain().deleteUser(account.value());
    assertThat(why(account, "Sales")).contains("gone");
  }

  @Test
  void asksNothingOfCloudIdentityWhereThereAreNoDynamicGroups() {
    try (var small = new SimulatedGoogle(SimulatedGoogle.options().withoutDynamicGroups())) {
      small.group("Sales");
      var account = small.account(LOGIN, null);
      var byHand = small.directory(Map.of("groups", "none"));
      assertThat(byHand.whyNotIn(account, Set.of("Sales"))).contains("not dynamic");
      assertThat(small.domain().journal().calls("GET", "^/v1/groups")).isEmpty();
    }
  }

  @Test
  void showsGroupsByHandAndByRule() {
    google.rule("Sales", "Sales");
    var account = ensured(ada("Sales", null));
    google.domain().addMember(google.domain().addGroup("Skiers"), account.value());
    assertThat(directory.groupsOf(account)).containsExactly("Skiers");
    google.timePasses();
    assertThat(directory.groupsOf(account)).containsExactlyInAnyOrder("Skiers", "Sales");
  }

  @Test
  void readsAllGroupsOfAPersonHoweverManyPagesTheyFill() {
    try (var small = new SimulatedGoogle(SimulatedGoogle.options().inPagesOf(2))) {
      var account = small.account(LOGIN, null);
      for (var group : List.of("A", "B", "C", "D", "E")) {
        small.domain().addMember(small.domain().addGroup(group), account.value());
      }
      assertThat(small.directory().groupsOf(account)).hasSize(5);
    }
  }

  @Test
  void cannotPutAnybodyIntoADynamicGroupByHand() {
    google.rule("Sales", "Sales");
    var account = active();
    assertThatThrownBy(
            () ->
                inCase(
                    ADA,
                    () -> google.keeper().ensureMembership(account, Set.of("Sales"), Set.of())))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("dynamic");
  }

  // leaving

  @Test
  void suspendsAnActiveAccountAndSeesItDone() {
    var account = active();
    inCase(ADA, () -> directory.ensureSuspended(account));
    assertThat(user(account).path("suspended").asBoolean()).isTrue();
    assertThat(entries())
        .containsExactly(Tuple.tuple("account.suspend", Entry.Answer.ACCEPTED, true));
  }

  @Test
  void doesNotSuspendTwiceWhatWasSuspendedWithoutAnAnswer() {
    var account = active();
    google.loseNextAnswer("ensureSuspended");
    assertThatThrownBy(() -> inCase(ADA, () -> directory.ensureSuspended(account)))
        .isInstanceOf(Unavailable.class);
    inCase(ADA, () -> directory.ensureSuspended(account));
    assertThat(google.domain().journal().calls("PUT", "/users/")).hasSize(1);
    assertThat(entries()).containsExactly(Tuple.tuple("account.suspend", Entry.Answer.LOST, true));
  }

  @Test
  void doesNotBelieveAYesThatChangedNothing() {
    var account = active();
    google.domain().faults().next(1, "PUT", "/users/").answer(Answer.json(200, Map.of()));
    assertThatThrownBy(() -> inCase(ADA, () -> directory.ensureSuspended(account)))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("still active");
    assertThat(entries())
        .containsExactly(Tuple.tuple("account.suspend", Entry.Answer.ACCEPTED, false));
  }

  @Test
  void takesTokensAndApplicationPasswordsAwayToo() {
    var account = active();
    google.domain().addTokens(account.value());
    inCase(ADA, () -> directory.ensureSessionsEnded(account));
    assertThat(google.domain().signedOut(account.value())).isEqualTo(1);
    assertThat(google.domain().journal().effects("DELETE", "/tokens/|/asps/")).hasSize(2);
    assertThat(entries()).containsExactly(Tuple.tuple("sessions.end", Entry.Answer.ACCEPTED, true));
  }

  @Test
  void archivesWhoIsRetired() {
    var account = active();
    inCase(ADA, () -> directory.ensureRetired(account));
    assertThat(user(account).path("archived").asBoolean()).isTrue();
    assertThat(user(account).path("suspended").asBoolean()).isTrue();
  }

  @Test
  void movesWhoIsRetiredToTheLeaversWhereItIsTold() {
    var moving = google.directory(Map.of("retiring", "leavers-unit", "leavers-unit", "/Former"));
    var account = active();
    inCase(ADA, () -> moving.ensureRetired(account));
    assertThat(moving.read(account).orElseThrow().status()).isEqualTo(Account.Status.RETIRED);
    assertThat(user(account).path("orgUnitPath").asText()).isEqualTo("/Former");
    assertThat(user(account).path("archived").asBoolean()).isFalse();
    inCase(ADA, () -> moving.ensureActive(account));
    assertThat(user(account).path("orgUnitPath").asText()).isEqualTo("/");
  }

  @Test
  void saysWhatToDoWithoutALicenceForArchivedUsers() {
    try (var poor = new SimulatedGoogle(SimulatedGoogle.options().archiving(0))) {
      var account = poor.account(LOGIN, null);
      assertThatThrownBy(() -> inCase(ADA, () -> poor.directory().ensureRetired(account)))
          .isInstanceOf(Refused.class)
          .hasMessageContaining("leavers-unit");
    }
  }

  @Test
  void doesNotSawOffTheBranchItSitsOn() {
    var admin = directory.findByLogin(google.domain().admin()).orElseThrow().id();
    for (Runnable wish :
        List.<Runnable>of(
            () -> directory.ensureSuspended(admin), () -> directory.ensureRetired(admin))) {
      assertThatThrownBy(() -> inCase(ADA, wish))
          .isInstanceOf(Refused.class)
          .hasMessageContaining("muster.google.connections.acme.admin-email");
    }
    assertThat(google.writes()).isEmpty();
  }

  @Test
  void showsNothingOfSessions() {
    var account = active();
    var since = google.clock().instant();
    inCase(ADA, () -> directory.ensureSuspended(account));
    inCase(ADA, () -> directory.ensureSessionsEnded(account));
    var before = google.domain().journal().calls().size();
    assertThat(directory.sessionsEnded(account, since)).isEmpty();
    assertThat(google.domain().journal().calls()).hasSize(before);
  }

  @Test
  void neverCallsWithoutAnId() {
    for (Runnable wish :
        List.<Runnable>of(
            () -> directory.ensureSuspended(new AccountId("")),
            () -> directory.ensureRetired(new AccountId(" ")),
            () -> directory.ensureSessionsEnded(new AccountId("")))) {
      assertThatThrownBy(() -> inCase(ADA, wish)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(google.domain().journal().calls()).isEmpty();
  }

  // the wire

  @Test
  void writesNothingWithoutAnIntent() {
    var account = active();
    assertThatThrownBy(() -> directory.ensureSuspended(account))
        .isInstanceOf(IllegalStateException.class);
    assertThat(google.writes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503})
  void triesNothingAgainByItself(int status) {
    google.domain().faults().next(9, "GET", ".*").answer(status);
    assertThatThrownBy(() -> directory.read(new AccountId("x"))).isInstanceOf(Unavailable.class);
    assertThat(google.domain().journal().calls("GET", ".*")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void goesOnWhenItWasToldTo(int status) {
    var later = google.clock().instant().plusSeconds(90);
    var told = Map.of("Retry-After", "90");
    google.domain().faults().next(1, "POST", "/token$").answer(status, told);
    assertThatThrownBy(() -> directory.read(new AccountId("x")))
        .isInstanceOfSatisfying(
            Unavailable.class, failed -> assertThat(failed.notBefore()).contains(later));
    google.domain().faults().next(1, "GET", ".*").answer(status, told);
    assertThatThrownBy(() -> directory.read(new AccountId("x")))
        .isInstanceOfSatisfying(
            Unavailable.class,
            failed -> {
              assertThat(failed.notBefore()).contains(later);
              assertThat(failed.surelyNotSent()).isTrue();
            });
    var account = active();
    google.domain().faults().next(1, "PUT", "/users").answer(status, told);
    assertThatThrownBy(() -> inCase(ADA, () -> directory.ensureSuspended(account)))
        .isInstanceOfSatisfying(
            Unavailable.class,
            failed -> {
              assertThat(failed.notBefore()).contains(later);
              assertThat(failed.surelyNotSent()).isEqualTo(status == 429);
            });
    assertThat(google.domain().journal().calls("POST", "/token$")).as("none by itself").hasSize(2);
  }

  @Test
  void repeatsNothingOnTheWireWhereTheConnectionBreaks() {
    directory.read(new AccountId("x"));
    google.domain().faults().next(9, "POST", "/users$").drop();
    assertThatThrownBy(() -> ensured(ada("Sales", null)))
        .isInstanceOfSatisfying(
            Unavailable.class, lost -> assertThat(lost.surelyNotSent()).isFalse());
    assertThat(google.domain().journal().calls("POST", "/users$")).hasSize(1);
    var account = active();
    google.domain().addTokens(account.value());
    google.domain().faults().next(9, "DELETE", ".*").drop();
    assertThatThrownBy(() -> inCase(ADA, () -> directory.ensureSessionsEnded(account)))
        .isInstanceOf(Unavailable.class);
    assertThat(google.domain().journal().calls("DELETE", ".*")).hasSize(1);
  }

  @Test
  void doesNotSleepWhereNoTokenIsToBeHad() {
    google.domain().faults().next(9, "POST", "/token$").answer(503);
    assertThatThrownBy(() -> directory.read(new AccountId("x"))).isInstanceOf(Unavailable.class);
    assertThat(google.domain().journal().calls()).hasSize(1);
  }

  @Test
  void followsNoRedirectWithItsToken() {
    google
        .domain()
        .faults()
        .next(1, "GET", ".*")
        .answer(302, Map.of("Location", google.domain().base() + "/elsewhere"));
    assertThatThrownBy(() -> directory.read(new AccountId("x")))
        .isInstanceOf(Misconfigured.class)
        .hasMessageContaining("muster.google.connections.acme.root-url");
    assertThat(google.domain().journal().calls("GET", ".*")).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(TooMuch.class)
  void waitsLongerEachTimeItIsTurnedAway(TooMuch how) {
    try (var poor = new SimulatedGoogle(SimulatedGoogle.options().perMinute(1, how))) {
      poor.directory().read(new AccountId("x"));
      var now = poor.clock().instant();
      for (int tries = 0; tries < 8; tries++) {
        var most = Duration.ofSeconds(1L << Math.min(tries, 6)).plusMillis(500);
        assertThatThrownBy(() -> poor.directory().read(new AccountId("x")))
            .isInstanceOfSatisfying(
                Unavailable.class,
                turnedAway -> {
                  assertThat(turnedAway.surelyNotSent()).isTrue();
                  assertThat(turnedAway.notBefore().orElseThrow())
                      .isBetween(now.plus(most.dividedBy(2)), now.plus(most));
                });
      }
      poor.clock().advance(Duration.ofMinutes(1));
      assertThat(poor.directory().read(new AccountId("x"))).isEmpty();
    }
  }

  @Test
  void tellsAForbiddenThingFromTooManyCalls() {
    google
        .domain()
        .faults()
        .next(1, "GET", ".*")
        .answer(error(403, "forbidden", "Not Authorized to access this resource/api"));
    assertThatThrownBy(() -> directory.read(new AccountId("x")))
        .isInstanceOf(Misconfigured.class)
        .hasMessageContaining("acme")
        .hasMessageContaining("admin@example.com")
        .hasMessageContaining("Users (create, read, update)")
        .hasMessageContaining("Admin roles");
  }

  @Test
  void namesTheScopeThatIsMissing() {
    google.domain().disallow(Scope.RULES.uri());
    assertThatThrownBy(() -> directory.read(new AccountId("x")))
        .isInstanceOf(Misconfigured.class)
        .hasMessageContaining("acme")
        .hasMessageContaining("not allowed the scope " + Scope.RULES.uri() + ".")
        .hasMessageContaining("1234567890");
    assertThat(google.keeper().read(new AccountId("x"))).isEmpty();
  }

  @Test
  void saysWhomTheServiceAccountActsForWhereThatNoLongerWorks() {
    google.domain().change(google.domain().admin(), user -> user.put("suspended", true));
    assertThatThrownBy(() -> directory.read(new AccountId("x")))
        .isInstanceOf(Misconfigured.class)
        .hasMessageContaining("acme")
        .hasMessageContaining(google.domain().admin())
        .hasMessageContaining("admin-email")
        .satisfies(failure -> assertThat(failure).hasNoCause());
  }

  @Test
  void getsANewTokenOnceTheOldOneIsNoLongerGood() {
    directory.read(new AccountId("x"));
    google.domain().revokeTokens();
    assertThat(directory.read(new AccountId("x"))).isEmpty();
    google.clock().advance(Duration.ofHours(2));
    assertThat(directory.read(new AccountId("x"))).isEmpty();
    assertThat(google.domain().journal().calls("POST", "/token")).hasSize(3);
    assertThat(google.domain().journal().calls("GET", ".*")).hasSize(4);
  }

  @Test
  void takesNoStrangersNotFoundForAnAccountThatIsGone() {
    google.domain().faults().next(1, "GET", ".*").answer(Answer.html(404, "Nothing here"));
    assertThatThrownBy(() -> inCase(ADA, () -> directory.ensureSuspended(new AccountId("x"))))
        .isInstanceOf(Misconfigured.class)
        .hasMessageContaining("root-url");
  }

  @Test
  void takesSilenceForNothing() {
    google.domain().faults().next(1, "GET", "/users$").doNothing();
    assertThatThrownBy(() -> directory.find(ADA)).isInstanceOf(Unavailable.class);
    google.domain().faults().next(1, "GET", "/users$").answer(Answer.html(200, "Welcome"));
    assertThatThrownBy(() -> directory.find(ADA)).isInstanceOf(Unavailable.class);
  }

  // the settings

  @Test
  void namesEverythingThatIsMissingAtOnceAndNoneOfTheKey() {
    assertThatThrownBy(
            () ->
                SimulatedGoogle.bound(
                        Map.of(
                            "admin-email", "admin",
                            "retiring", "leavers-unit",
                            "root-url", "http://example.com/",
                            "attributes.employee-number", "organizations.title",
                            "attributes.title", "nowhere"))
                    .check())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll(
            "acme.service-account-key is missing",
            "acme.admin-email",
            "acme.domains",
            "acme.leavers-unit",
            "acme.root-url",
            "acme.attributes.employee-number",
            "acme.attributes.title");
    assertThatThrownBy(
            () ->
                SimulatedGoogle.bound(
                        Map.of(
                            "admin-email", "admin@example.com",
                            "domains", "example.com",
                            "service-account-key", SimulatedGoogle.key().replace("BEGIN", "BEG")))
                    .check())
        .hasMessageContaining("acme.service-account-key must be the JSON")
        .hasNoCause()
        .satisfies(
            failure ->
                assertThat(failure.getMessage()).doesNotContain(SimulatedGoogle.partsOfTheKey()));
  }

  @Test
  void takesNoAnswerAboutAnotherAccount() {
    var account = active();
    google.timePasses();
    for (Runnable look :
        List.<Runnable>of(
            () -> directory.read(account),
            () -> directory.find(ADA),
            () -> directory.roster().member(account),
            () -> inCase(ADA, () -> directory.ensureSuspended(account)))) {
      google.domain().faults().next(1, "GET", "/users/").answer(somebodyElse());
      assertThatThrownBy(look::run)
          .isInstanceOf(Unavailable.class)
          .hasMessageContaining("asked for account " + account)
          .hasMessageContaining("answered with account 999");
    }
    assertThat(google.writes()).isEmpty();
  }

  @Test
  void doesNotSeeADisabledAccountInAnAnswerAboutAnother() {
    var account = active();
    google.domain().faults().next(1, "GET", "/users/").delay(Duration.ZERO);
    google.domain().faults().next(1, "PUT", "/users/").answer(somebodyElse());
    google.domain().faults().next(1, "GET", "/users/").answer(somebodyElse());
    assertThatThrownBy(() -> inCase(ADA, () -> directory.ensureSuspended(account)))
        .isInstanceOf(Unavailable.class);
    assertThat(entries())
        .containsExactly(Tuple.tuple("account.suspend", Entry.Answer.ACCEPTED, null));
  }

  @Test
  void takesNoAnswerAboutNobody() {
    google.domain().faults().next(1, "GET", "/users/").answer(Answer.json(200, Map.of()));
    assertThatThrownBy(() -> directory.read(new AccountId("x")))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("answered with none");
  }

  // special accounts

  @Test
  void asksAboutAnAddressThatADeletedAccountHoldsForTwentyDays() {
    var other = google.domain().addUser(LOGIN, null);
    google.domain().deleteUser(other);
    google.clock().advance(Duration.ofDays(20).minusSeconds(1));
    assertThatThrownBy(() -> ensured(ada("Sales", null)))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("deleted in the last 20 days")
        .hasMessageContaining("Recently deleted");
    assertThat(google.writes()).isEmpty();
  }

  @Test
  void takesTheDeletedAccountThatWasRestoredAndBearsTheNumber() {
    var account = active();
    google.domain().deleteUser(account.value());
    assertThatThrownBy(() -> ensured(ada("Sales", null))).isInstanceOf(Refused.class);
    google.domain().restoreUser(account.value());
    google.timePasses();
    assertThat(ensured(ada("Sales", null))).isEqualTo(account);
  }

  @Test
  void changesNothingOfWhatGoogleItselfShut() {
    var account = active();
    google
        .domain()
        .change(account.value(), it -> it.put("suspended", true).put("suspensionReason", "ABUSE"));
    google.timePasses();
    for (Runnable wish :
        List.<Runnable>of(
            () -> ensured(ada("Engineering", null)),
            () -> inCase(ADA, () -> directory.ensureActive(account)))) {
      assertThatThrownBy(wish::run)
          .isInstanceOf(Refused.class)
          .hasMessageContaining("ABUSE")
          .hasMessageContaining("super admin");
    }
    assertThat(google.writes()).isEmpty();
    assertThat(directory.read(account).orElseThrow().traits())
        .containsExactly(AccountTrait.SHUT_BY_VENDOR);

    google.domain().change(account.value(), it -> it.put("suspended", false));
    assertThat(ensured(ada("Engineering", null))).isEqualTo(account);
  }

  @Test
  void asksAPersonAboutAnAdministratorWhereOursIsNoSuperAdmin() {
    var account = active();
    google.domain().change(account.value(), it -> it.put("isAdmin", true));
    google.domain().setRole(Role.DELEGATED);
    google.timePasses();
    for (Runnable wish :
        List.<Runnable>of(
            () -> ensured(ada("Engineering", null)),
            () -> inCase(ADA, () -> directory.ensureSuspended(account)),
            () -> inCase(ADA, () -> directory.ensureSessionsEnded(account)))) {
      assertThatThrownBy(wish::run)
          .isInstanceOf(Refused.class)
          .hasMessageContaining("is protected");
    }
    assertThat(directory.read(account).orElseThrow().traits())
        .containsExactly(AccountTrait.ADMINISTRATOR);

    google.domain().change(account.value(), it -> it.put("isAdmin", false));
    inCase(ADA, () -> directory.ensureSuspended(account));
    assertThat(directory.read(account).orElseThrow().barred()).isTrue();
  }

  @Test
  void touchesAnAdministratorWhereOursIsASuperAdmin() {
    var account = active();
    google.domain().change(account.value(), it -> it.put("isDelegatedAdmin", true));
    inCase(ADA, () -> directory.ensureSuspended(account));
    assertThat(directory.read(account).orElseThrow().barred()).isTrue();
  }

  private static Answer somebodyElse() {
    return Answer.json(
        200,
        Map.of(
            "id",
            "999",
            "primaryEmail",
            "other@example.com",
            "suspended",
            true,
            "externalIds",
            List.of(Map.of("type", "organization", "value", "E-1"))));
  }

  private AccountId ensured(Worker worker) {
    return inCase(ADA, () -> directory.ensureAccount(worker));
  }

  private AccountId active() {
    return new AccountId(google.domain().addUser(LOGIN, "E-1"));
  }

  private String why(AccountId account, String group) {
    return directory.whyNotIn(account, Set.of(group));
  }

  private JsonNode user(AccountId account) {
    return google.domain().user(account.value()).orElseThrow();
  }

  private JsonNode lastUpdate() {
    var updates = google.domain().journal().calls("PUT", "/users/[^/]+$");
    return updates.get(updates.size() - 1).json();
  }

  private List<Tuple> entries() {
    return google.ledger().of(ADA).stream()
        .map(entry -> Tuple.tuple(entry.action(), entry.answer(), entry.asWished()))
        .toList();
  }

  private static Answer error(int status, String reason, String message) {
    return Answer.json(
        status,
        Map.of(
            "error",
            Map.of(
                "code",
                status,
                "message",
                message,
                "errors",
                List.of(Map.of("domain", "global", "reason", reason, "message", message)))));
  }

  private static Worker ada(String department, @Nullable String costCenter) {
    return ada(department, costCenter, LOGIN, new EmployeeId("E-7"));
  }

  private static Worker other(String number, String login) {
    var ada = ada("Sales", null, login, null);
    return new Worker(
        new EmployeeId(number),
        ada.givenName(),
        ada.familyName(),
        login,
        ada.department(),
        ada.title(),
        ada.location(),
        null,
        null,
        ada.zone(),
        ada.startDate(),
        false);
  }

  private static Worker ada(
      String department, @Nullable String costCenter, String login, @Nullable EmployeeId manager) {
    return new Worker(
        ADA,
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
