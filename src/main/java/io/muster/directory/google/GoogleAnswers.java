package io.muster.directory.google;

import com.fasterxml.jackson.core.JacksonException;
import com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.HttpResponseException;
import com.google.gson.JsonParseException;
import com.google.gson.stream.MalformedJsonException;
import io.muster.directory.VendorError;
import io.muster.directory.VendorError.Outcome;
import io.muster.directory.vendor.VendorFailures;
import io.muster.directory.vendor.VendorFailures.Answer;
import io.muster.directory.vendor.VendorFailures.Call;
import io.muster.remote.RemoteFailure;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.remote.RetryAfter;
import java.io.EOFException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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

  private final String connection;
  private final VendorFailures failures;
  private final Clock clock;
  private final Backoff backoff;
  private final ServiceAccount account;

  GoogleAnswers(String connection, Clock clock, Backoff backoff, ServiceAccount account) {
    this.connection = connection;
    this.failures = new VendorFailures("Google", connection);
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
    var call = new Call(what, write);
    if (!(failed instanceof HttpResponseException answer)) {
      return silence(call, failed);
    }
    int status = answer.getStatusCode();
    var settings = "muster.google.connections.%s.root-url".formatted(connection);
    if (status < 400) {
      return failures.redirected(call, settings);
    }
    if (status == 404 && details(answer) == null) {
      return failures.unknownCall(call, status, settings + " and .cloud-identity-url");
    }
    return known(answer)
        .map(error -> failure(error, new Asked(call, scope), answer))
        .orElseGet(() -> failures.unknown(call, read(answer), "the Admin console"));
  }

  private record Asked(Call call, Scope scope) {}

  private Answer read(HttpResponseException answer) {
    return new Answer(
        answer.getStatusCode(), reasons(answer), message(answer), asked(answer).orElse(null));
  }

  private RemoteFailure failure(VendorError error, Asked asked, HttpResponseException answer) {
    int status = answer.getStatusCode();
    var call = asked.call();
    return switch (error.outcome()) {
      case SLOW_DOWN -> tooMany(call.what(), answer, error);
      case BUSY ->
          Unavailable.turnedAway(
                  "Google (%s) is still making this account; %s has to wait. %s"
                      .formatted(connection, call.what(), error.remedy()),
                  null,
                  clock.instant().plus(WHEN_UNFINISHED))
              .noLongerThan(LONGEST_UNFINISHED);
      case RETRY -> failures.unwell(call, read(answer), status != 409);
      case PERSON, DONE ->
          failures.refused(
              call, read(answer), remedy(error, asked), status == 409 ? new AlreadyThere() : null);
      case MISCONFIGURED -> failures.notAllowed(call, read(answer), remedy(error, asked));
    };
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
  private RemoteFailure silence(Call call, Exception cause) {
    if (cause instanceof MalformedJsonException
        || cause instanceof EOFException
        || cause instanceof JsonParseException
        || cause instanceof JacksonException
        || !(cause instanceof IOException)) {
      return failures.unreadable(call);
    }
    return failures.silence(
        call,
        cause,
        VendorFailures.isNeverSent(cause)
            || cause instanceof ConnectTimeoutException
            || cause instanceof ConnectionPoolTimeoutException);
  }

  /** The failure in an answer that says nothing we understand. */
  RemoteFailure unreadable(String what, boolean write) {
    return failures.unreadable(new Call(what, write));
  }

  /** The failure in an answer about another user than the one asked for. */
  Unavailable aboutAnother(String asked, @Nullable String shown) {
    return failures.aboutAnother(asked, shown);
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

  /** What Google says is wrong; only from the place where it says so. */
  private static String message(HttpResponseException answer) {
    var details = details(answer);
    return details == null || details.getMessage() == null ? "" : details.getMessage();
  }
}
