package io.muster.directory.okta;

import static io.muster.directory.okta.SimulatedOkta.inCase;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.directory.Account;
import io.muster.directory.AccountId;
import io.muster.directory.Directory;
import io.muster.ledger.Entry;
import io.muster.people.EmployeeId;
import io.muster.people.Worker;
import io.muster.remote.RemoteFailure.Misconfigured;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.simulator.Answer;
import io.muster.simulator.okta.OktaOptions;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
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
import org.junit.jupiter.params.provider.ValueSource;

/** How the adapter lives with Okta's habits. */
class OktaHabitsTests {
  private static final EmployeeId ADA = new EmployeeId("E-1");
  private static final String LOGIN = "ada@example.com";

  private final SimulatedOkta okta = new SimulatedOkta(OktaOptions.realistic(SimulatedOkta.TOKEN));
  private final Directory directory = okta.directory();

  @AfterEach
  void keepTheTraffic(TestInfo test) throws IOException {
    okta.close(test.getTestMethod().orElseThrow().getName() + test.getDisplayName());
  }

  // joining

  @Test
  void writesWhatHrSaysIntoTheProfile() {
    var account = ensured(ada("Forschung & Entwicklung", "CC-1"));
    assertThat(
            List.of(
                attribute(account, "firstName"),
                attribute(account, "lastName"),
                attribute(account, "title"),
                attribute(account, "department"),
                attribute(account, "costCenter"),
                attribute(account, "city"),
                attribute(account, "managerId"),
                attribute(account, "employeeNumber")))
        .containsExactly(
            "Ada", "Königin", "Analyst", "Forschung & Entwicklung", "CC-1", "Zürich", "E-7", "E-1");
    assertThat(directory.read(account).orElseThrow().status()).isEqualTo(Account.Status.PENDING);
  }

  @Test
  void writesOnlyWhatIsDifferentAndNothingTwice() {
    ensured(ada("Sales", "CC-1"));
    ensured(ada("Sales", "CC-1"));
    assertThat(okta.writes()).containsExactly("POST /api/v1/users");
    ensured(ada("Marketing", "CC-1"));
    assertThat(lastUpdate()).isEqualTo("{\"department\":\"Marketing\"}");
  }

  @Test
  void takesAwayWhatHrTookAway() {
    var account = ensured(ada("Sales", "CC-1"));
    ensured(ada("Sales", null));
    assertThat(lastUpdate()).isEqualTo("{\"costCenter\":null}");
    assertThat(okta.org().attribute(account.value(), "costCenter")).isEmpty();
  }

  @Test
  void writesARehiresNewAttributesAlthoughADeactivatedAccountTakesNone() {
    var account = ensured(ada("Sales", "CC-1"));
    inCase(ADA, () -> directory.ensureRetired(account));
    assertThat(ensured(ada("Engineering", "CC-2"))).isEqualTo(account);
    assertThat(attribute(account, "department")).isEqualTo("Engineering");
    assertThat(okta.org().status(account.value())).contains("PROVISIONED");
  }

  @Test
  void writesNewAttributesBeforeASuspendedAccountIsLetIn() {
    var account = new AccountId(okta.org().addUser(LOGIN, "E-1"));
    okta.org().setStatus(account.value(), "SUSPENDED");
    ensured(ada("Engineering", "CC-2"));
    assertThat(okta.writes())
        .containsExactly(
            "POST /api/v1/users/" + account,
            "POST /api/v1/users/" + account + "/lifecycle/unsuspend");
  }

  @Test
  void findsTheAccountByItsLoginWhileTheSearchDoesNotShowItYet() {
    okta.org().faults().next(1, "POST", "/users$").loseAnswer();
    assertThatThrownBy(() -> ensured(ada("Sales", null))).isInstanceOf(Unavailable.class);
    assertThat(directory.find(ADA)).isEmpty();
    var account = ensured(ada("Sales", null));
    assertThat(okta.size()).isEqualTo(1);
    assertThat(entries()).containsExactly(Tuple.tuple("account.create", Entry.Answer.LOST, true));
    okta.timePasses();
    assertThat(directory.find(ADA).orElseThrow().id()).isEqualTo(account);
  }

