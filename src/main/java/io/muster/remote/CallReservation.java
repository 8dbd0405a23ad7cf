package io.muster.remote;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A piece of work that begins again from the start if one of its calls is turned away.
 *
 * <p>Its calls are paid together. Paid one by one, many such pieces side by side would each use up
 * what is there for their first calls and none would ever reach its last.
 */
public final class CallReservation {
  private static final ThreadLocal<@Nullable CallReservation> CURRENT = new ThreadLocal<>();

  private final String name;
  private final Map<String, Account> accounts = new HashMap<>();

  private CallReservation(String name) {
    this.name = name;
  }

  /**
   * Does the work as one errand.
   *
   * @param name the same for the same kind of work, which tells how many calls it will need
   */
  public static <T> T during(String name, Supplier<T> work) {
    var before = CURRENT.get();
    var errand = new CallReservation(name);
    CURRENT.set(errand);
    try {
      var result = work.get();
      errand.accounts.values().forEach(account -> account.whenDone.accept(account.made));
      return result;
    } finally {
      if (before == null) {
        CURRENT.remove();
      } else {
        CURRENT.set(before);
      }
      errand.accounts.values().forEach(Account::close);
    }
  }

  /**
   * Does a part of the errand whose calls are paid one by one: it is kept, however far it came, and
   * is not begun again from the start.
   */
  public static <T> T callByCall(Supplier<T> work) {
    var before = CURRENT.get();
    CURRENT.remove();
    try {
      return work.get();
    } finally {
      if (before != null) {
        CURRENT.set(before);
      }
    }
  }

  static @Nullable CallReservation current() {
    return CURRENT.get();
  }

  String name() {
    return name;
  }

  /** Makes one of the calls that are paid already; false if there is none left. */
  boolean use(String connection) {
    var account = account(connection);
    if (account.left == 0) {
      return false;
    }
    account.left--;
    account.made++;
    return true;
  }

  /** True if a call is paid already and not made yet. */
  boolean isPaidFor(String connection) {
    return account(connection).left > 0;
  }

  /** How many calls were made so far. */
  int made(String connection) {
    return account(connection).made;
  }

  /**
   * Takes note of calls that were paid.
   *
   * @param giveBack what to do with those that are not used in the end
   */
  void paid(String connection, int calls, IntConsumer giveBack) {
    var account = account(connection);
    account.left += calls;
    account.giveBack = giveBack;
  }

  /** Says who wants to know how many calls it were, if all goes well. */
  void atEnd(String connection, IntConsumer whenDone) {
    account(connection).whenDone = whenDone;
  }

  private Account account(String connection) {
    return accounts.computeIfAbsent(connection, any -> new Account());
  }

  private static final class Account {
    private int left;
    private int made;
    private IntConsumer giveBack = left -> {};
    private IntConsumer whenDone = made -> {};

    private void close() {
      if (left > 0) {
        giveBack.accept(left);
      }
    }
  }
}
