package io.muster.remote;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call to another system that did not do what was wished.
 *
 * <p>The subtype says what to do next. Messages name the thing and the next move; they never hold a
 * secret or a body.
 */
public abstract sealed class RemoteFailure extends RuntimeException {
  private RemoteFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** A later try may succeed: time-outs, 429, 5xx, an empty budget. The engine tries again. */
  public static final class Unavailable extends RemoteFailure {
    private final @Nullable Instant notBefore;
    private final boolean surelyNotSent;
    private final @Nullable Duration longestWait;
    private final boolean understood;
    private final CallPriority lane = CallPriority.current();

    private Unavailable(String message, @Nullable Throwable cause, Wait wait) {
      super(message, cause);
      this.notBefore = wait.notBefore;
      this.surelyNotSent = wait.surelyNotSent;
      this.longestWait = wait.longest;
      this.understood = wait.understood;
    }

    /** The other side may have acted although we have no answer. */
    public static Unavailable answerLost(String message, @Nullable Throwable cause) {
      return answerLost(message, cause, null);
    }

    /** The same, and the other side has said until when to wait. */
    public static Unavailable answerLost(
        String message, @Nullable Throwable cause, @Nullable Instant notBefore) {
      return new Unavailable(message, cause, new Wait(notBefore, false, null, true));
    }

    /** The other side turned us away and did nothing. */
    public static Unavailable turnedAway(
        String message, @Nullable Throwable cause, @Nullable Instant notBefore) {
      return new Unavailable(message, cause, new Wait(notBefore, true, null, true));
    }

    /**
     * The other side refused for a reason that is in none of our tables. It is tried three times,
     * because unknown refusals often pass, and is a person's then.
     */
    public static Unavailable notUnderstood(String message) {
      return new Unavailable(message, null, new Wait(null, true, null, false));
    }

    /** The same failure; a person is asked once the step has waited so long in all. */
    public Unavailable noLongerThan(Duration longest) {
      return new Unavailable(
          String.valueOf(getMessage()),
          getCause(),
          new Wait(notBefore, surelyNotSent, longest, understood));
    }

    /**
     * When a try makes sense again; trying earlier is a waste. Waiting for it costs no retry,
     * unless the other side may have acted.
     */
    public Optional<Instant> notBefore() {
      return Optional.ofNullable(notBefore);
    }

    /** How long a step may wait for this in all before a person is asked; empty for the usual. */
    public Optional<Duration> longestWait() {
      return Optional.ofNullable(longestWait);
    }

    /** True if nothing can have happened on the other side. */
    public boolean surelyNotSent() {
      return surelyNotSent;
    }

    /** True if nothing was done and it is known when to come again, so that waiting is free. */
    public boolean waitsForItsTurn() {
      return surelyNotSent && notBefore != null;
    }

    /** How urgent the call was. */
    public CallPriority lane() {
      return lane;
    }

    /** False if we do not know what the reason means. */
    public boolean isUnderstood() {
      return understood;
    }

    private record Wait(
        @Nullable Instant notBefore,
        boolean surelyNotSent,
        @Nullable Duration longest,
        boolean understood) {}
  }

  /** Conflict or invalid: a person decides, and the message says what. */
  public static final class Refused extends RemoteFailure {
    public Refused(String message) {
      super(message, null);
    }

    public Refused(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** 401, 403, a wrong URL: an incident at once, no retries; the message names the remedy. */
  public static final class Misconfigured extends RemoteFailure {
    public Misconfigured(String message) {
      super(message, null);
    }

    public Misconfigured(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
