package io.muster.directory.vendor;

import io.muster.directory.Account.Status;
import io.muster.directory.AccountId;
import io.muster.directory.Directory;
import io.muster.directory.DirectoryWorld;
import io.muster.remote.Gates;
import io.muster.testing.InMemoryDirectory;
import io.muster.testing.InMemoryLedger;
import io.muster.testing.MovableClock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A plain vendor with the account workflow over it, on one clock. */
final class PlainWorld implements DirectoryWorld {
  private final MovableClock clock = new MovableClock(Instant.parse("2026-03-02T09:00:00Z"));
  private final InMemoryLedger ledger = new InMemoryLedger(clock);
  private final PlainVendor vendor = new PlainVendor(Gates.open(), clock);
  private final Directory directory =
      new VendorDirectory<>(
          new VendorAdapter<>(vendor, vendor, new InMemoryDirectory("acme", clock).roster()),
          ledger,
          clock);

  PlainVendor vendor() {
    return vendor;
  }

  InMemoryLedger ledger() {
    return ledger;
  }

  @Override
  public Directory directory() {
    vendor.keepMembership(false);
    return directory;
  }

  @Override
  public Directory keeper() {
    vendor.keepMembership(true);
    return directory;
  }

  @Override
  public MovableClock clock() {
    return clock;
  }

  @Override
  public void group(String name) {
    vendor.group(name);
  }

  @Override
  public void rule(String group, String department) {
    vendor.rule(group, department);
  }

  @Override
  public void timePasses() {
    clock.advance(Duration.ofSeconds(10));
    vendor.evaluateRules();
  }

  @Override
  public AccountId account(String login, @Nullable EmployeeNumber number) {
    return new AccountId(vendor.add(login, number == null ? null : number.value()).id());
  }

  @Override
  public void rename(AccountId account, String login) {
    vendor.change(account.value(), user -> user.called(login));
  }

  @Override
  public void remove(AccountId account) {
    vendor.remove(account.value());
  }

  @Override
  public int size() {
    return vendor.size();
  }

  @Override
  public void suspend(AccountId account) {
    vendor.change(account.value(), user -> user.as(Status.SUSPENDED));
  }

  @Override
  public void retire(AccountId account) {
    vendor.change(account.value(), user -> user.as(Status.RETIRED));
  }

  @Override
  public void loseNextAnswer(String operation) {
    vendor.afterNext(
        () -> {
          throw PlainVendor.lost();
        });
  }

  @Override
  public void turnAwayNext(String operation) {
    vendor.beforeNext(
        () -> {
          throw PlainVendor.turnedAway();
        });
  }
}
