package io.muster.doors;

import java.util.Set;

/**
 * What somebody changed about an account.
 *
 * @param account the sign-in name of the account
 * @param what what was changed
 * @param groups the groups it is about; none for a password or an address
 */
public record AccountChange(String account, What what, Set<String> groups) {
  /** Keeps what it is given in its own hands. */
  public AccountChange {
    groups = Set.copyOf(groups);
  }

  /** What was changed. */
  public enum What {
    /** The account was put into the groups. */
    JOINED,
    /** The account was taken out of the groups. */
    LEFT,
    /** Another person than the owner set the password. */
    PASSWORD,
    /** The e-mail address, which tells whose account it is, was changed. */
    ADDRESS
  }
}
