package io.muster.process;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Remembers what never changes, of those that were asked for last.
 *
 * @param <K> what it is about
 * @param <V> what is remembered
 */
final class RecentlyUsed<K, V> {
  private static final float USUAL_LOAD = 0.75f;

  private final Map<K, V> values;

  /**
   * Remembers nothing yet.
   *
   * @param most how many are remembered
   */
  RecentlyUsed(int most) {
    values =
        new LinkedHashMap<>(16, USUAL_LOAD, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > most;
          }
        };
  }

  /** What is remembered, or else found now. */
  V of(K key, Supplier<V> look) {
    synchronized (values) {
      var known = values.get(key);
      if (known != null) {
        return known;
      }
    }
    // outside of the lock: two that look at once find the same
    var found = look.get();
    synchronized (values) {
      values.put(key, found);
    }
    return found;
  }
}
