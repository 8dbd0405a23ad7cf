package io.muster.directory.entra;

import io.muster.directory.VendorError;
import io.muster.remote.RemoteFailure;
import io.muster.remote.RemoteFailure.Misconfigured;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.remote.RetryAfter;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What Graph's answers, and its silence, mean for whoever asked.
 *
 * @see <a href="https://learn.microsoft.com/graph/errors">Graph's errors</a>
 */
final class EntraAnswers {
  private static final int LONGEST_QUOTE = 200;

  private final String connection;
  private final Clock clock;
  private final Supplier<String> remedy;

  /** The remedy is asked for when credentials are refused. */
  EntraAnswers(String connection, Clock clock, Supplier<String> remedy) {
    this.connection = connection;
    this.clock = clock;
    this.remedy = remedy;
  }

  /**
   * A call as people know it.
   *
   * @param what was asked
   * @param permission what the app needs for it
   * @param write whether it may have changed something
   */
  record Asked(String what, String permission, boolean write) {}

  /** The failure in this answer. */
  RemoteFailure failure(Asked asked, ErrorAnswer answer) {
    int status = answer.status();
    if (status < 300) {
      return unreadable(asked);
    }
    if (status < 400) {
      return new Misconfigured(
          "Microsoft Graph (%s) answered %s with a redirect. Set %s%1$s.graph-url to where Graph itself is."
              .formatted(connection, asked.what(), EntraProperties.PREFIX));
    }
    if (status == 404 && !answer.gone()) {
      return new Misconfigured(
          "Microsoft Graph (%s) knows no such call (%s, %d). Check %s%1$s.graph-url."
              .formatted(connection, asked.what(), status, EntraProperties.PREFIX));
    }
    return EntraErrors.find(status, answer.codes(), answer.message())
        .map(error -> failure(error, asked, answer))
        .orElseGet(() -> unknown(asked, answer));
  }

  private RemoteFailure failure(VendorError error, Asked asked, ErrorAnswer answer) {
    int status = answer.status();
    return switch (error.outcome()) {
      case SLOW_DOWN -> tooMany(asked, answer);
      case BUSY, RETRY -> unwell(asked, answer);
      case PERSON, DONE ->
          new Refused(
              "Microsoft Graph (%s) refused %s (%d)%s. %s"
                  .formatted(
                      connection, asked.what(), status, quote(answer), remedy(error, asked)));
      case MISCONFIGURED ->
          new Misconfigured(
              "Microsoft Graph (%s) does not let us do %s (%d)%s. %s"
                  .formatted(
                      connection, asked.what(), status, quote(answer), remedy(error, asked)));
    };
  }

  private RemoteFailure unwell(Asked asked, ErrorAnswer answer) {
    var message =
        "Microsoft Graph (%s) failed with %d at %s."
            .formatted(connection, answer.status(), asked.what());
    var until = until(answer).orElse(null);
    var mayHaveActed = asked.write() && (answer.status() >= 500 || answer.status() == 408);
    return mayHaveActed
        ? Unavailable.answerLost(message, null, until)
        : Unavailable.turnedAway(message, null, until);
  }

  private Unavailable unknown(Asked asked, ErrorAnswer answer) {
    return Unavailable.notUnderstood(
        "Microsoft Graph (%s) refused %s (%d, %s)%s. Look at it in the Entra admin center."
            .formatted(
                connection,
                asked.what(),
                answer.status(),
                answer.codes().isEmpty() ? "without a code" : String.join(", ", answer.codes()),
                quote(answer)));
  }

  private String remedy(VendorError error, Asked asked) {
    return error
        .remedy()
        .replace("{connection}", connection)
        .replace("{permission}", asked.permission())
        .replace("{credentials}", remedy.get());
  }

  /** The failure in what the SDK threw; anything that is not about the wire goes on as it is. */
  RuntimeException failure(Asked asked, RuntimeException thrown) {
    if (thrown instanceof RemoteFailure) {
      return thrown;
    }
    if (thrown instanceof ErrorAnswer answer) {
      return failure(asked, answer);
    }
    if (thrown instanceof com.google.gson.JsonParseException) {
      return unreadable(asked);
    }
    return thrown.getCause() instanceof IOException lost ? silence(asked, lost) : thrown;
  }

  private RemoteFailure silence(Asked asked, IOException cause) {
    var neverSent =
        cause instanceof ConnectException
            || cause instanceof UnknownHostException
            || cause instanceof SSLException;
    var kind = cause.getClass().getSimpleName();
    return asked.write() && !neverSent
        ? Unavailable.answerLost(
            "Microsoft Graph's (%s) answer to %s was lost (%s); it may have acted."
                .formatted(connection, asked.what(), kind),
            cause)
        : Unavailable.turnedAway(
            "Microsoft Graph (%s) cannot be reached for %s (%s)."
                .formatted(connection, asked.what(), kind),
            cause,
            null);
  }

  /** The failure in an answer that says nothing we understand. */
  Unavailable unreadable(Asked asked) {
    var message =
        "Microsoft Graph's (%s) answer to %s cannot be read.".formatted(connection, asked.what());
    return asked.write()
        ? Unavailable.answerLost(message, null)
        : Unavailable.turnedAway(message, null, null);
  }

  /** The failure in an answer about another user than the one asked for, as proxies give. */
  Unavailable aboutAnother(String asked, String shown) {
    return Unavailable.turnedAway(
        "Microsoft Graph (%s) was asked for account %s and answered with %s, so nothing is known of the account. If this goes on, see whether a proxy mixes up answers."
            .formatted(connection, asked, shown.isEmpty() ? "none" : "account " + shown),
        null,
        null);
  }

  /** Without a time to wait for, the engine's own growing pauses are what Graph asks for. */
  private Unavailable tooMany(Asked asked, ErrorAnswer answer) {
    var until = until(answer).orElse(null);
    return Unavailable.turnedAway(
        "Microsoft Graph (%s) takes no more calls for now (%s)%s."
            .formatted(connection, asked.what(), until == null ? "" : "; going on at " + until),
        null,
        until);
  }

  private Optional<Instant> until(ErrorAnswer answer) {
    return answer.retryAfter().flatMap(after -> RetryAfter.ends(after, clock));
  }

  /** What Graph says is wrong, cut short; only from the place where it says so. */
  private static String quote(@Nullable ErrorAnswer answer) {
    var said = answer == null ? "" : answer.message();
    var cut = said.length() > LONGEST_QUOTE ? said.substring(0, LONGEST_QUOTE) : said;
    return cut.isEmpty() ? "" : ", saying \"" + cut + "\"";
  }
}
