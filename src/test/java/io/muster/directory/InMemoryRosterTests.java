package io.muster.directory;

import io.muster.people.EmployeeId;
import io.muster.people.Worker;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.testing.InMemoryDirectory;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/** The stand-in of the process tests tells of its groups as every directory does. */
class InMemoryRosterTests extends RosterContract {
  private final World world = new World(new InMemoryDirectory("memory"));

  @Override
  protected RosterWorld world() {
    return world;
  }

  private record World(InMemoryDirectory directory) implements RosterWorld {
    World {
      directory.roster().pagesOf(5);
    }

    @Override
    public Roster roster() {
      return directory.roster();
    }

    @Override
    public int pageSize() {
      return 5;
    }

    @Override
    public GroupId group(String name) {
      return directory.roster().byHand(name);
    }

    @Override
    public Optional<GroupId> ruled(String name, String department) {
      return Optional.of(
          directory.roster().ruled(name, worker -> worker.department().equals(department)));
    }

    @Override
    public Optional<GroupId> twin(String name) {
      return Optional.of(directory.roster().byHand(name));
    }

    @Override
    public boolean nest(GroupId outer, GroupId inner) {
      directory.roster().nest(outer, inner);
      return true;
    }

    @Override
    public AccountId person(String login, String department) {
      return directory.takeIn(worker(login, department));
    }

    private static Worker worker(String login, String department) {
      return new Worker(
          new EmployeeId("E-" + login.substring(0, login.indexOf('@'))),
          "Some",
          "Body",
          login,
          department,
          "Analyst",
          "Berlin",
          "CC-1",
          new EmployeeId("E-7"),
          ZoneOffset.UTC,
          LocalDate.parse("2026-03-02"),
          false);
    }

    @Override
    public void join(GroupId group, AccountId account) {
      directory.roster().join(group, account);
    }

    @Override
    public void leave(GroupId group, AccountId account) {
      directory.roster().leave(group, account);
    }

    @Override
    public void move(AccountId account, String department) {
      directory.change(account, worker(directory.read(account).orElseThrow().login(), department));
    }

    @Override
    public void suspend(AccountId account) {
      directory.set(account, Account.Status.SUSPENDED);
    }

    @Override
    public void remove(AccountId account) {
      directory.remove(account);
    }

    @Override
    public void rename(GroupId group, String name) {
      directory.roster().rename(group, name);
    }

    @Override
    public void remove(GroupId group) {
      directory.roster().remove(group);
    }

    @Override
    public void timePasses() {
      directory.holdRules(false);
    }

    @Override
    public void forgetChanges() {
      directory.roster().forgetChanges();
    }

    @Override
    public boolean turnAwayNext() {
      directory
          .mishaps()
          .failNext("changes", Unavailable.turnedAway("turned away by the test", null, null));
      return true;
    }
  }
}
