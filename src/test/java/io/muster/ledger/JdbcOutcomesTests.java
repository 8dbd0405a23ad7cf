package io.muster.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.muster.ledger.Outcome.Kind;
import io.muster.ledger.Outcome.State;
import io.muster.people.EmployeeId;
import io.muster.testing.MovableClock;
import io.muster.testing.Postgres;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class JdbcOutcomesTests {
  private static final EmployeeId ADA = new EmployeeId("E1001");
  private static final Instant MORNING = Instant.parse("2026-11-24T08:00:00Z");
  private static final String CASE = "case-1";
  private static final String LAPTOP = "4711";

  private final javax.sql.DataSource database = Postgres.dataSource();
  private final JdbcClient jdbc = JdbcClient.create(database);
  private final MovableClock clock = new MovableClock(MORNING);
  private final List<Object> published = new ArrayList<>();
  private final JdbcOutcomes outcomes = new JdbcOutcomes(jdbc, published::add, clock);

  @Test
  void keepsWhenItWasFirstWantedAcceptedAndSeen() {
    say(State.REQUESTED, 0);
    say(State.ACCEPTED, 10);
    say(State.OBSERVED, 20);
    say(State.ACCEPTED, 30);
    say(State.OBSERVED, 40);

    var lock = only();
    assertThat(lock.requestedAt()).isEqualTo(MORNING);
    assertThat(column("accepted_at")).isEqualTo(MORNING.plusSeconds(10));
    assertThat(lock.observedAt()).isEqualTo(MORNING.plusSeconds(20));
    assertThat(column("contradicted_at")).isNull();
    assertThat(lock.changedAt()).isEqualTo(MORNING.plusSeconds(40));
  }

  @Test
  void keepsWhenItWasSeenUntilItIsSeenAgainAfterAContradiction() {
    say(State.OBSERVED, 0);
    say(State.CONTRADICTED, 10);
    assertThat(only().observedAt()).isEqualTo(MORNING);
    assertThat(only().state()).isEqualTo(State.CONTRADICTED);
    assertThat(only().settled()).isFalse();
    assertThat(column("contradicted_at")).isEqualTo(MORNING.plusSeconds(10));

    say(State.REQUESTED, 20);
    say(State.ACCEPTED, 30);
    assertThat(only().observedAt()).isEqualTo(MORNING);
    say(State.OBSERVED, 40);

    assertThat(only().observedAt()).isEqualTo(MORNING.plusSeconds(40));
    assertThat(column("contradicted_at")).isEqualTo(MORNING.plusSeconds(10));
    say(State.ACCEPTED, 50);
    say(State.OBSERVED, 60);
    assertThat(only().observedAt())
        .as("contradicted once, not for ever")
        .isEqualTo(MORNING.plusSeconds(40));
  }

  @Test
  void countsAsSeenFromTheFirstSightAlsoWhenAContradictionCameBefore() {
    say(State.CONTRADICTED, 0);
    say(State.OBSERVED, 10);
    say(State.CONTRADICTED, 20);
    say(State.CONTRADICTED, 30);
    assertThat(only().observedAt()).isEqualTo(MORNING.plusSeconds(10));
    assertThat(column("contradicted_at"))
        .as("since when it is contradicted this time")
        .isEqualTo(MORNING.plusSeconds(20));
  }

  @ParameterizedTest
  @EnumSource
  void takesTheSameStateSaidAgainForNewWordsOnly(State state) {
    say(state, 0);
    var before = only();
    published.clear();
    clock.set(MORNING.plusSeconds(10));
    outcomes.say(CASE, ADA, Kind.LOCK, LAPTOP, state, "looked again");

    assertThat(only())
        .isEqualTo(
            new Outcome(
                CASE,
                ADA,
                Kind.LOCK,
                LAPTOP,
                state,
                "looked again",
                before.requestedAt(),
                before.observedAt(),
                before.changedAt()));
    assertThat(published).isEmpty();
  }

  @Test
  void publishesEveryChangeAndWhichOfThemIsTheFirstSight() {
    say(State.REQUESTED, 0);
    say(State.OBSERVED, 10);
    say(State.CONTRADICTED, 20);
    say(State.OBSERVED, 30);

    assertThat(published)
        .map(OutcomeChanged.class::cast)
        .extracting(OutcomeChanged::before, it -> it.outcome().state(), OutcomeChanged::firstSight)
        .containsExactly(
            tuple(null, State.REQUESTED, false),
            tuple(State.REQUESTED, State.OBSERVED, true),
            tuple(State.OBSERVED, State.CONTRADICTED, false),
            tuple(State.CONTRADICTED, State.OBSERVED, false));
  }

  @Test
  void publishesASightAtOnceAsTheFirst() {
    say(State.OBSERVED, 0);
    assertThat(published).singleElement().isEqualTo(new OutcomeChanged(only(), null, true));
  }

  @Test
  void tellsOutcomesApartByCaseKindAndTargetAndListsThemAsTheyWereWanted() {
    outcomes.say(CASE, ADA, Kind.WIPE, LAPTOP, State.REQUESTED, "");
    outcomes.say(CASE, ADA, Kind.LOCK, LAPTOP, State.REQUESTED, "");
    outcomes.say(CASE, ADA, Kind.LOCK, "4712", State.REQUESTED, "");
    outcomes.say("case-2", ADA, Kind.LOCK, LAPTOP, State.OBSERVED, "");
    outcomes.say(CASE, ADA, Kind.WIPE, LAPTOP, State.ACCEPTED, "");

    assertThat(outcomes.of(CASE))
        .extracting(Outcome::kind, Outcome::target)
        .containsExactly(
            tuple(Kind.WIPE, LAPTOP), tuple(Kind.LOCK, LAPTOP), tuple(Kind.LOCK, "4712"));
    assertThat(outcomes.outcomes(List.of(CASE, "case-2", "case-3")))
        .containsOnlyKeys(CASE, "case-2")
        .hasEntrySatisfying("case-2", of -> assertThat(of).hasSize(1));
    assertThat(outcomes.of("case-3")).isEmpty();
    assertThat(outcomes.outcomes(List.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "REQUESTED, true",
    "ACCEPTED, true",
    "CONTRADICTED, true",
    "OBSERVED, false",
    "NOT_OBSERVABLE, false",
    "CLOSED, false"
  })
  void namesWhatKeepsACaseFromEnding(State state, boolean keeps) {
    outcomes.say(CASE, ADA, Kind.ACCOUNT, "okta/00u1", State.OBSERVED, "");
    say(state, 0);
    assertThat(outcomes.unsettled(CASE)).hasSize(keeps ? 1 : 0);
    assertThat(outcomes.unsettled(CASE)).allMatch(it -> it.kind() == Kind.LOCK);
  }

  @ParameterizedTest
  @CsvSource({"499, 499", "500, 500", "501, 500"})
  void cutsLongWords(int length, int kept) {
    outcomes.say(CASE, ADA, Kind.LOCK, LAPTOP, State.ACCEPTED, "w".repeat(length));
    assertThat(only().words()).hasSize(kept);
  }

  @Test
  void cutsNoCharacterInHalf() {
    outcomes.say(CASE, ADA, Kind.LOCK, LAPTOP, State.ACCEPTED, "w".repeat(499) + "\uD83D\uDD12");
    assertThat(only().words()).isEqualTo("w".repeat(499));
  }

  @Test
  void isGoneWithTheTransactionThatSaidIt() {
    new TransactionTemplate(new JdbcTransactionManager(database))
        .executeWithoutResult(
            transaction -> {
              say(State.OBSERVED, 0);
              outcomes.pause(CASE, LAPTOP, "offline");
              transaction.setRollbackOnly();
            });
    assertThat(outcomes.of(CASE)).isEmpty();
    assertThat(outcomes.pauses(List.of(CASE))).isEmpty();
  }

  @Test
  void letsOnlyOneOfTwoAtOnceBeTheFirstSight() throws Exception {
    var transaction = new TransactionTemplate(new JdbcTransactionManager(database));
    var second = new ArrayList<Object>();
    var other = new JdbcOutcomes(jdbc, second::add, clock);
    var saysItToo =
        transaction.execute(
            first -> {
              say(State.OBSERVED, 0);
              // waits for the first one's row until that is committed
              return CompletableFuture.runAsync(
                  () ->
                      transaction.executeWithoutResult(
                          it -> other.say(CASE, ADA, Kind.LOCK, LAPTOP, State.OBSERVED, "too")));
            });
    saysItToo.get(30, TimeUnit.SECONDS);

    assertThat(published).hasSize(1);
    assertThat(second).isEmpty();
    assertThat(only().words()).isEqualTo("too");
  }

  @Test
  void letsAWaitGoOnUntilItsReasonIsAnother() {
    outcomes.pause(CASE, LAPTOP, "offline");
    clock.advance(Duration.ofMinutes(5));
    outcomes.pause(CASE, LAPTOP, "offline");
    outcomes.pause(CASE, "okta/00u1", "budget");
    clock.advance(Duration.ofMinutes(5));
    outcomes.pause(CASE, LAPTOP, "waits for approver");
    clock.advance(Duration.ofMinutes(5));
    outcomes.goOn(CASE, LAPTOP);
    outcomes.goOn(CASE, LAPTOP);
    clock.advance(Duration.ofMinutes(5));
    outcomes.pause(CASE, LAPTOP, "offline");

    assertThat(outcomes.pauses(List.of(CASE, "case-2")))
        .containsOnlyKeys(CASE)
        .hasEntrySatisfying(
            CASE,
            waits ->
                assertThat(waits)
                    .containsExactly(
                        pause(LAPTOP, "offline", 0, 10),
                        pause("okta/00u1", "budget", 5, null),
                        pause(LAPTOP, "waits for approver", 10, 15),
                        pause(LAPTOP, "offline", 20, null)));
  }

  @Test
  void endsNoWaitOfAnotherCase() {
    outcomes.pause(CASE, LAPTOP, "offline");
    outcomes.pause("case-2", LAPTOP, "offline");
    outcomes.goOn(CASE, LAPTOP);
    assertThat(outcomes.pauses(List.of("case-2")).get("case-2"))
        .singleElement()
        .satisfies(wait -> assertThat(wait.until()).isNull());
  }

  private static Pause pause(String what, String reason, int since, @Nullable Integer until) {
    return new Pause(
        CASE,
        what,
        reason,
        MORNING.plus(Duration.ofMinutes(since)),
        until == null ? null : MORNING.plus(Duration.ofMinutes(until)));
  }

  private void say(State state, int second) {
    clock.set(MORNING.plusSeconds(second));
    outcomes.say(CASE, ADA, Kind.LOCK, LAPTOP, state, "is " + state);
  }

  private Outcome only() {
    return outcomes.of(CASE).stream()
        .filter(it -> it.kind() == Kind.LOCK)
        .reduce((one, another) -> another)
        .orElseThrow();
  }

  private @Nullable Instant column(String name) {
    return jdbc.sql("select %s from muster_outcome".formatted(name))
        .query(
            (row, number) -> row.getTimestamp(1) == null ? null : row.getTimestamp(1).toInstant())
        .list()
        .get(0);
  }
}
