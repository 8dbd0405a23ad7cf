package io.muster.directory;

import io.muster.directory.DirectoryGroup.KeptBy;
import java.util.Optional;

/** What happens around a directory's groups without our being asked. */
public interface RosterWorld {
  /** The directory's groups, as a sync would read them. */
  Roster roster();

  /** What a group without a rule is known to be kept by. */
  default KeptBy keptBy() {
    return KeptBy.HAND;
  }

  /** The most that one page of members shows here; small, so that tests see several. */
  int pageSize();

  /** An administrator makes a group whose members are put in one by one. */
  GroupId group(String name);

  /**
   * An administrator makes a group that everybody of this department is in; empty if rules are not
   * had here.
   */
  Optional<GroupId> ruled(String name, String department);

  /** Somebody makes another group of this name; empty if the directory does not let them. */
  Optional<GroupId> twin(String name);

  /** Puts a group into another; false if groups cannot be nested here. */
  boolean nest(GroupId outer, GroupId inner);

  /** Somebody makes an account of this login, mail address and department, in use. */
  AccountId person(String login, String department);

  /** An administrator puts the account into a group. */
  void join(GroupId group, AccountId account);

  /** An administrator takes the account out of a group. */
  void leave(GroupId group, AccountId account);

  /** An administrator moves the person to another department. */
  void move(AccountId account, String department);

  /** An administrator suspends the account. */
  void suspend(AccountId account);

  /** An administrator deletes the account. */
  void remove(AccountId account);

  /** An administrator gives the group another name. */
  void rename(GroupId group, String name);

  /** An administrator deletes the group. */
  void remove(GroupId group);

  /** So much time passes that rules are evaluated and everything can be seen and is told. */
  void timePasses();

  /** The directory forgets what has changed until now. */
  void forgetChanges();

  /** The next reading call is turned away; false if reading takes no call here. */
  boolean turnAwayNext();
}
