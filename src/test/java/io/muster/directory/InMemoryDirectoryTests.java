package io.muster.directory;

import io.muster.people.EmployeeId;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.testing.InMemoryDirectory;
import org.jspecify.annotations.Nullable;

/** The stand-in of the process tests keeps the directory's promises. */
class InMemoryDirectoryTests extends DirectoryContract {
  private final World world = new World(new InMemoryDirectory("memory"));

  @Override
  protected DirectoryWorld world() {
    return world;
  }

  private record World(InMemoryDirectory directory) implements DirectoryWorld {
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
