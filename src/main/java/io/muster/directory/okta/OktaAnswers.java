package io.muster.directory.okta;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.okta.sdk.resource.client.ApiException;
import io.muster.directory.VendorError;
import io.muster.directory.VendorError.Outcome;
import io.muster.directory.vendor.VendorFailures;
import io.muster.directory.vendor.VendorFailures.Answer;
import io.muster.directory.vendor.VendorFailures.Call;
import io.muster.remote.RemoteFailure;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.remote.RetryAfter;
import java.io.IOException;
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
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final String connection;
  private final VendorFailures failures;
  private final Clock clock;
  private final Supplier<String> remedy;

  /** The remedy is asked for when credentials are refused. */
  OktaAnswers(String connection, Clock clock, Supplier<String> remedy) {
    this.connection = connection;
    this.failures = new VendorFailures("Okta", connection);
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
    return OktaErrors.find(answer.getCode(), codes(answer), said(answer));
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
    var call = new Call(what, write);
    int status = answer.getCode();
    if (status == 0) {
      return silence(call, answer.getCause());
    }
    if (status < 300) {
      return failures.unreadable(call);
    }
    if (status < 400) {
      return failures.redirected(call, orgUrl());
    }
    // not Okta that speaks, but something in front of it
    if ((status == 403 || status == 404) && errorCode(answer) == null) {
      return failures.unknownCall(call, status, orgUrl());
    }
    return known(answer)
        .map(error -> failure(error, call, answer))
        .orElseGet(() -> failures.unknown(call, read(answer), "the admin console"));
  }

  private String orgUrl() {
    return "muster.okta.connections.%s.org-url".formatted(connection);
  }

  private static Answer read(ApiException answer) {
    return read(answer, null);
  }

  private static Answer read(ApiException answer, @Nullable Instant until) {
    return new Answer(answer.getCode(), codes(answer), said(answer), until);
  }

  private RemoteFailure failure(VendorError error, Call call, ApiException answer) {
    return switch (error.outcome()) {
      case SLOW_DOWN -> tooMany(call.what(), answer.getResponseHeaders());
      case BUSY ->
          Unavailable.turnedAway(
                  "Okta (%s) is still at work on this account; %s has to wait. %s"
                      .formatted(connection, call.what(), error.remedy()),
                  null,
                  clock.instant().plus(WHEN_BUSY))
              .noLongerThan(LONGEST_BUSY);
      case RETRY -> {
        var read = read(answer, asked(answer).orElse(null));
        yield failures.unwell(
            call, read, read.mayHaveActed() && !READ_ONLY.equals(errorCode(answer)));
      }
      case PERSON, DONE ->
          error.sign().reason().equals(OktaErrors.NOT_PERMITTED) && !call.write()
              ? failures.notAllowed(call, read(answer), "It is because " + OktaErrors.ROLE)
              : failures.refused(call, read(answer), remedy(error));
      case MISCONFIGURED -> failures.notAllowed(call, read(answer), remedy(error));
    };
  }

  private String remedy(VendorError error) {
    return error
        .remedy()
        .replace("{connection}", connection)
        .replace("{credentials}", remedy.get());
  }

  /** The failure in getting no answer at all. */
  private RemoteFailure silence(Call call, @Nullable Throwable cause) {
    return cause instanceof JacksonException
        ? failures.unreadable(call)
        : failures.silence(
            call,
            cause,
            VendorFailures.isNeverSent(cause)
                || cause instanceof ConnectTimeoutException
                || cause instanceof ConnectionRequestTimeoutException);
  }

  /** The failure in an answer that says nothing we understand. */
  RemoteFailure unreadable(String what, boolean write) {
    return failures.unreadable(new Call(what, write));
  }

  /** The failure in an answer about another user than the one asked for. */
  Unavailable aboutAnother(String asked, @Nullable String shown) {
    return failures.aboutAnother(asked, shown);
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

  private static Set<String> codes(ApiException answer) {
    return Optional.ofNullable(errorCode(answer)).map(Set::of).orElse(Set.of());
  }

  /** What Okta says is wrong; only from the places where it says so. */
  private static String said(ApiException answer) {
    var body = body(answer);
    var said = new StringBuilder(body.path("errorSummary").asText());
    for (var cause : body.path("errorCauses")) {
      said.append(said.isEmpty() ? "" : "; ").append(cause.path("errorSummary").asText());
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
