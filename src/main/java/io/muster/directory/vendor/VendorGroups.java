package io.muster.directory.vendor;

import io.muster.directory.AccountId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The groups of one connection, as the primitives that memberships are kept with. */
public interface VendorGroups {
  /** True if this connection is told that Muster keeps the membership of groups. */
  boolean keptByMuster();

  /** The groups an account is in; empty if there is no such account. */
  Optional<List<VendorGroup>> of(String account);

  /** The groups of this name. */
  List<VendorGroup> named(String name);

  /**
   * True if a wanted group that the account is in is looked up by its name all the same, so that
   * another of that name or one kept by a rule is told of.
   */
  default boolean looksUpWhatHolds() {
    return true;
  }

  void join(String group, String account);

  void leave(String group, String account);

  /** Which of these groups the account is in, by something that shows a change at once. */
  default Set<String> current(String account, Set<String> groups) {
    return of(account).orElse(List.of()).stream()
        .map(VendorGroup::id)
        .filter(groups::contains)
        .collect(Collectors.toSet());
  }

  /** What else a person should know where a change of memberships is not shown; mostly empty. */
  default String hint() {
    return "";
  }

  /** Why the account is in none of these groups, for people. */
  String whyNotIn(AccountId account, Set<String> groups);
}
