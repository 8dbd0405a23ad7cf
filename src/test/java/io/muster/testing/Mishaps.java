package io.muster.testing;

import io.muster.remote.RemoteFailure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What goes wrong with a stand-in, and everything it was asked, in order. */
public final class Mishaps {
  private final Map<String, Deque<RemoteFailure>> beforehand = new HashMap<>();
  private final Map<String, RemoteFailure> always = new HashMap<>();
  private final Map<String, Integer> lost = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final Map<String, Integer> calls = new TreeMap<>();

  /** The next call of this operation takes effect, but its answer is lost. */
  public synchronized void loseNextAnswer(String operation) {
    lost.merge(operation, 1, Integer::sum);
  }

  /** The next call of this operation fails so, and does nothing. */
  public synchronized void failNext(String operation, RemoteFailure failure) {
    beforehand.computeIfAbsent(operation, any -> new ArrayDeque<>()).add(failure);
  }

  /** The next call of this operation is refused. */
  public void refuseNext(String operation) {
    failNext(operation, new RemoteFailure.Refused("refused by the test"));
  }

  /** Every call of this operation fails so, until mended. */
  public synchronized void failAlways(String operation, RemoteFailure failure) {
    always.put(operation, failure);
  }

  /** The operation works again. */
  public synchronized void mend(String operation) {
    always.remove(operation);
  }

  /** What was asked with effect, as {@code operation target}, in order. */
  public synchronized List<String> asked() {
    return List.copyOf(asked);
  }

  /** How often each operation was called, whatever came of it. */
  public synchronized Map<String, Integer> calls() {
    return new TreeMap<>(calls);
  }

  /** Begins to count anew. */
  public synchronized void countAnew() {
    calls.clear();
  }

  /** Forgets everything. */
  public synchronized void clear() {
    beforehand.clear();
    always.clear();
    lost.clear();
    asked.clear();
    calls.clear();
  }

  synchronized <T> T read(String operation, Supplier<T> answer) {
    stumble(operation);
    return answer.get();
  }

  synchronized void write(String operation, Object target, Runnable effect) {
    write(
        operation,
        target,
        () -> {
          effect.run();
          return true;
        });
  }

  synchronized <T> T write(String operation, Object target, Supplier<T> effect) {
    stumble(operation);
    asked.add(operation + " " + target);
    var answer = effect.get();
    if (lost.merge(operation, -1, Integer::sum) >= 0) {
      throw RemoteFailure.Unavailable.answerLost("the answer was lost by the test", null);
    }
    lost.remove(operation);
    return answer;
  }

  private void stumble(String operation) {
    calls.merge(operation, 1, Integer::sum);
    var next = beforehand.getOrDefault(operation, new ArrayDeque<>()).poll();
    if (next != null) {
      throw next;
    }
    var failure = always.get(operation);
    if (failure != null) {
      throw failure;
    }
  }
}
