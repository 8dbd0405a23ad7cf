package io.muster.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.people.EmployeeId;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.testing.InMemoryDirectory;
import io.muster.testing.InMemoryDirectory.Lie;
import io.muster.testing.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The stand-in of the process tests keeps the directory's promises. */
class InMemoryDirectoryTests extends DirectoryContract {
  private final MovableClock clock = new MovableClock(Instant.parse("2026-03-02T09:00:00Z"));
  private final InMemoryDirectory directory = new InMemoryDirectory("memory", clock);
  private final World world = new World(directory, clock);

  @Override
  protected DirectoryWorld world() {
    return world;
  }

  @Test
  void answersThatItWasDoneAndDoesNothing() {
    var account = directory.take("ada@example.com");
    directory.lie("ensureSuspended", Lie.FORGETS);
    directory.lie("ensureSessionsEnded", Lie.FORGETS);
    directory.ensureSuspended(account);
    directory.ensureSessionsEnded(account);
    assertThat(status(account)).isEqualTo(Account.Status.ACTIVE);
    assertThat(directory.sessionsEnded(account, clock.instant())).contains(false);
    assertThat(directory.mishaps().asked())
        .containsExactly("ensureSuspended " + account, "ensureSessionsEnded " + account);
    directory.tellTruth("ensureSuspended");
    directory.tellTruth("ensureSessionsEnded");
    directory.ensureSuspended(account);
    directory.ensureSessionsEnded(account);
    assertThat(status(account)).isEqualTo(Account.Status.SUSPENDED);
    assertThat(directory.sessionsEnded(account, clock.instant())).contains(true);
  }

  @Test
  void undoesItWhenTimeHasPassed() {
    var account = directory.take("ada@example.com");
    directory.lie("ensureSuspended", Lie.UNDOES);
    directory.lie("ensureSessionsEnded", Lie.UNDOES);
    var since = clock.instant();
    directory.ensureSuspended(account);
    directory.ensureSessionsEnded(account);
    assertThat(status(account)).isEqualTo(Account.Status.SUSPENDED);
    assertThat(directory.sessionsEnded(account, since)).contains(true);
    clock.advance(Duration.ofSeconds(1));
    assertThat(directory.sessionsEnded(account, since)).contains(false);
    assertThat(status(account)).isEqualTo(Account.Status.ACTIVE);
  }

  @Test
  void isUndoneBehindOurBack() {
    var account = directory.take("ada@example.com");
    directory.ensureSuspended(account);
    directory.ensureSessionsEnded(account);
    directory.undo(account);
    assertThat(status(account)).isEqualTo(Account.Status.ACTIVE);
    assertThat(directory.sessionsEnded(account, clock.instant())).contains(false);
  }

  @Test
  void neverAnswersUntilItTellsTheTruth() {
    var account = directory.take("ada@example.com");
    for (var operation : List.of("ensureSuspended", "read", "sessionsEnded")) {
      directory.lie(operation, Lie.NEVER_ANSWERS);
    }
    for (int tries = 1; tries <= 2; tries++) {
      assertThatThrownBy(() -> directory.ensureSuspended(account)).isInstanceOf(Unavailable.class);
      assertThatThrownBy(() -> directory.read(account)).isInstanceOf(Unavailable.class);
      assertThatThrownBy(() -> directory.sessionsEnded(account, clock.instant()))
          .isInstanceOf(Unavailable.class);
    }
    directory.tellTruth("read");
    assertThat(status(account)).isEqualTo(Account.Status.ACTIVE);
    directory.clear();
    directory.ensureSuspended(account);
  }

  @Test
  void liesOnlyWhereItCan() {
    assertThatThrownBy(() -> directory.lie("read", Lie.FORGETS))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> directory.lie("ensureActive", Lie.UNDOES))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void showsNoSessionsWhereItHidesThem() {
    var account = directory.take("ada@example.com");
    directory.hideSessions();
    directory.ensureSessionsEnded(account);
    assertThat(directory.sessionsEnded(account, clock.instant())).isEmpty();
    directory.clear();
    assertThat(directory.sessionsEnded(account, clock.instant())).contains(true);
  }

  @Test
  void hasNoSessionsOfARetiredAccountUntilItIsActiveAgain() {
    var account = directory.take("ada@example.com");
    directory.ensureRetired(account);
    assertThat(directory.sessionsEnded(account, clock.instant())).contains(true);
    directory.ensureActive(account);
    assertThat(directory.sessionsEnded(account, clock.instant())).contains(false);
  }

  private Account.Status status(AccountId account) {
    return directory.read(account).orElseThrow().status();
  }

  private record World(InMemoryDirectory directory, MovableClock clock) implements DirectoryWorld {
    @Override
    public InMemoryDirectory directory() {
      directory.musterKeepsMembership(false);
      return directory;
    }

    @Override
    public Directory keeper() {
      directory.musterKeepsMembership(true);
      return directory;
    }

    @Override
    public void group(String name) {
      directory.group(name);
    }

    @Override
    public void rule(String group, String department) {
      directory.rule(group, worker -> worker.department().equals(department));
    }

    @Override
    public void timePasses() {
      directory.holdRules(false);
    }

    @Override
    public AccountId account(String login, @Nullable EmployeeNumber number) {
      return number == null
          ? directory.take(login)
          : directory.duplicate(new EmployeeId(number.value()), login);
    }

    @Override
    public void rename(AccountId account, String login) {
      directory.rename(account, login);
    }

    @Override
    public void remove(AccountId account) {
      directory.remove(account);
    }

    @Override
    public void suspend(AccountId account) {
      directory.set(account, Account.Status.SUSPENDED);
    }

    @Override
    public void retire(AccountId account) {
      directory.set(account, Account.Status.RETIRED);
    }

    @Override
    public int size() {
      return directory.size();
    }

    @Override
    public void loseNextAnswer(String operation) {
      directory.mishaps().loseNextAnswer(operation);
    }

    @Override
    public void turnAwayNext(String operation) {
      directory
          .mishaps()
          .failNext(operation, Unavailable.turnedAway("turned away by the test", null, null));
    }
  }
}
