package io.muster.directory;

import io.muster.people.EmployeeId;
import io.muster.people.Worker;
import io.muster.remote.RemoteFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One directory of accounts: an Okta org, an Entra tenant, a Google domain.
 *
 * <p>Every method states a wish. The engine may run a step twice, so a wish that already holds is
 * granted in silence. Any method may throw {@link RemoteFailure.Unavailable} if a later try may
 * succeed and {@link RemoteFailure.Misconfigured} if the connection itself is wrong.
 */
public interface Directory {
  /** How far a directory's clock may be behind ours where its times are compared with ours. */
  Duration CLOCK_SKEW = Duration.ofMinutes(1);

  /** The configured name of this connection. */
  String connection();

  /** What it is, as people know it, such as {@code Okta}. */
  String kind();

  /** What a leaver costs in calls. */
  default AccountCosts costs() {
    return AccountCosts.USUAL;
  }

  /** Its reading side: groups, members, and what has changed. */
  Roster roster();

  /**
   * Finds the account made for this employee, whatever its address is now. One that is retired is
   * passed by if there is another.
   *
   * @throws RemoteFailure.Refused if several accounts bear the number
   */
  Optional<Account> find(EmployeeId employee);

  /** Finds the account that signs in with this login; empty if there is none. */
  Optional<Account> findByLogin(String login);

  /**
   * Finds the account that mail to this address reaches, its other addresses included as far as the
   * directory can search them.
   *
   * @throws RemoteFailure.Refused if several have the address
   */
  Optional<Account> findByMail(String address);

  /** Reads one account as it is now, never from a cache; empty if it is gone. */
  Optional<Account> read(AccountId account);

  /**
   * Sees to it that the worker has exactly one account, able to sign in, bearing the attributes
   * that feed the group rules: title, department, cost centre, location, manager.
   *
   * @throws RemoteFailure.Refused if another person holds the address
   */
  AccountId ensureAccount(Worker worker);

  /**
   * Sees to it that the account shows this manager and no former one.
   *
   * @return false if the manager has no account here yet, so that nobody can be shown; always true
   *     where the number of the manager is written and not a link
   */
  default boolean ensureManager(AccountId account, EmployeeId manager) {
    return true;
  }

  /**
   * Sees to it that the person signs in with this login.
   *
   * @throws RemoteFailure.Refused if somebody else has it, or it is changed elsewhere
   */
  void ensureLogin(AccountId account, String login);

  /**
   * Where each thing that HR says about a person is written, by HR's name for it; what is not named
   * is not written. These are what the directory's group rules can ask.
   */
  Map<String, String> attributes();

  /** The names of the groups the account is in now, without the group of everybody. */
  Set<String> groupsOf(AccountId account);

  /**
   * Says for people why the account is not in these groups: no rule, a rule that is switched off or
   * broken, or a rule that is still being evaluated.
   */
  String whyNotIn(AccountId account, Set<String> groups);

  /** True if this connection is told that Muster keeps the membership of groups. */
  default boolean keepsMembership() {
    return false;
  }

  /**
   * Where this connection is told that Muster keeps the membership of groups, sees to it that the
   * account is in the wanted groups and in none of the unwanted ones. Where rules decide, does
   * nothing: rules are the directory's own work.
   *
   * <p>An unwanted group that is not there is fine, and so is an account that is gone, unless it is
   * wanted somewhere.
   *
   * @throws RemoteFailure.Refused if a wanted group is not there or takes nobody by hand, or the
   *     account is gone that should be in one
   */
  void ensureMembership(AccountId account, Set<String> wanted, Set<String> unwanted);

  /** Bars sign-in; an account that is gone counts as barred. */
  void ensureSuspended(AccountId account);

  /**
   * Lets a barred account sign in again, with the attributes it has.
   *
   * @throws RemoteFailure.Refused if the account is gone for good
   */
  void ensureActive(AccountId account);

  /** Ends every session and revokes tokens, as far as the directory can. */
  void ensureSessionsEnded(AccountId account);

  /**
   * Whether every session of the account that began before then is seen to have ended. Empty where
   * the directory does not show it, or does not let us see it; it is never guessed.
   *
   * <p>An answer of false may become true later, because some directories show it late. What ended
   * up to {@link #CLOCK_SKEW} before {@code since} counts too. Only the directory's own sessions
   * are meant: applications may keep theirs.
   *
   * @param since mostly the time at which the sessions were asked to end
   */
  Optional<Boolean> sessionsEnded(AccountId account, Instant since);

  /** Deactivates the account for good; apps are taken away. One that is gone counts as retired. */
  void ensureRetired(AccountId account);
}
