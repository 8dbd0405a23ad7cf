package io.muster.directory.vendor;

import io.muster.remote.RemoteFailure.Misconfigured;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.RemoteFailure.Unavailable;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What a vendor's answers, and its silence, mean for whoever asked, as far as all vendors agree.
 */
public final class VendorFailures {
  private static final int LONGEST_QUOTE = 200;

  private final String vendor;
  private final String connection;

  /**
   * Of one connection.
   *
   * @param vendor who answers, such as {@code Microsoft Graph}
   * @param connection the configured name
   */
  public VendorFailures(String vendor, String connection) {
    this.vendor = vendor;
    this.connection = connection;
  }

  /**
   * A call as people know it.
   *
   * @param what was asked
   * @param write whether it may have changed something
   */
  public record Call(String what, boolean write) {}

  /**
   * An answer that is an error.
   *
   * @param status the HTTP status
   * @param reasons the vendor's own codes for it
   * @param said what the vendor says is wrong; only from the place where it says so
   * @param until when it says that a try makes sense again, or null
   */
  public record Answer(
      int status, Collection<String> reasons, String said, @Nullable Instant until) {
    /** Keeps what it is given in its own hands. */
    public Answer {
      reasons = List.copyOf(reasons);
    }

    /** True if a failing write may have been carried out all the same. */
    public boolean mayHaveActed() {
      return status >= 500 || status == 408;
    }
  }

  /** Another answers than the one we know; the setting says where it really is. */
  public Misconfigured redirected(Call call, String setting) {
    return new Misconfigured(
        "%s (%s) answered %s with a redirect. Set %s to where the interface itself is."
            .formatted(vendor, connection, call.what(), setting));
  }

  /** Not the vendor that speaks, but something in front of it. */
  public Misconfigured unknownCall(Call call, int status, String settings) {
    return new Misconfigured(
        "%s (%s) knows no such call (%s, %d). Check %s."
            .formatted(vendor, connection, call.what(), status, settings));
  }

  /** The vendor does not do it, and a person has to see to that. */
  public Refused refused(Call call, Answer answer, String remedy) {
    return refused(call, answer, remedy, null);
  }

  /** The same, with what tells the caller more. */
  public Refused refused(Call call, Answer answer, String remedy, @Nullable Throwable cause) {
    return new Refused(
        "%s (%s) refused %s (%d)%s. %s"
            .formatted(
                vendor, connection, call.what(), answer.status(), quote(answer.said()), remedy),
        cause);
  }

  /** The vendor does not let us do it, whomever it is about. */
  public Misconfigured notAllowed(Call call, Answer answer, String remedy) {
    return new Misconfigured(
        "%s (%s) does not let us do %s (%d)%s. %s"
            .formatted(
                vendor, connection, call.what(), answer.status(), quote(answer.said()), remedy));
  }

  /** The vendor is not well; it passes by itself. */
  public Unavailable unwell(Call call, Answer answer, boolean mayHaveActed) {
    var message =
        "%s (%s) failed with %d at %s.".formatted(vendor, connection, answer.status(), call.what());
    return call.write() && mayHaveActed
        ? Unavailable.answerLost(message, null, answer.until())
        : Unavailable.turnedAway(message, null, answer.until());
  }

  /**
   * The vendor refuses it for a reason that none of our tables has.
   *
   * @param where a person looks at the account
   */
  public Unavailable unknown(Call call, Answer answer, String where) {
    return Unavailable.notUnderstood(
        "%s (%s) refused %s (%d, %s)%s. Look at the account in %s."
            .formatted(
                vendor,
                connection,
                call.what(),
                answer.status(),
                answer.reasons().isEmpty() ? "without a code" : String.join(", ", answer.reasons()),
                quote(answer.said()),
                where));
  }

  /** True if the call cannot have reached the vendor. */
  public static boolean isNeverSent(@Nullable Throwable cause) {
    return cause instanceof ConnectException
        || cause instanceof UnknownHostException
        || cause instanceof SSLException;
  }

  /** There is no answer at all. */
  public Unavailable silence(Call call, @Nullable Throwable cause, boolean neverSent) {
    var kind = cause == null ? "no answer" : cause.getClass().getSimpleName();
    return call.write() && !neverSent
        ? Unavailable.answerLost(
            "%s's (%s) answer to %s was lost (%s); it may have acted."
                .formatted(vendor, connection, call.what(), kind),
            cause)
        : Unavailable.turnedAway(
            "%s (%s) cannot be reached for %s (%s)."
                .formatted(vendor, connection, call.what(), kind),
            cause,
            null);
  }

  /** The answer says nothing we understand. */
  public Unavailable unreadable(Call call) {
    var message =
        "%s's (%s) answer to %s cannot be read.".formatted(vendor, connection, call.what());
    return call.write()
        ? Unavailable.answerLost(message, null)
        : Unavailable.turnedAway(message, null, null);
  }

  /** The answer is about another account than the one asked for, as proxies give. */
  public Unavailable aboutAnother(String asked, @Nullable String shown) {
    return Unavailable.turnedAway(
        "%s (%s) was asked for account %s and answered with %s, so nothing is known of the account. If this goes on, see whether a proxy mixes up answers."
            .formatted(
                vendor,
                connection,
                asked,
                shown == null || shown.isEmpty() ? "none" : "account " + shown),
        null,
        null);
  }

  private static String quote(String said) {
    if (said.isBlank()) {
      return "";
    }
    return ", saying \""
        + (said.length() > LONGEST_QUOTE ? said.substring(0, LONGEST_QUOTE) : said)
        + "\"";
  }
}