  @Test
  void takesTheAccountThatSomebodyElseMadeMeanwhile() {
    var answer =
        error(
            400,
            "E0000001",
            "login: An object with this field already exists in the current organization");
    okta.org().faults().next(1, "POST", "/users$").doAndAnswer(answer);
    var account = ensured(ada("Sales", null));
    assertThat(okta.org().status(account.value())).contains("PROVISIONED");
    assertThat(okta.size()).isEqualTo(1);
  }

  @Test
  void readsAgainWhatASearchShowsBecauseItMayBeLate() {
    var id = okta.org().addUser(LOGIN, "E-1");
    okta.timePasses();
    okta.org().setAttribute(id, "employeeNumber", "E-2");
    assertThat(directory.find(ADA)).isEmpty();
    okta.org().setAttribute(id, "employeeNumber", "E-1");
    okta.timePasses();
    okta.org().setStatus(id, "SUSPENDED");
    assertThat(directory.find(ADA).orElseThrow().status()).isEqualTo(Account.Status.SUSPENDED);
    okta.org().removeUser(id);
    assertThat(directory.find(ADA)).isEmpty();
  }

  @Test
  void doesNotTakeTheBeginningOfAnotherLoginForTheAddress() {
    var other = okta.org().addUser("ada@elsewhere.example", "E-9");
    assertThat(okta.org().status("ada")).contains("ACTIVE");
    assertThat(directory.findByLogin("ada")).isEmpty();
    assertThatThrownBy(() -> directory.read(new AccountId("ada")))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("answered with account " + other);
    assertThatThrownBy(() -> ensured(ada("Sales", null, "ada")))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("in the form of an email address")
        .hasMessageNotContaining("holds");
  }

  @Test
  void saysSoWhereOktaKeepsItsOwnAttributes() {
    var account = new AccountId(okta.org().addUser(LOGIN, "E-1"));
    okta.org().faults().next(1, "POST", "/users/.*").doNothing();
    assertThatThrownBy(() -> ensured(ada("Sales", null)))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("department")
        .hasMessageContaining(account.value());
    assertThat(entries())
        .containsExactly(Tuple.tuple("account.update", Entry.Answer.ACCEPTED, false));
  }

  @Test
  void readsAnAccountWhoseNumberIsNone() {
    var id = okta.org().addUser(LOGIN, "to be done!");
    assertThat(directory.read(new AccountId(id)).orElseThrow().employee()).isNull();
  }

  // groups

  @Test
  void readsAllRulesHoweverManyPagesTheyFill() {
    try (var small = new SimulatedOkta(OktaOptions.prompt(SimulatedOkta.TOKEN).inPagesOf(2))) {
      for (var group : List.of("A", "B", "C", "D", "E")) {
        small.rule(group, "Nobody's");
      }
      var account = small.account(LOGIN, null);
      assertThat(small.directory().whyNotIn(account, Set.of("E")))
          .contains("E: the rule 'E'")
          .contains("does not fit")
          .contains("user.department==\"Nobody's\"");
    }
  }

  @Test
  void saysWhatKeepsSomebodyOut() {
    okta.rule("Sales", "Sales");
    var id = okta.org().addUser(LOGIN, "E-1");
    var account = new AccountId(id);
    assertThat(why(account, "Sales")).contains("still being evaluated");
    okta.org().setRules("Sales", "INVALID");
    assertThat(why(account, "Sales")).contains("broken");
    okta.org().setRules("Sales", "INACTIVE");
    assertThat(why(account, "Sales")).contains("switched off");
    okta.org().setRules("Sales", "ACTIVE");
    okta.org().leaveOut("Sales", id);
    assertThat(why(account, "Sales")).contains("leaves this account out by name");
    okta.org().addGroup("Em\"pty");
    assertThat(why(account, "Em\"pty")).contains("no group rule");
    assertThat(why(account, "Nowhere")).contains("no group of that name");
    okta.org().setStatus(id, "DEPROVISIONED");
    assertThat(why(account, "Sales")).contains("deactivated");
    okta.org().removeUser(id);
    assertThat(why(account, "Sales")).contains("gone");
  }

