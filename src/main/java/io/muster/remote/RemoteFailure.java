package io.muster.remote;

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

    private Unavailable(
        String message,
        @Nullable Throwable cause,
        @Nullable Instant notBefore,
        boolean surelyNotSent) {
      super(message, cause);
      this.notBefore = notBefore;
      this.surelyNotSent = surelyNotSent;
    }

    /** The other side may have acted although we have no answer. */
    public static Unavailable answerLost(String message, @Nullable Throwable cause) {
      return answerLost(message, cause, null);
    }

    /** The same, and the other side has said until when to wait. */
    public static Unavailable answerLost(
        String message, @Nullable Throwable cause, @Nullable Instant notBefore) {
      return new Unavailable(message, cause, notBefore, false);
    }

    /** The other side turned us away and did nothing. */
    public static Unavailable turnedAway(
        String message, @Nullable Throwable cause, @Nullable Instant notBefore) {
      return new Unavailable(message, cause, notBefore, true);
    }

    /**
     * When a try makes sense again; trying earlier is a waste. Waiting for it costs no retry,
     * unless the other side may have acted.
     */
    public Optional<Instant> notBefore() {
      return Optional.ofNullable(notBefore);
    }

    /** True if nothing can have happened on the other side. */
    public boolean surelyNotSent() {
      return surelyNotSent;
    }
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
