package io.muster.directory;

import java.util.Set;

/**
 * A directory told us that something changed. A hint, never a fact: whoever hears it looks for
 * themselves, sooner than they would have.
 *
 * @param connection the configured name of the directory
 * @param accounts the accounts it is about, as far as it was said
 * @param groups the groups it is about, as far as it was said
 */
public record DirectoryChangedEvent(
    String connection, Set<AccountId> accounts, Set<GroupId> groups) {
  public DirectoryChangedEvent {
    accounts = Set.copyOf(accounts);
    groups = Set.copyOf(groups);
  }
}