  @Test
  void showsGroupsByHandAndByRuleAndNotEverybodysGroup() {
    okta.rule("Sales", "Sales");
    var account = ensured(ada("Sales", null));
    okta.org().addMember("Skiers", account.value());
    assertThat(directory.groupsOf(account)).containsExactly("Skiers");
    okta.timePasses();
    assertThat(directory.groupsOf(account)).containsExactlyInAnyOrder("Skiers", "Sales");
    ensured(ada("Marketing", null));
    assertThat(directory.groupsOf(account)).containsExactlyInAnyOrder("Skiers", "Sales");
    okta.timePasses();
    assertThat(directory.groupsOf(account)).containsExactly("Skiers");
  }

  // leaving

  @Test
  void suspendsAnActiveAccountAndSeesItDone() {
    var account = active();
    inCase(ADA, () -> directory.ensureSuspended(account));
    assertThat(okta.org().status(account.value())).contains("SUSPENDED");
    assertThat(entries())
        .containsExactly(Tuple.tuple("account.suspend", Entry.Answer.ACCEPTED, true));
  }

  @Test
  void doesNotSuspendTwiceWhatWasSuspendedWithoutAnAnswer() {
    var account = active();
    okta.loseNextAnswer("ensureSuspended");
    assertThatThrownBy(() -> inCase(ADA, () -> directory.ensureSuspended(account)))
        .isInstanceOf(Unavailable.class);
    inCase(ADA, () -> directory.ensureSuspended(account));
    assertThat(okta.org().journal().calls("POST", "/lifecycle/suspend")).hasSize(1);
    assertThat(entries()).containsExactly(Tuple.tuple("account.suspend", Entry.Answer.LOST, true));
  }

  @Test
  void doesNotBelieveAYesThatChangedNothing() {
    var account = active();
    okta.org().faults().next(1, "POST", "/lifecycle/suspend").doNothing();
    assertThatThrownBy(() -> inCase(ADA, () -> directory.ensureSuspended(account)))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("still ACTIVE");
    assertThat(entries())
        .containsExactly(Tuple.tuple("account.suspend", Entry.Answer.ACCEPTED, false));
  }

