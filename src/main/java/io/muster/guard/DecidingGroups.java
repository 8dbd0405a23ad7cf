package io.muster.guard;

import java.util.Optional;
import java.util.Set;

/**
 * Which groups of somebody count where people decide. Whoever can make accounts, or set passwords,
 * could otherwise be the second person too.
 */
public interface DecidingGroups {
  /** Those of these groups that count for this account now. */
  Set<String> among(String account, Set<String> groups);

  /** Why groups of this account do not count, in plain words; empty if they all do. */
  Optional<String> why(String account);
}
