package io.muster.directory.google;

import com.fasterxml.jackson.core.JacksonException;
import com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.HttpResponseException;
import com.google.gson.JsonParseException;
import com.google.gson.stream.MalformedJsonException;
import io.muster.directory.VendorError;
import io.muster.directory.VendorError.Outcome;
import io.muster.remote.RemoteFailure;
import io.muster.remote.RemoteFailure.Misconfigured;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.remote.RetryAfter;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.SSLException;
import org.apache.http.conn.ConnectTimeoutException;
import org.apache.http.conn.ConnectionPoolTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What Google's answers, and its silence, mean for whoever asked.
 *
 * @see <a href="https://developers.google.com/workspace/admin/directory/v1/limits">Google's limits
 *     and errors</a>
 */
final class GoogleAnswers {
  private static final String DAY_IS_OVER = "dailyLimitExceeded";
  private static final Duration WHEN_UNFINISHED = Duration.ofSeconds(10);
  private static final Duration LONGEST_UNFINISHED = Duration.ofMinutes(15);
  private static final Duration WHEN_DAY_IS_OVER = Duration.ofHours(1);
  private static final int LONGEST_QUOTE = 200;

  private final String connection;
  private final Clock clock;
  private final Backoff backoff;
  private final ServiceAccount account;

  GoogleAnswers(String connection, Clock clock, Backoff backoff, ServiceAccount account) {
    this.connection = connection;
    this.clock = clock;
    this.backoff = backoff;
    this.account = account;
  }

  /** Says in a refusal that what was to be made is there already. */
  static final class AlreadyThere extends Exception {
    AlreadyThere() {
      super("already there", null, false, false);
    }
  }

  /**
   * True if Google itself says that the thing is not there, which it does of a deleted user by 412;
   * a wrong address says so otherwise.
   */
  static boolean gone(IOException answer) {
    return answer instanceof HttpResponseException http
        && http.getStatusCode() != 409
        && details(http) != null
        && isDone(http);
  }

  /** True if what was to be made is there already. */
  static boolean alreadyThere(IOException answer) {
    return answer instanceof HttpResponseException http
        && http.getStatusCode() == 409
        && isDone(http);
  }

  private static boolean isDone(HttpResponseException answer) {
    return known(answer).filter(error -> error.outcome() == Outcome.DONE).isPresent();
  }

  private static Optional<VendorError> known(HttpResponseException answer) {
    return GoogleErrors.find(answer.getStatusCode(), reasons(answer), message(answer));
  }

  /** All is well again. */
  void fine() {
    backoff.over();
  }

  /**
   * The failure in this answer, or in getting none.
   *
   * @param what was asked, for people
   * @param write whether it may have changed something
   * @param scope what it takes
   */
  RemoteFailure failure(String what, boolean write, Scope scope, Exception failed) {
    if (failed instanceof RemoteFailure ours) {
      return ours;
    }
    if (!(failed instanceof HttpResponseException answer)) {
      return silence(what, write, failed);
    }
    int status = answer.getStatusCode();
    if (status < 400) {
      return new Misconfigured(
          "Google (%s) answered %s with a redirect. Set muster.google.connections.%1$s.root-url to where the interface itself is."
              .formatted(connection, what));
    }
    if (status == 404 && details(answer) == null) {
      return new Misconfigured(
          "Google (%s) knows no such call (%s, %d). Check muster.google.connections.%1$s.root-url and .cloud-identity-url."
              .formatted(connection, what, status));
    }
    return known(answer)
        .map(error -> failure(error, new Asked(what, write, scope), answer))
        .orElseGet(() -> unknown(what, answer));
  }

  private record Asked(String what, boolean write, Scope scope) {}

  private RemoteFailure failure(VendorError error, Asked asked, HttpResponseException answer) {
    int status = answer.getStatusCode();
    var what = asked.what();
    return switch (error.outcome()) {
      case SLOW_DOWN -> tooMany(what, answer, error);
      case BUSY ->
          Unavailable.turnedAway(
                  "Google (%s) is still making this account; %s has to wait. %s"
                      .formatted(connection, what, error.remedy()),
                  null,
                  clock.instant().plus(WHEN_UNFINISHED))
              .noLongerThan(LONGEST_UNFINISHED);
      case RETRY -> unwell(asked, answer);
      case PERSON, DONE ->
          new Refused(
              "Google (%s) refused %s (%d)%s. %s"
                  .formatted(connection, what, status, quote(answer), remedy(error, asked)),
              status == 409 ? new AlreadyThere() : null);
      case MISCONFIGURED ->
          new Misconfigured(
              "Google (%s) does not let us do %s (%d%s). %s"
                  .formatted(connection, what, status, quote(answer), remedy(error, asked)));
    };
  }

