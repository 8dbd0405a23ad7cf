package io.muster.directory;

import io.muster.people.EmployeeId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One account in one directory.
 *
 * @param id the directory's own id, for good
 * @param login what the person types to sign in
 * @param employee the employee number written on the account, or null
 * @param status whether it can be used
 * @param traits what sets it apart from an account that we may change as we like
 */
public record Account(
    AccountId id,
    String login,
    @Nullable EmployeeId employee,
    Status status,
    Set<AccountTrait> traits) {
  public Account {
    traits = Set.copyOf(traits);
  }

  /** An account like any other. */
  public Account(AccountId id, String login, @Nullable EmployeeId employee, Status status) {
    this(id, login, employee, status, Set.of());
  }

  /** Whether an account can be used; statuses a vendor adds later count as {@link #OTHER}. */
  public enum Status {
    /** Made, but the person has not finished signing up. */
    PENDING,
    ACTIVE,
    SUSPENDED,
    /** Deactivated for good; kept for the record. */
    RETIRED,
    OTHER
  }

  /** True if nobody can sign in with it. */
  public boolean barred() {
    return status == Status.SUSPENDED || status == Status.RETIRED;
  }
}
