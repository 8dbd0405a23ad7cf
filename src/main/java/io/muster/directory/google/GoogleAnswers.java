package io.muster.directory.google;

import com.fasterxml.jackson.core.JacksonException;
import com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.HttpResponseException;
import com.google.gson.JsonParseException;
import com.google.gson.stream.MalformedJsonException;
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
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
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
  /** A 403 with one of these is about how often, not about whether at all. */
  private static final Set<String> TOO_MUCH =
      Set.of("userRateLimitExceeded", "rateLimitExceeded", "quotaExceeded", "RATE_LIMIT_EXCEEDED");

  private static final Set<String> API_OFF = Set.of("accessNotConfigured", "SERVICE_DISABLED");
  private static final Set<String> SCOPE_LACKS =
      Set.of("insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT");

  private static final Duration WHEN_UNFINISHED = Duration.ofSeconds(10);
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

  /** True if Google itself says that the thing is not there; a wrong address says so otherwise. */
  static boolean gone(IOException answer) {
    return answer instanceof GoogleJsonResponseException json
        && json.getStatusCode() == 404
        && json.getDetails() != null;
  }

  /** True if what was to be made is there already. */
  static boolean alreadyThere(IOException answer) {
    return answer instanceof HttpResponseException http && http.getStatusCode() == 409;
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
    var reasons = reasons(answer);
    if (status == 429 || (status == 403 && reasons.stream().anyMatch(TOO_MUCH::contains))) {
      return tooMany(what, answer);
    }
    if ((status >= 500 && status != 501) || status == 408) {
      var message = "Google (%s) failed with %d at %s.".formatted(connection, status, what);
      var until = asked(answer).orElse(null);
      return write
          ? Unavailable.answerLost(message, null, until)
          : Unavailable.turnedAway(message, null, until);
    }
    if (status < 400) {
      return new Misconfigured(
          "Google (%s) answered %s with a redirect. Set muster.google.connections.%1$s.root-url to where the interface itself is."
              .formatted(connection, what));
    }
    return refusal(what, status, scope, answer);
  }

  private RemoteFailure refusal(
      String what, int status, Scope scope, HttpResponseException answer) {
    var said = quote(answer);
    if (status == 412 && said.toLowerCase(Locale.ROOT).contains("licen")) {
      return new Refused(
          "Google (%s) refused %s for want of a licence%s. Buy licences for archived users, or set muster.google.connections.%1$s.retiring to leavers-unit."
              .formatted(connection, what, said));
    }
    if (status == 412) {
      return Unavailable.turnedAway(
          "Google (%s) is still making this account; %s has to wait.".formatted(connection, what),
          null,
          clock.instant().plus(WHEN_UNFINISHED));
    }
    if (status == 401 || status == 403) {
      return forbidden(what, status, scope, answer);
    }
    if (status == 405 || status == 501 || (status == 404 && details(answer) == null)) {
      return new Misconfigured(
          "Google (%s) knows no such call (%s, %d). Check muster.google.connections.%1$s.root-url and .cloud-identity-url."
              .formatted(connection, what, status));
    }
    return new Refused(
        "Google (%s) refused %s (%d)%s. Look at the account in the Admin console."
            .formatted(connection, what, status, said),
        status == 409 ? new AlreadyThere() : null);
  }

  private Misconfigured forbidden(
      String what, int status, Scope scope, HttpResponseException answer) {
    var reasons = reasons(answer);
    if (reasons.stream().anyMatch(API_OFF::contains)) {
      return new Misconfigured(
          "Google (%s) does not do %s, because the %s is not enabled in the Cloud project %s. Enable it in the Cloud console under APIs & Services, Library; it takes some minutes to be so."
              .formatted(connection, what, scope.api(), account.key().project()));
    }
    var scopeLacks = status == 401 || reasons.stream().anyMatch(SCOPE_LACKS::contains);
    return new Misconfigured(
        "Google (%s) does not let us do %s (%d%s). It takes %s."
            .formatted(
                connection,
                what,
                status,
                quote(answer),
                scopeLacks
                    ? "the scope %s. %s".formatted(scope.uri(), account.refusals().remedy())
                    : "an admin role of %s with the privilege %s that covers these people: give it one in the Admin console under Account, Admin roles"
                        .formatted(account.admin(), scope.privilege())));
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

  private Unavailable tooMany(String what, HttpResponseException answer) {
    var until = asked(answer).orElseGet(backoff::next);
    return Unavailable.turnedAway(
        "Google (%s) takes no more calls for now (%s); going on at %s."
            .formatted(connection, what, until),
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
    var reasons = new HashSet<String>();
    var details = details(answer);
    if (details != null && details.getErrors() != null) {
      details.getErrors().forEach(error -> reasons.add(String.valueOf(error.getReason())));
    }
    if (details != null && details.getDetails() != null) {
      details.getDetails().forEach(detail -> reasons.add(String.valueOf(detail.getReason())));
    }
    return reasons;
  }

  /** What Google says is wrong, cut short; only from the place where it says so. */
  private static String quote(HttpResponseException answer) {
    var details = details(answer);
    if (details == null || details.getMessage() == null || details.getMessage().isBlank()) {
      return "";
    }
    var said = details.getMessage();
    return ", saying \""
        + (said.length() > LONGEST_QUOTE ? said.substring(0, LONGEST_QUOTE) : said)
        + "\"";
  }
}
