package io.muster.directory.entra;

import io.muster.directory.AccountId;
import io.muster.directory.DirectoryWorld.EmployeeNumber;
import io.muster.directory.GroupId;
import io.muster.directory.Roster;
import io.muster.directory.RosterContract;
import io.muster.directory.RosterWorld;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInfo;

/** The Entra adapter tells of groups as every directory does. */
class EntraRosterContractTests extends RosterContract {
  private static final int PAGE = 5;

  private final SimulatedEntra entra =
      new SimulatedEntra(SimulatedEntra.realistic().inPagesOf(PAGE));
  private final World world = new World(entra);

  @Override
  protected RosterWorld world() {
    return world;
  }

  @AfterEach
  void keepTheTraffic(TestInfo test) throws IOException {
    entra.close(test.getTestMethod().orElseThrow().getName());
  }

  private record World(SimulatedEntra entra) implements RosterWorld {
    @Override
    public Roster roster() {
      return entra.directory().roster();
    }

    @Override
    public int pageSize() {
      return PAGE;
    }

    @Override
    public GroupId group(String name) {
      return new GroupId(entra.tenant().addGroup(name));
    }

    @Override
    public Optional<GroupId> ruled(String name, String department) {
      entra.rule(name, department);
      return Optional.of(group(name));
    }

    @Override
    public Optional<GroupId> twin(String name) {
      return Optional.of(new GroupId(entra.tenant().addNamesake(name)));
    }

    @Override
    public boolean nest(GroupId outer, GroupId inner) {
      entra.tenant().setMember(outer.value(), inner.value(), true);
      return true;
    }

    @Override
    public AccountId person(String login, String department) {
      var account = entra.account(login, new EmployeeNumber("E-1"));
      move(account, department);
      return account;
    }

    @Override
    public void join(GroupId group, AccountId account) {
      entra.tenant().setMember(group.value(), account.value(), true);
    }

    @Override
    public void leave(GroupId group, AccountId account) {
      entra.tenant().setMember(group.value(), account.value(), false);
    }

    @Override
    public void move(AccountId account, String department) {
      entra.tenant().set(account.value(), "department", department);
    }

    @Override
    public void suspend(AccountId account) {
      entra.suspend(account);
    }

    @Override
    public void remove(AccountId account) {
      entra.remove(account);
    }

    @Override
    public void rename(GroupId group, String name) {
      entra.tenant().renameGroup(group.value(), name);
    }

    @Override
    public void remove(GroupId group) {
      entra.tenant().removeGroup(group.value());
    }

    @Override
    public void timePasses() {
      entra.timePasses();
    }

    @Override
    public void forgetChanges() {
      entra.clock().advance(Duration.ofDays(8));
    }

    @Override
    public boolean turnAwayNext() {
      entra.tenant().faults().next(1, "GET", "/v1\\.0/.*").answer(429);
      return true;
    }
  }
}
