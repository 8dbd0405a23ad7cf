package io.muster.directory.vendor;

import io.muster.directory.Account;
import io.muster.people.EmployeeId;
import io.muster.people.Worker;
import io.muster.remote.RemoteFailure;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.RemoteFailure.Unavailable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The accounts of one connection, as the primitives that the account workflow is made of.
 *
 * <p>A primitive makes its calls and nothing else: it writes no ledger, looks for nothing
 * afterwards, tries nothing again. Any may throw a {@link RemoteFailure}. What has a default is
 * there for vendors that differ; a plain directory overrides none of it.
 *
 * @param <U> a user as the vendor shows it
 */
public interface VendorAccounts<U extends VendorUser> {
  /** Which connection it is. */
  VendorConnection connection();

  /**
   * Where each thing that HR says about a person is written, by HR's name for it; {@code
   * employeeId} is always there.
   */
  Map<String, String> attributes();

  /** How soon it shows what it took. */
  AccountVisibility visibility();

  // search and read

  /**
   * The accounts that its index shows for this number, each read as it is now; the number may have
   * been taken off since.
   */
  List<U> searchByNumber(EmployeeId employee);

  /** The accounts in the bin that its index shows for this number; none if it shows no bin. */
  default List<U> searchDeletedByNumber(EmployeeId employee) {
    return List.of();
  }

  /** The accounts that mail to this address reaches now. */
  List<U> searchByMail(String address);

  /** Who has this address, as it is now; aliases count where they are shown as quickly. */
  Optional<U> holder(String address);

  /** Others whom mail to this address reaches, where {@link #holder} does not tell. */
  default List<U> holdersByAlias(String address) {
    return List.of();
  }

  /** One account as it is now, never from a cache; empty if it is gone or in the bin. */
  Optional<U> read(String id);

  /** One account in the bin; empty if there is none, or the bin is not shown. */
  default Optional<U> readDeleted(String id) {
    return Optional.empty();
  }

  /** The employee number written on it. */
  Optional<String> number(U user);

  /** True if it counts only where the person has no other. */
  default boolean isFormer(U user) {
    return user.status() == Account.Status.RETIRED;
  }

  // create

  /**
   * Looks whether an account for this worker can be kept here at all. Makes no calls.
   *
   * @throws Refused if not
   */
  default void demandFits(Worker worker) {}

  /**
   * Looks whether a new account can be made for the worker, whose address nobody holds.
   *
   * @throws Refused if not
   */
  default void demandFree(Worker worker) {}

  /** Makes an account with all that HR says; the answer is its id. */
  String create(Worker worker);

  /** What to say where a new account was refused and nobody is seen to have the address. */
  default Refused whyNotMade(Worker worker, Refused refused) {
    return refused;
  }

  // write

  /**
   * Looks whether all that would have to be written is ours to write, before any of it is.
   *
   * @throws Refused if it has to be changed elsewhere
   */
  default void demandOurs(U user, Worker worker) {}

  /** What has to change so that the account says what HR says; empty if nothing. */
  Optional<AttributeWrite> changes(U user, Worker worker);

  /** What to say where a change was taken and these attributes do not show it. */
  RemoteFailure notWritten(String id, Set<String> attributes);

  /** The links to managers; empty where the manager's number is an attribute. */
  default Optional<ManagerLinks<U>> managerLinks() {
    return Optional.empty();
  }

  /**
   * Looks whether this account may get this login, whoever has it now.
   *
   * @throws Refused if not
   */
  default void demandLogin(U user, String login) {}

  void writeLogin(String id, String login);

  /** What the vendor calls a login. */
  default String loginWord() {
    return "login";
  }

  /** What to say where a new login was taken and is not shown. */
  default RemoteFailure loginNotWritten(String id) {
    return Unavailable.answerLost(
        "%s took the new %s of account %s but does not show it yet."
            .formatted(connection(), loginWord(), id),
        null);
  }

  // enable

  /** What has to be done before the account takes any change; empty if nothing. */
  default Optional<AccountWrite> revival(U user) {
    return Optional.empty();
  }

  /**
   * How the account is enabled, with the attributes it has.
   *
   * @throws Refused if only somebody else can
   */
  AccountWrite enabling(U user);

  /** All that {@link #enabling} may be called in the ledger. */
  default List<String> enablingActions() {
    return List.of(AccountActions.ACTIVATE);
  }

  /** A way back for a deleted account that neither reading shows; empty if there is none. */
  default Optional<Undeletion> undeletion(String id) {
    return Optional.empty();
  }

  // disable

  /**
   * How sign-in is stopped.
   *
   * @throws Refused if it cannot be done to this account, which is not disabled
   */
  AccountDisabling<U> disabling(U user);

  /**
   * How the account is retired.
   *
   * @throws Refused if it cannot be done to this account, which is not retired
   */
  AccountDisabling<U> retiring(U user);

  /** True while the vendor is still at work on an earlier disabling. */
  default boolean isBeingDisabled(U user) {
    return false;
  }

  // sessions

  /** False where the state of the account says that nobody can have a session. */
  default boolean mayHaveSessions(U user) {
    return true;
  }

  /** Ends every session and revokes tokens, as far as the directory can. */
  void endSessions(String id);

  /** What is seen of that at once; empty if nothing is. */
  default Optional<SessionsSeen> sessionsAfter(U before) {
    return Optional.empty();
  }

  /**
   * Whether every session that began before then is seen to have ended; empty if that is not shown.
   */
  Optional<Boolean> sessionsEnded(String id, Instant since);

  // protection

  /**
   * Why this account may not be touched, asked after a call was forbidden: a sentence about it, and
   * one that says what to do, to which "and try again" is added. Empty if it is not the account.
   */
  default Optional<String> whyProtected(String id) {
    return Optional.empty();
  }
}
