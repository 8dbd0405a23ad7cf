package io.muster.ledger;

import io.muster.people.EmployeeId;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The book of outside effects: intent before the call, answer after it, what was seen later.
 *
 * <p>An intent is committed before its call goes out. What came of it is kept whatever becomes of
 * the surrounding transaction, because the outside world does not roll back either.
 */
public interface Ledger {
  /**
   * Writes the intent, makes the call, writes the answer. All of it for the {@linkplain
   * CaseRef#current() current case}.
   *
   * @param connection the configured name of the connection
   * @param action what is wished, as {@code noun.verb}, such as {@code account.suspend}
   * @param target the vendor's id of the thing wished upon
   */
  default <T> T perform(String connection, String action, String target, Supplier<T> call) {
    return perform(connection, action, List.of(new EffectTarget(CaseRef.current(), target)), call);
  }

  /**
   * The same for one call that does this to several things, or for several cases: an entry for each
   * of them.
   */
  <T> T perform(String connection, String action, List<EffectTarget> targets, Supplier<T> call);

  /** Like {@link #perform(String, String, String, Supplier)}, for calls that answer nothing. */
  default void perform(String connection, String action, String target, Runnable call) {
    perform(
        connection,
        action,
        target,
        () -> {
          call.run();
          return true;
        });
  }

  /** The newest entry of the current case for this action and target. */
  Optional<Entry> latest(String action, String target);

  /**
   * Writes down what was seen of an effect that the current case asked for; without such an entry
   * nothing is written.
   *
   * @param asWished true if the world is as asked
   * @param seen what was seen, for people; no secrets
   */
  void saw(String action, String target, boolean asWished, String seen);

  /** All entries about one person, oldest first. */
  List<Entry> of(EmployeeId employee);
}
