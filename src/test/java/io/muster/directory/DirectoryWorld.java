package io.muster.directory;

import io.muster.testing.MovableClock;
import org.jspecify.annotations.Nullable;

/** What happens around a directory without its being asked. */
public interface DirectoryWorld {
  /** The directory itself, as a step would use it. */
  Directory directory();

  /** The same directory, as a connection that is told that Muster keeps the membership. */
  Directory keeper();

  /** The clock of the directory and of whoever asks it. */
  MovableClock clock();

  /** There is a group that no rule fills. */
  void group(String name);

  /** A rule puts everybody of this department into the group. */
  void rule(String group, String department);

  /** So much time passes that rules are evaluated and a search sees everything. */
  void timePasses();

  /** Somebody else makes an account with this login. */
  AccountId account(String login, @Nullable EmployeeNumber number);

  /** An administrator changes the login. */
  void rename(AccountId account, String login);

  /** An administrator deletes the account. */
  void remove(AccountId account);

  /** How many accounts there are. */
  int size();

  /** An administrator suspends the account. */
  void suspend(AccountId account);

  /** An administrator deactivates the account for good. */
  void retire(AccountId account);

  /** The next writing call takes effect, but nobody hears the answer. */
  void loseNextAnswer(String operation);

  /** The next writing call is turned away and has no effect. */
  void turnAwayNext(String operation);

  /** An employee number, as text. */
  record EmployeeNumber(String value) {}
}
