package io.muster.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong next.
 *
 * <p>{@code faults.next(2, "POST", "/actions/").answer(502)} strikes the next two calls whose path
 * contains a match. Faults that match the same call take turns in the order they were given.
 */
public final class Faults {
  private final List<Pending> pending = new ArrayList<>();

  Faults() {}

  /** Names the calls; what befalls them is said next. A method of {@code *} is any. */
  public Fate next(int calls, String method, String pathPattern) {
    return new Fate(calls, method, Pattern.compile(pathPattern));
  }

  /** Everything works again. */
  public synchronized void clear() {
    pending.clear();
  }

  /** How many strikes are still to come. */
  public synchronized int left() {
    return pending.stream().mapToInt(fault -> fault.left).sum();
  }

  synchronized Optional<Strike> strike(Call call) {
    for (Iterator<Pending> each = pending.iterator(); each.hasNext(); ) {
      var fault = each.next();
      if (fault.matches(call)) {
        fault.left--;
        if (fault.left == 0) {
          each.remove();
        }
        return Optional.of(fault.strike);
      }
    }
    return Optional.empty();
  }

  private synchronized void add(Pending fault) {
    pending.add(fault);
  }

  /** What befalls the calls. */
  public final class Fate {
    private final int calls;
    private final String method;
    private final Pattern path;

    private Fate(int calls, String method, Pattern path) {
      if (calls < 1) {
        throw new IllegalArgumentException("a fault strikes at least once");
      }
      this.calls = calls;
      this.method = method;
      this.path = path;
    }

    /** Answers with this status and nothing happens. */
    public void answer(int status) {
      answer(Answer.empty(status));
    }

    /** Answers with this status and these headers and nothing happens. */
    public void answer(int status, Map<String, String> headers) {
      var answer = Answer.empty(status);
      for (var header : headers.entrySet()) {
        answer = answer.and(header.getKey(), header.getValue());
      }
      answer(answer);
    }

    /** Answers like this and nothing happens. */
    public void answer(Answer answer) {
      strike(new Strike("answered in its place", false, answer, false, Duration.ZERO));
    }

    /** Does it, and answers like this as if it had not. */
    public void doAndAnswer(Answer answer) {
      strike(new Strike("done, but answered otherwise", true, answer, false, Duration.ZERO));
    }

    /** Does it, and closes the connection without an answer. */
    public void loseAnswer() {
      strike(new Strike("answer lost", true, null, true, Duration.ZERO));
    }

    /** Closes the connection before anything happens. */
    public void drop() {
      strike(new Strike("dropped", false, null, true, Duration.ZERO));
    }

    /** Does it and answers, but late, in real time. */
    public void delay(Duration by) {
      strike(new Strike("late", true, null, false, by));
    }

    /** Does it, and keeps the answer back until told otherwise. */
    public Held holdAnswer() {
      var held = new Held();
      strike(new Strike("answer held back", true, null, false, Duration.ZERO, held));
      return held;
    }

    /** Answers an empty 200 and does nothing at all. */
    public void doNothing() {
      strike(new Strike("200 and nothing done", false, Answer.empty(200), false, Duration.ZERO));
    }

    private void strike(Strike strike) {
      add(new Pending(calls, method, path, strike));
    }
  }

  /**
   * One fault at work.
   *
   * @param words for the journal
   * @param acts whether the simulator handles the call
   * @param instead the answer sent, or null for the simulator's own
   * @param silent whether no answer is sent at all
   * @param late how long the call is held back
   * @param held who says when the answer goes, or null for at once
   */
  record Strike(
      String words,
      boolean acts,
      @Nullable Answer instead,
      boolean silent,
      Duration late,
      @Nullable Held held) {
    Strike(String words, boolean acts, @Nullable Answer instead, boolean silent, Duration late) {
      this(words, acts, instead, silent, late, null);
    }
  }

  /** Answers that are kept back: the call has taken effect, and the caller does not know. */
  public static final class Held {
    private final CountDownLatch struck = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    private Held() {}

    /** Waits until the first such call has come and taken effect; false if none came in time. */
    public boolean awaitCall(Duration most) throws InterruptedException {
      return struck.await(most.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Lets the answers go. */
    public void release() {
      released.countDown();
    }

    void hold() throws InterruptedException {
      struck.countDown();
      released.await();
    }
  }

  private static final class Pending {
    private int left;
    private final String method;
    private final Pattern path;
    private final Strike strike;

    Pending(int left, String method, Pattern path, Strike strike) {
      this.left = left;
      this.method = method;
      this.path = path;
      this.strike = strike;
    }

    boolean matches(Call call) {
      return (method.equals("*") || method.equals(call.method()))
          && path.matcher(call.path()).find();
    }
  }
}
