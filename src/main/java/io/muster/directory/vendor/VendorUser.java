package io.muster.directory.vendor;

import io.muster.directory.Account;
import io.muster.directory.AccountId;
import io.muster.directory.AccountTrait;
import io.muster.people.EmployeeId;
import java.util.Optional;
import java.util.Set;

/** One account as its vendor shows it. */
public interface VendorUser {
  /** The vendor's own id. */
  String id();

  /** What the person types to sign in; empty if it is not shown. */
  String login();

  /** Whether it can be used, in our words. */
  Account.Status status();

  /** What sets it apart from an account that we may change as we like. */
  default Set<AccountTrait> traits() {
    return Set.of();
  }

  /** True if the person can sign in, or is about to be able to. */
  boolean open();

  /** True if it lies in the vendor's bin. */
  default boolean deleted() {
    return false;
  }

  /** Its state for people, in the vendor's words. */
  String words();

  /** The account in our words; a number that cannot be one of ours is left out. */
  default Account account(Optional<String> number) {
    return new Account(
        new AccountId(id()),
        login(),
        number.flatMap(VendorUser::employee).orElse(null),
        status(),
        traits());
  }

  private static Optional<EmployeeId> employee(String number) {
    try {
      return Optional.of(new EmployeeId(number));
    } catch (IllegalArgumentException notANumber) {
      return Optional.empty();
    }
  }
}
