package io.muster.directory.okta;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.okta.sdk.resource.client.ApiException;
import io.muster.directory.VendorError;
import io.muster.directory.VendorError.Outcome;
import io.muster.remote.RemoteFailure;
import io.muster.remote.RemoteFailure.Misconfigured;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.remote.RetryAfter;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What Okta's answers, and its silence, mean for whoever asked.
 *
 * @see <a href="https://developer.okta.com/docs/reference/error-codes/">Okta's error codes</a>
 */
final class OktaAnswers {
  private static final Set<String> NOT_PERMITTED =
      Set.of(OktaErrors.NOT_PERMITTED, "E0000014", "E0000015");
  private static final String ALREADY_ACTIVE = "E0000016";
  private static final String READ_ONLY = "E0000010";
  private static final Duration WHEN_BUSY = Duration.ofSeconds(10);
  private static final Duration LONGEST_BUSY = Duration.ofMinutes(15);
  private static final Duration WHEN_CROWDED = Duration.ofSeconds(3);
  private static final Duration USUAL_WINDOW = Duration.ofMinutes(1);
  private static final Duration LONGEST_WINDOW = Duration.ofHours(1);
  private static final Pattern WHOLE = Pattern.compile("\\d{1,10}");
  private static final Pattern ERROR_NAME = Pattern.compile("[a-z_]{1,40}");
  private static final int LONGEST_QUOTE = 200;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final String connection;
  private final Clock clock;
  private final Supplier<String> remedy;

  /** The remedy is asked for when credentials are refused. */
  OktaAnswers(String connection, Clock clock, Supplier<String> remedy) {
    this.connection = connection;
    this.clock = clock;
    this.remedy = remedy;
  }

  /** True if Okta itself says that the thing is not there; a wrong address says so otherwise. */
  static boolean gone(ApiException answer) {
    return (answer.getCode() == 404 || answer.getCode() == 410)
        && known(answer).filter(error -> error.outcome() == Outcome.DONE).isPresent();
  }

  /** True if the activation of an account that is active was refused. */
  static boolean alreadyActive(ApiException answer) {
    return answer.getCode() == 403 && ALREADY_ACTIVE.equals(errorCode(answer));
  }

  /** True if Okta knows who asks and says that they may not; bad credentials are another matter. */
  static boolean notPermitted(ApiException answer) {
    var code = errorCode(answer);
    return answer.getCode() == 403 && code != null && NOT_PERMITTED.contains(code);
  }

  private static Optional<VendorError> known(ApiException answer) {
    return OktaErrors.find(
        answer.getCode(),
        Optional.ofNullable(errorCode(answer)).map(Set::of).orElse(Set.of()),
        said(answer));
  }

  /** True for a bare word such as {@code invalid_client}, which may go into a message. */
  static boolean isErrorName(String error) {
    return ERROR_NAME.matcher(error).matches();
  }

  /**
   * The failure in this answer.
   *
   * @param what was asked, for people
   * @param write whether it may have changed something
   */
  RemoteFailure failure(String what, boolean write, ApiException answer) {
    int status = answer.getCode();
    if (status == 0) {
      return silence(what, write, answer.getCause());
    }
    if (status < 300) {
      return unreadable(what, write);
    }
    if (status < 400) {
      return new Misconfigured(
          "Okta (%s) answered %s with a redirect. Set muster.okta.connections.%1$s.org-url to where the org itself is."
              .formatted(connection, what));
    }
    // not Okta that speaks, but something in front of it
    if ((status == 403 || status == 404) && errorCode(answer) == null) {
      return new Misconfigured(
          "Okta (%s) knows no such call (%s, %d). Check muster.okta.connections.%1$s.org-url."
              .formatted(connection, what, status));
    }
    return known(answer)
        .map(error -> failure(error, what, write, answer))
        .orElseGet(() -> unknown(what, answer));
  }

  private RemoteFailure failure(
      VendorError error, String what, boolean write, ApiException answer) {
    int status = answer.getCode();
    return switch (error.outcome()) {
      case SLOW_DOWN -> tooMany(what, answer.getResponseHeaders());
      case BUSY ->
          Unavailable.turnedAway(
                  "Okta (%s) is still at work on this account; %s has to wait. %s"
                      .formatted(connection, what, error.remedy()),
                  null,
                  clock.instant().plus(WHEN_BUSY))
              .noLongerThan(LONGEST_BUSY);
      case RETRY -> unwell(what, write, answer);
      case PERSON, DONE ->
          error.sign().reason().equals(OktaErrors.NOT_PERMITTED) && !write
              ? new Misconfigured(
                  "Okta (%s) does not let us do %s (%d%s), because %s"
                      .formatted(connection, what, status, quote(answer), OktaErrors.ROLE))
              : new Refused(
                  "Okta (%s) refused %s (%d)%s. %s"
                      .formatted(connection, what, status, quote(answer), remedy(error)));
      case MISCONFIGURED ->
          new Misconfigured(
              "Okta (%s) does not let us do %s (%d%s). %s"
                  .formatted(connection, what, status, quote(answer), remedy(error)));
    };
  }

  private RemoteFailure unwell(String what, boolean write, ApiException answer) {
    var message = "Okta (%s) failed with %d at %s.".formatted(connection, answer.getCode(), what);
    var until = asked(answer).orElse(null);
    var mayHaveActed =
        write
            && (answer.getCode() >= 500 || answer.getCode() == 408)
            && !READ_ONLY.equals(errorCode(answer));
    return mayHaveActed
        ? Unavailable.answerLost(message, null, until)
        : Unavailable.turnedAway(message, null, until);
  }