  private RemoteFailure unwell(Asked asked, HttpResponseException answer) {
    var message =
        "Google (%s) failed with %d at %s."
            .formatted(connection, answer.getStatusCode(), asked.what());
    var until = asked(answer).orElse(null);
    return asked.write() && answer.getStatusCode() != 409
        ? Unavailable.answerLost(message, null, until)
        : Unavailable.turnedAway(message, null, until);
  }

  private Unavailable unknown(String what, HttpResponseException answer) {
    return Unavailable.notUnderstood(
        "Google (%s) refused %s (%d, %s)%s. Look at the account in the Admin console."
            .formatted(
                connection,
                what,
                answer.getStatusCode(),
                reasons(answer).isEmpty() ? "without a reason" : String.join(", ", reasons(answer)),
                quote(answer)));
  }

  private String remedy(VendorError error, Asked asked) {
    var scope = asked.scope();
    return error
        .remedy()
        .replace("{connection}", connection)
        .replace("{admin}", account.admin())
        .replace("{privilege}", scope.privilege())
        .replace("{scope}", scope.uri())
        .replace("{api}", scope.api())
        .replace("{project}", account.key().project())
        .replace("{client}", account.key().clientId())
        .replace("{credentials}", account.refusals().remedy());
  }

  /** The failure in getting no answer at all. */
  private RemoteFailure silence(String what, boolean write, Exception cause) {
    if (cause instanceof MalformedJsonException
        || cause instanceof EOFException
        || cause instanceof JsonParseException
        || cause instanceof JacksonException
        || !(cause instanceof IOException)) {
      return unreadable(what, write);
    }
    var neverSent =
        cause instanceof ConnectException
            || cause instanceof UnknownHostException
            || cause instanceof ConnectTimeoutException
            || cause instanceof ConnectionPoolTimeoutException
            || cause instanceof SSLException;
    var kind = cause.getClass().getSimpleName();
    return write && !neverSent
        ? Unavailable.answerLost(
            "Google's (%s) answer to %s was lost (%s); it may have acted."
                .formatted(connection, what, kind),
            cause)
        : Unavailable.turnedAway(
            "Google (%s) cannot be reached for %s (%s).".formatted(connection, what, kind),
            cause,
            null);
  }

  /** The failure in an answer that says nothing we understand. */
  RemoteFailure unreadable(String what, boolean write) {
    var message = "Google's (%s) answer to %s cannot be read.".formatted(connection, what);
    return write
        ? Unavailable.answerLost(message, null)
        : Unavailable.turnedAway(message, null, null);
  }

  /** The failure in an answer about another user than the one asked for, as proxies give. */
  Unavailable aboutAnother(String asked, @Nullable String shown) {
    return Unavailable.turnedAway(
        "Google (%s) was asked for account %s and answered with %s, so nothing is known of the account. If this goes on, see whether a proxy mixes up answers."
            .formatted(connection, asked, shown == null ? "none" : "account " + shown),
        null,
        null);
  }

  private Unavailable tooMany(String what, HttpResponseException answer, VendorError error) {
    var until =
        asked(answer)
            .orElseGet(
                () ->
                    error.sign().reason().equals(DAY_IS_OVER)
                        ? clock.instant().plus(WHEN_DAY_IS_OVER)
                        : backoff.next());
    return Unavailable.turnedAway(
        "Google (%s) takes no more calls for now (%s); going on at %s. %s"
            .formatted(
                connection,
                what,
                until,
                error.remedy().replace("{project}", account.key().project())),
        null,
        until);
  }

  private Optional<Instant> asked(HttpResponseException answer) {
    return Optional.ofNullable(answer.getHeaders())
        .flatMap(headers -> RetryAfter.ends(headers.getRetryAfter(), clock));
  }

  private static @Nullable GoogleJsonError details(HttpResponseException answer) {
    return answer instanceof GoogleJsonResponseException json ? json.getDetails() : null;
  }

  private static Set<String> reasons(HttpResponseException answer) {
    var reasons = new TreeSet<String>();
    var details = details(answer);
    if (details != null && details.getErrors() != null) {
      details.getErrors().forEach(error -> reasons.add(String.valueOf(error.getReason())));
    }
    if (details != null && details.getDetails() != null) {
      details.getDetails().forEach(detail -> reasons.add(String.valueOf(detail.getReason())));
    }
    // Cloud Identity gives nothing else
    if (details != null && details.get("status") instanceof String status) {
      reasons.add(status);
    }
    return reasons;
  }

  private static String message(HttpResponseException answer) {
    var details = details(answer);
    return details == null || details.getMessage() == null ? "" : details.getMessage();
  }

  /** What Google says is wrong, cut short; only from the place where it says so. */
  private static String quote(HttpResponseException answer) {
    var said = message(answer);
    if (said.isBlank()) {
      return "";
    }
    return ", saying \""
        + (said.length() > LONGEST_QUOTE ? said.substring(0, LONGEST_QUOTE) : said)
        + "\"";
  }
}
