package io.muster.ledger;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Looks something up once for the transaction at work; each time where there is none.
 *
 * <p>Only for what may be as old as the transaction: what guards a wipe is read again each time.
 *
 * @param <K> what is looked for
 * @param <V> what is found
 */
public final class OncePerTransaction<K, V> {
  private final Function<K, V> look;

  /**
   * Nothing is looked up yet.
   *
   * @param look finds it
   */
  public OncePerTransaction(Function<K, V> look) {
    this.look = look;
  }

  /** What was found in this transaction, or is found now. */
  public V of(K key) {
    if (!TransactionSynchronizationManager.isSynchronizationActive()) {
      return look.apply(key);
    }
    for (var synchronization : TransactionSynchronizationManager.getSynchronizations()) {
      if (synchronization instanceof OncePerTransaction<?, ?>.Found found && found.isOf(this)) {
        @SuppressWarnings("unchecked") // it is of this very object
        var mine = (Found) found;
        return mine.of(key);
      }
    }
    var found = new Found();
    TransactionSynchronizationManager.registerSynchronization(found);
    return found.of(key);
  }

  private final class Found implements TransactionSynchronization {
    private final Map<K, V> values = new HashMap<>();

    V of(K key) {
      if (!values.containsKey(key)) {
        values.put(key, look.apply(key));
      }
      return values.get(key);
    }

    boolean isOf(OncePerTransaction<?, ?> owner) {
      return owner == OncePerTransaction.this;
    }
  }
}
