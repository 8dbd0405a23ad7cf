package io.muster.guard;

import java.util.Set;

/** Finds people by the account they signed in with. */
public interface Signatories {
  /**
   * The person of this account, with every name known of them and their groups that count right
   * now.
   */
  Person find(String signIn);

  /** The sign-in names of everybody who is in one of these groups. */
  Set<String> members(Set<String> groups);
}
