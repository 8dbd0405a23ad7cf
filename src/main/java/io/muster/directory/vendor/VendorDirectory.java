package io.muster.directory.vendor;

import io.muster.directory.Account;
import io.muster.directory.AccountId;
import io.muster.directory.Directory;
import io.muster.directory.Roster;
import io.muster.ledger.Ledger;
import io.muster.people.EmployeeId;
import io.muster.people.Worker;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One vendor's connection as a directory.
 *
 * <p>Every wish looks first, writes with an entry in the ledger, and looks again; only what was
 * seen is granted. That stands here once; vendors bring the {@linkplain VendorAccounts primitives}.
 */
public final class VendorDirectory<U extends VendorUser> implements Directory {
  private final VendorAccounts<U> vendor;
  private final VendorGroups groups;
  private final Roster roster;
  private final AccountSearch<U> search;
  private final AccountOpener<U> opener;
  private final AccountCloser<U> closer;
  private final ManagerWriter<U> managers;
  private final GroupMemberships memberships;

  /** Puts the workflow over what a vendor can do. */
  public VendorDirectory(VendorAdapter<U> adapter, Ledger ledger, Clock clock) {
    this.vendor = adapter.accounts();
    this.groups = adapter.groups();
    this.roster = adapter.roster();
    var writer = new AccountWriter<>(vendor, ledger, clock);
    this.search = new AccountSearch<>(vendor);
    this.closer = new AccountCloser<>(vendor, writer);
    this.managers = new ManagerWriter<>(vendor, search, writer);
    this.opener = new AccountOpener<>(vendor, search, writer, managers);
    this.memberships = new GroupMemberships(vendor.connection(), groups, ledger);
  }

  @Override
  public String connection() {
    return vendor.connection().name();
  }

  @Override
  public String kind() {
    return vendor.connection().kind();
  }

  @Override
  public Roster roster() {
    return roster;
  }

  @Override
  public Optional<Account> find(EmployeeId employee) {
    return search.bearing(employee).map(this::account);
  }

  @Override
  public Optional<Account> findByLogin(String login) {
    return search.signingIn(login).map(this::account);
  }

  @Override
  public Optional<Account> findByMail(String address) {
    return search.reachedAt(address).map(this::account);
  }

  @Override
  public Optional<Account> read(AccountId account) {
    var id = account.value();
    return vendor.read(id).or(() -> vendor.readDeleted(id)).map(this::account);
  }

  private Account account(U user) {
    return user.account(vendor.number(user));
  }

  @Override
  public AccountId ensureAccount(Worker worker) {
    return opener.ensure(worker);
  }

  @Override
  public boolean ensureManager(AccountId account, EmployeeId manager) {
    return managers.ensure(account.value(), manager);
  }

  @Override
  public void ensureLogin(AccountId account, String login) {
    opener.ensureLogin(account.value(), login);
  }

  @Override
  public Map<String, String> attributes() {
    return vendor.attributes();
  }

  @Override
  public Set<String> groupsOf(AccountId account) {
    return groups.of(account.value()).orElse(List.of()).stream()
        .map(VendorGroup::name)
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toSet());
  }

  @Override
  public String whyNotIn(AccountId account, Set<String> names) {
    return groups.whyNotIn(account, names);
  }

  @Override
  public boolean keepsMembership() {
    return groups.keptByMuster();
  }

  @Override
  public void ensureMembership(AccountId account, Set<String> wanted, Set<String> unwanted) {
    if (keepsMembership()) {
      memberships.ensure(account.value(), wanted, unwanted);
    }
  }

  @Override
  public void ensureSuspended(AccountId account) {
    closer.ensureSuspended(account.value());
  }

  @Override
  public void ensureActive(AccountId account) {
    opener.ensureActive(account.value());
  }

  @Override
  public void ensureSessionsEnded(AccountId account) {
    closer.endSessions(account.value());
  }

  @Override
  public Optional<Boolean> sessionsEnded(AccountId account, Instant since) {
    return vendor.sessionsEnded(account.value(), since);
  }

  @Override
  public void ensureRetired(AccountId account) {
    closer.ensureRetired(account.value());
  }
}
