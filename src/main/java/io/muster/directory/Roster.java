package io.muster.directory;

import io.muster.remote.RemoteFailure;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The reading side of a directory: its groups, who is in them, and what has changed.
 *
 * <p>Everything comes in pages, so that a directory of any size is read in bounded memory. Any
 * method may throw {@link RemoteFailure.Unavailable} if a later try may succeed and {@link
 * RemoteFailure.Misconfigured} if the connection itself is wrong.
 */
public interface Roster {
  /**
   * Finds the group of this name.
   *
   * @throws RemoteFailure.Refused if several bear the name
   */
  Optional<DirectoryGroup> group(String name);

  /** Reads one group as it is now; empty if it is gone. */
  Optional<DirectoryGroup> group(GroupId id);

  /** Reads one account as it is now, in a group or not; empty if it is gone. */
  Optional<Member> member(AccountId account);

  /**
   * Some of the accounts in the group, those of nested groups included, and some of the groups in
   * it; an account or group may come twice.
   *
   * @param page what the page before named as the next, or null for the first
   * @throws RemoteFailure.Refused if the group is gone, which is not the same as that nobody is in
   *     it
   */
  Page members(GroupId group, @Nullable String page);

  /** The mark of this moment: what changes from now on is told by {@link #changes}. */
  String mark();

  /**
   * What has changed since the mark, at least: something may be told twice or without need, nothing
   * is left out. Asked again with the same mark, it is told again. Who comes into a nested group or
   * leaves it is told of the groups around it too. A deleted account is told of alone, not of each
   * group it was in; so is one that was barred.
   *
   * @param mark from {@link #mark} or from the last {@link Changes}
   */
  Changes changes(String mark);

  /**
   * As {@link #mark()}, for somebody who will ask only about these groups. A directory that has to
   * look for what has changed need not look at any other.
   */
  default String mark(Set<GroupId> groups) {
    return mark();
  }

  /**
   * As {@link #changes(String)}, but of the members of these groups only; of others it may be told
   * or not.
   */
  default Changes changes(String mark, Set<GroupId> groups) {
    return changes(mark);
  }

  /**
   * A part of what is in a group.
   *
   * @param items accounts, directly in it or through others
   * @param groups groups that it holds, directly or through others
   * @param next how to ask for the part after it, or null if this was the last
   */
  record Page(List<Member> items, List<DirectoryGroup> groups, @Nullable String next) {
    public Page {
      items = List.copyOf(items);
      groups = List.copyOf(groups);
    }

    /** Of a group in a directory that nests none. */
    public Page(List<Member> items, @Nullable String next) {
      this(items, List.of(), next);
    }
  }

  /**
   * A part of what has changed.
   *
   * @param changes the part, oldest first as far as the directory knows
   * @param mark from where to go on, to be kept once these have been worked off
   * @param more true if there is more already
   * @param lost true if the directory no longer knows what has changed since the mark, so that all
   *     selected groups have to be read again; {@code mark} is then a new one to go on from
   */
  record Changes(List<Change> changes, String mark, boolean more, boolean lost) {
    public Changes {
      changes = List.copyOf(changes);
    }
  }

  /**
   * One thing that has changed.
   *
   * @param kind what
   * @param group the group, or null if it is about an account alone
   * @param account the account, or null if it is about a group alone
   */
  record Change(Kind kind, @Nullable GroupId group, @Nullable AccountId account) {

    /** What has changed. */
    public enum Kind {
      /** An account is new, or something about it is; read it again. */
      ACCOUNT,
      /** An account is gone. */
      ACCOUNT_GONE,
      /** A group is new, or was renamed, or its rule was changed; its members are as before. */
      GROUP,
      /** The members of a group changed, and the directory does not say which; read them again. */
      MEMBERS,
      /** This account came into the group. */
      JOINED,
      /** This account is no longer in the group. */
      LEFT,
      /** A group is gone. */
      GROUP_GONE
    }
  }
}