  private Unavailable unknown(String what, ApiException answer) {
    return Unavailable.notUnderstood(
        "Okta (%s) refused %s (%d, %s)%s. Look at the account in the admin console."
            .formatted(
                connection,
                what,
                answer.getCode(),
                errorCode(answer) == null ? "without a code" : errorCode(answer),
                quote(answer)));
  }

  private String remedy(VendorError error) {
    return error
        .remedy()
        .replace("{connection}", connection)
        .replace("{credentials}", remedy.get());
  }

  /** The failure in getting no answer at all. */
  private RemoteFailure silence(String what, boolean write, @Nullable Throwable cause) {
    if (cause instanceof JacksonException) {
      return unreadable(what, write);
    }
    var neverSent =
        cause instanceof ConnectException
            || cause instanceof UnknownHostException
            || cause instanceof ConnectTimeoutException
            || cause instanceof ConnectionRequestTimeoutException
            || cause instanceof SSLException;
    var kind = cause == null ? "no answer" : cause.getClass().getSimpleName();
    return write && !neverSent
        ? Unavailable.answerLost(
            "Okta's (%s) answer to %s was lost (%s); it may have acted."
                .formatted(connection, what, kind),
            cause)
        : Unavailable.turnedAway(
            "Okta (%s) cannot be reached for %s (%s).".formatted(connection, what, kind),
            cause,
            null);
  }

  /** The failure in an answer that says nothing we understand. */
  RemoteFailure unreadable(String what, boolean write) {
    var message = "Okta's (%s) answer to %s cannot be read.".formatted(connection, what);
    return write
        ? Unavailable.answerLost(message, null)
        : Unavailable.turnedAway(message, null, null);
  }

  /** The failure in an answer about another user than the one asked for, as proxies give. */
  Unavailable aboutAnother(String asked, @Nullable String shown) {
    return Unavailable.turnedAway(
        "Okta (%s) was asked for account %s and answered with %s, so nothing is known of the account. If this goes on, see whether a proxy mixes up answers."
            .formatted(connection, asked, shown == null ? "none" : "account " + shown),
        null,
        null);
  }

  /** The failure in having asked too much. */
  Unavailable tooMany(String what, @Nullable Map<String, List<String>> headers) {
    var until = clock.instant().plus(pause(headers == null ? Map.of() : headers));
    return Unavailable.turnedAway(
        "Okta (%s) takes no more calls for now (%s); going on at %s."
            .formatted(connection, what, until),
        null,
        until);
  }

  /** Okta promises no such header; whatever stands in front of it may send one. */
  private Optional<Instant> asked(ApiException answer) {
    var headers = answer.getResponseHeaders();
    return header(headers == null ? Map.of() : headers, "Retry-After")
        .flatMap(after -> RetryAfter.ends(after, clock));
  }

  private Duration pause(Map<String, List<String>> headers) {
    var after = number(headers, "Retry-After");
    if (after.isPresent()) {
      return within(Duration.ofSeconds(after.get()));
    }
    if (number(headers, "X-Rate-Limit-Limit").filter(limit -> limit == 0).isPresent()) {
      // too many at once, rather than too many in this minute
      return WHEN_CROWDED;
    }
    return number(headers, "X-Rate-Limit-Reset")
        .map(Instant::ofEpochSecond)
        .map(reset -> Duration.between(serverTime(headers), reset).plusSeconds(1))
        .map(OktaAnswers::within)
        .orElse(USUAL_WINDOW);
  }

  private static Duration within(Duration wait) {
    if (wait.compareTo(Duration.ofSeconds(1)) < 0) {
      return Duration.ofSeconds(1);
    }
    return wait.compareTo(LONGEST_WINDOW) > 0 ? LONGEST_WINDOW : wait;
  }

  /** By the server's clock, as the reset is. */
  private Instant serverTime(Map<String, List<String>> headers) {
    try {
      return header(headers, "Date")
          .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant())
          .orElseGet(clock::instant);
    } catch (DateTimeException unreadable) {
      return clock.instant();
    }
  }

  private static Optional<Long> number(Map<String, List<String>> headers, String name) {
    return header(headers, name)
        .map(String::strip)
        .filter(WHOLE.asMatchPredicate())
        .map(Long::parseLong);
  }

  private static Optional<String> header(Map<String, List<String>> headers, String name) {
    return headers.entrySet().stream()
        .filter(header -> name.equalsIgnoreCase(header.getKey()))
        .flatMap(header -> header.getValue().stream())
        .findFirst();
  }

  private static @Nullable String errorCode(ApiException answer) {
    return body(answer).path("errorCode").textValue();
  }

  /** What Okta says is wrong, cut short; only from the places where it says so. */
  private static String quote(ApiException answer) {
    var said = said(answer);
    return said.isEmpty() ? "" : ", saying \"" + said + "\"";
  }

  private static String said(ApiException answer) {
    var body = body(answer);
    var said = new StringBuilder(body.path("errorSummary").asText());
    for (var cause : body.path("errorCauses")) {
      said.append(said.isEmpty() ? "" : "; ").append(cause.path("errorSummary").asText());
    }
    if (said.length() > LONGEST_QUOTE) {
      said.setLength(LONGEST_QUOTE);
    }
    return said.toString();
  }

  private static JsonNode body(ApiException answer) {
    var text = answer.getResponseBody();
    try {
      return text == null ? MissingNode.getInstance() : JSON.readTree(text);
    } catch (IOException notJson) {
      return MissingNode.getInstance();
    }
  }
}