  @Test
  void isContentWhereSomebodyElseWasFaster() {
    var account = active();
    okta.org()
        .faults()
        .next(1, "POST", "/lifecycle/suspend")
        .doAndAnswer(error(400, "E0000001", "Cannot suspend a user that is not active"));
    inCase(ADA, () -> directory.ensureSuspended(account));
    assertThat(entries())
        .containsExactly(Tuple.tuple("account.suspend", Entry.Answer.REFUSED, true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"LOCKED_OUT", "PASSWORD_EXPIRED", "RECOVERY", "PROVISIONED", "STAGED"})
  void deactivatesWhatOktaCannotSuspend(String status) {
    var account = active();
    okta.org().setStatus(account.value(), status);
    inCase(ADA, () -> directory.ensureSuspended(account));
    assertThat(okta.org().status(account.value())).contains("DEPROVISIONED");
    assertThat(entries())
        .containsExactly(Tuple.tuple("account.retire", Entry.Answer.ACCEPTED, true));
  }

  @Test
  void seesADeactivationThatStoodInForASuspensionThoughItsAnswerWasLost() {
    var account = active();
    okta.org().setStatus(account.value(), "LOCKED_OUT");
    okta.loseNextAnswer("ensureSuspended");
    assertThatThrownBy(() -> inCase(ADA, () -> directory.ensureSuspended(account)))
        .isInstanceOf(Unavailable.class);
    inCase(ADA, () -> directory.ensureSuspended(account));
    assertThat(entries()).containsExactly(Tuple.tuple("account.retire", Entry.Answer.LOST, true));
  }

  @Test
  void seesAnUnsuspensionThoughItsAnswerWasLost() {
    var account = active();
    okta.org().setStatus(account.value(), "SUSPENDED");
    okta.loseNextAnswer("ensureActive");
    assertThatThrownBy(() -> inCase(ADA, () -> directory.ensureActive(account)))
        .isInstanceOf(Unavailable.class);
    inCase(ADA, () -> directory.ensureActive(account));
    assertThat(entries())
        .containsExactly(Tuple.tuple("account.unsuspend", Entry.Answer.LOST, true));
  }

  @Test
  void asksAPersonAboutWhatOktaCannotSuspendWhereThatIsWanted() {
    var asking = okta.directory(Map.of("api-token", SimulatedOkta.TOKEN, "suspending", "ask"));
    var account = active();
    okta.org().setStatus(account.value(), "LOCKED_OUT");
    assertThatThrownBy(() -> inCase(ADA, () -> asking.ensureSuspended(account)))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("LOCKED_OUT");
    assertThat(okta.writes()).isEmpty();
  }

  @Test
  void waitsForADeactivationThatTakesItsTime() {
    try (var slow =
        new SimulatedOkta(
            OktaOptions.prompt(SimulatedOkta.TOKEN).deactivatingFor(Duration.ofSeconds(20)))) {
      var account = slow.account(LOGIN, null);
      for (int tries = 1; tries <= 2; tries++) {
        assertThatThrownBy(() -> inCase(ADA, () -> slow.directory().ensureRetired(account)))
            .isInstanceOfSatisfying(
                Unavailable.class, waits -> assertThat(waits.notBefore()).isPresent());
      }
      slow.clock().advance(Duration.ofSeconds(20));
      inCase(ADA, () -> slow.directory().ensureRetired(account));
      assertThat(slow.writes()).hasSize(1);
      assertThat(slow.ledger().of(ADA))
          .singleElement()
          .satisfies(entry -> assertThat(entry.asWished()).isTrue());
    }
  }

  @Test
  void endsSessionsAndTokensToo() {
    var account = active();
    inCase(ADA, () -> directory.ensureSessionsEnded(account));
    assertThat(okta.org().sessionsEnded(account.value())).isEqualTo(1);
    assertThat(okta.org().journal().calls("DELETE", "/sessions"))
        .singleElement()
        .satisfies(entry -> assertThat(entry.call().url()).endsWith("?oauthTokens=true"));
  }

  @Test
  void seesTheEndOfSessionsWhenTheLogShowsIt() {
    var account = active();
    var since = okta.clock().instant();
    inCase(ADA, () -> directory.ensureSessionsEnded(account));
    okta.clock().advance(Duration.ofSeconds(1));
    assertThat(directory.sessionsEnded(account, since)).contains(false);
    okta.clock().advance(Duration.ofSeconds(1));
    var before = okta.org().journal().calls("GET", ".*").size();
    assertThat(directory.sessionsEnded(account, since)).contains(true);
    assertThat(okta.org().journal().calls("GET", ".*"))
        .hasSize(before + 1)
        .last()
        .satisfies(
            entry ->
                assertThat(entry.call().parameters())
                    .containsEntry(
                        "filter",
                        "eventType eq \"user.session.clear\" and target.id eq \"%s\""
                            .formatted(account))
                    .containsEntry("since", "2026-03-02T08:59:00Z"));
  }

  @Test
  void doesNotBelieveAnEndOfSessionsThatTheLogNeverShows() {
    var account = active();
    var since = okta.clock().instant();
    okta.org().faults().next(1, "DELETE", "/sessions").answer(204);
    inCase(ADA, () -> directory.ensureSessionsEnded(account));
    inCase(ADA, () -> directory.ensureSuspended(account));
    okta.clock().advance(Duration.ofHours(1));
    assertThat(directory.sessionsEnded(account, since)).contains(false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"E0000006", "E0000014", "E0000015"})
  void doesNotGuessWhereItMayNotReadTheLog(String code) {
    var account = active();
    okta.org().faults().next(1, "GET", "/logs").answer(error(403, code, "not permitted"));
    assertThat(directory.sessionsEnded(account, okta.clock().instant())).isEmpty();
  }

  @Test
  void doesNotGuessWhatTheLogNoLongerHas() {
    var account = active();
    var since = okta.clock().instant().minus(Duration.ofDays(181));
    assertThat(directory.sessionsEnded(account, since)).isEmpty();
  }

  @Test
  void doesNotTakeAnUnreadableLogForOneThatMayNotBeRead() {
    var account = active();
    var since = okta.clock().instant();
    okta.org().faults().next(1, "GET", "/logs").answer(error(403, "E0000005", "no session"));
    assertThatThrownBy(() -> directory.sessionsEnded(account, since))
        .isInstanceOf(Misconfigured.class);
    okta.org().faults().next(1, "GET", "/logs").answer(Answer.html(403, "Blocked"));
    assertThatThrownBy(() -> directory.sessionsEnded(account, since))
        .isInstanceOf(Misconfigured.class);
    okta.org().faults().next(1, "GET", "/logs").answer(503);
    assertThatThrownBy(() -> directory.sessionsEnded(account, since))
        .isInstanceOf(Unavailable.class);
    okta.org().faults().next(1, "GET", "/logs").doNothing();
    assertThatThrownBy(() -> directory.sessionsEnded(account, since))
        .isInstanceOf(Unavailable.class);
  }

  @Test
  void knowsThatADeactivationEndedTheSessions() {
    var account = active();
    okta.retire(account);
    okta.clock().advance(Duration.ofDays(1));
    assertThat(directory.sessionsEnded(account, okta.clock().instant())).contains(true);
    okta.org().faults().next(1, "GET", "/logs").answer(error(403, "E0000006", "not permitted"));
    assertThat(directory.sessionsEnded(account, okta.clock().instant())).contains(true);
  }

  @ParameterizedTest
  @CsvSource({
    "user.session.clear,00u-ada,User,SUCCESS,2026-03-02T08:59:00.000Z,true",
    "user.session.clear,00u-ada,User,SUCCESS,2026-03-02T08:58:59.999Z,false",
    "user.session.clear,00u-other,User,SUCCESS,2026-03-02T09:00:00.000Z,false",
    "user.session.clear,00u-ada,AppUser,SUCCESS,2026-03-02T09:00:00.000Z,false",
    "user.session.clear,00u-ada,User,FAILURE,2026-03-02T09:00:00.000Z,false",
    "user.session.clear,00u-ada,User,,2026-03-02T09:00:00.000Z,false",
    "user.session.clear,00u-ada,User,SUCCESS,,false",
    "user.session.end,00u-ada,User,SUCCESS,2026-03-02T09:00:00.000Z,false",
    "user.lifecycle.suspend,00u-ada,User,SUCCESS,2026-03-02T09:00:00.000Z,false",
    "user.lifecycle.deactivate,00u-ada,User,SUCCESS,2026-03-02T09:00:00.000Z,false"
  })
  void believesOnlyALogThatShowsJustThat(
      String type,
      String user,
      String kind,
      @Nullable String result,
      @Nullable String published,
      boolean ended) {
    var event = new HashMap<String, Object>();
    event.put("eventType", type);
    event.put("target", List.of(Map.of("id", user, "type", kind)));
    if (result != null) {
      event.put("outcome", Map.of("result", result));
    }
    if (published != null) {
      event.put("published", published);
    }
    okta.org().faults().next(1, "GET", "/logs").answer(Answer.json(200, List.of(event)));
    okta.org()
        .faults()
        .next(1, "GET", "/users/")
        .answer(Answer.json(200, Map.of("id", "00u-ada", "status", "ACTIVE")));
    assertThat(directory.sessionsEnded(new AccountId("00u-ada"), okta.clock().instant()))
        .contains(ended);
  }

  @Test
  void neverCallsWithoutAnId() {
    for (Runnable wish :
        List.<Runnable>of(
            () -> directory.ensureSuspended(new AccountId("")),
            () -> directory.ensureRetired(new AccountId(" ")),
            () -> directory.ensureSessionsEnded(new AccountId("")),
            () -> directory.sessionsEnded(new AccountId(" "), okta.clock().instant()))) {
      assertThatThrownBy(() -> inCase(ADA, wish)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(okta.org().journal().calls()).isEmpty();
  }

  // the wire

  @Test
  void writesNothingWithoutAnIntent() {
    var account = active();
    assertThatThrownBy(() -> directory.ensureSuspended(account))
        .isInstanceOf(IllegalStateException.class);
    assertThat(okta.writes()).isEmpty();
  }

  @Test
  void triesNothingAgainByItself() {
    okta.org().faults().next(9, "GET", ".*").answer(503, Map.of("Retry-After", "30"));
    assertThatThrownBy(() -> directory.read(new AccountId("x")))
        .isInstanceOfSatisfying(
            Unavailable.class,
            failed ->
                assertThat(failed.notBefore()).contains(okta.clock().instant().plusSeconds(30)));
    assertThat(okta.org().journal().calls()).hasSize(1);
  }

  @Test
  void followsNoRedirectWithItsToken() {
    okta.org()
        .faults()
        .next(1, "GET", ".*")
        .answer(302, Map.of("Location", okta.org().base() + "/elsewhere"));
    assertThatThrownBy(() -> directory.read(new AccountId("x")))
        .isInstanceOf(Misconfigured.class)
        .hasMessageContaining("muster.okta.connections.acme.org-url");
    assertThat(okta.org().journal().calls()).hasSize(1);
  }

  @Test
  void waitsUntilOktaCountsAnew() {
    try (var poor = new SimulatedOkta(OktaOptions.realistic(SimulatedOkta.TOKEN).perMinute(2))) {
      poor.clock().advance(Duration.ofSeconds(15));
      poor.directory().read(new AccountId("x"));
      poor.directory().read(new AccountId("x"));
      assertThatThrownBy(() -> poor.directory().read(new AccountId("x")))
          .isInstanceOfSatisfying(
              Unavailable.class,
              turnedAway -> {
                assertThat(turnedAway.surelyNotSent()).isTrue();
                assertThat(turnedAway.notBefore().orElseThrow())
                    .isBetween(
                        poor.clock().instant().plusSeconds(44),
                        poor.clock().instant().plusSeconds(47));
              });
      poor.clock().advance(Duration.ofSeconds(45));
      assertThat(poor.directory().read(new AccountId("x"))).isEmpty();
    }
  }

  @Test
  void saysWhichTokenIsWrongAndNeverShowsIt() {
    var wrong = okta.directory(Map.of("api-token", "wrong-token"));
    assertThatThrownBy(() -> wrong.read(new AccountId("x")))
        .isInstanceOf(Misconfigured.class)
        .hasMessageContaining("muster.okta.connections.acme.api-token")
        .hasStackTraceContaining("Misconfigured")
        .satisfies(failure -> assertThat(failure).hasNoCause())
        .hasMessageNotContaining("wrong-token");
  }

  @Test
  void takesNoStrangersNotFoundForAnAccountThatIsGone() {
    okta.org().faults().next(1, "GET", ".*").answer(Answer.html(404, "Nothing here"));
    assertThatThrownBy(() -> inCase(ADA, () -> directory.ensureSuspended(new AccountId("x"))))
        .isInstanceOf(Misconfigured.class)
        .hasMessageContaining("org-url");
  }

  @Test
  void takesSilenceForNothing() {
    okta.org().faults().next(1, "GET", "/users$").doNothing();
    assertThatThrownBy(() -> directory.find(ADA)).isInstanceOf(Unavailable.class);
    okta.org().faults().next(1, "GET", "/users$").answer(Answer.html(200, "Welcome"));
    assertThatThrownBy(() -> directory.find(ADA)).isInstanceOf(Unavailable.class);
  }

  @Test
  void takesNoAnswerAboutAnotherAccount() {
    var account = active();
    okta.timePasses();
    for (Runnable look :
        List.<Runnable>of(
            () -> directory.read(account),
            () -> directory.find(ADA),
            () -> directory.roster().member(account),
            () -> inCase(ADA, () -> directory.ensureSuspended(account)))) {
      okta.org().faults().next(1, "GET", "/users/00u").answer(somebodyElse());
      assertThatThrownBy(look::run)
          .isInstanceOf(Unavailable.class)
          .hasMessageContaining("asked for account " + account)
          .hasMessageContaining("answered with account 00u-other");
    }
    assertThat(okta.writes()).isEmpty();
  }

  @Test
  void doesNotSeeADisabledAccountInAnAnswerAboutAnother() {
    var account = active();
    okta.org().faults().next(1, "GET", "/users/00u").delay(Duration.ZERO);
    okta.org().faults().next(1, "POST", "/lifecycle/suspend").doNothing();
    okta.org().faults().next(1, "GET", "/users/00u").answer(somebodyElse());
    assertThatThrownBy(() -> inCase(ADA, () -> directory.ensureSuspended(account)))
        .isInstanceOf(Unavailable.class);
    assertThat(entries())
        .containsExactly(Tuple.tuple("account.suspend", Entry.Answer.ACCEPTED, null));
  }

  @Test
  void takesNoAnswerAboutNobody() {
    okta.org().faults().next(1, "GET", "/users/").answer(Answer.json(200, Map.of()));
    assertThatThrownBy(() -> directory.read(new AccountId("x")))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("answered with none");
  }

  private static Answer somebodyElse() {
    return Answer.json(
        200,
        Map.of(
            "id",
            "00u-other",
            "status",
            "SUSPENDED",
            "profile",
            Map.of("login", "other@example.com", "employeeNumber", "E-1")));
  }

  private AccountId ensured(Worker worker) {
    return inCase(ADA, () -> directory.ensureAccount(worker));
  }

  private AccountId active() {
    return new AccountId(okta.org().addUser(LOGIN, "E-1"));
  }

  private String why(AccountId account, String group) {
    return directory.whyNotIn(account, Set.of(group));
  }

  private String attribute(AccountId account, String name) {
    return okta.org().attribute(account.value(), name).orElseThrow();
  }

  private String lastUpdate() {
    var updates = okta.org().journal().calls("POST", "/users/[^/]+$");
    return updates.get(updates.size() - 1).json().path("profile").toString();
  }

  private List<Tuple> entries() {
    return okta.ledger().of(ADA).stream()
        .map(entry -> Tuple.tuple(entry.action(), entry.answer(), entry.asWished()))
        .toList();
  }

  private static Answer error(int status, String code, String cause) {
    return Answer.json(
        status,
        Map.of(
            "errorCode",
            code,
            "errorSummary",
            "Api validation failed: login",
            "errorLink",
            code,
            "errorId",
            "oae1",
            "errorCauses",
            List.of(Map.of("errorSummary", cause))));
  }

  private static Worker ada(String department, @Nullable String costCenter) {
    return ada(department, costCenter, LOGIN);
  }

  private static Worker ada(String department, @Nullable String costCenter, String login) {
    return new Worker(
        ADA,
        "Ada",
        "Königin",
        login,
        department,
        "Analyst",
        "Zürich",
        costCenter,
        new EmployeeId("E-7"),
        ZoneOffset.UTC,
        LocalDate.parse("2026-03-02"),
        false);
  }
}
