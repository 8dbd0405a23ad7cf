package io.muster.directory.okta;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.okta.sdk.resource.client.ApiException;
import io.muster.remote.RemoteFailure;
import io.muster.remote.RemoteFailure.Misconfigured;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.RemoteFailure.Unavailable;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;

/**
 * What Okta's answers, and its silence, mean for whoever asked.
 *
 * @see <a href="https://developer.okta.com/docs/reference/error-codes/">Okta's error codes</a>
 */
final class OktaAnswers {
  private static final int LONGEST_QUOTE = 200;
  private static final Duration A_MOMENT = Duration.ofSeconds(10);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Forbidden for this account in this state, not to us: a person can mend it. */
  private static final Set<String> FORBIDDEN_HERE = Set.of("E0000023", "E0000038");

  private final String connection;
  private final Clock clock;

  OktaAnswers(String connection, Clock clock) {
    this.connection = connection;
    this.clock = clock;
  }

  /** Asks; empty if Okta has no such thing. */
  <T> Optional<T> read(Supplier<T> call) {
    try {
      return Optional.of(call.get());
    } catch (ApiException failed) {
      if (failed.getCode() == 404 && !error(failed).path("errorCode").asText().isEmpty()) {
        return Optional.empty();
      }
      throw failure(failed, true);
    }
  }

  /** Does something; a thing that is not there any more is left alone. */
  void write(Runnable call) {
    try {
      call.run();
    } catch (ApiException failed) {
      if (failed.getCode() == 404 && !error(failed).path("errorCode").asText().isEmpty()) {
        return;
      }
      throw failure(failed, false);
    }
  }

  /** Does something that answers. */
  <T> T ask(Supplier<T> call) {
    try {
      return call.get();
    } catch (ApiException failed) {
      throw failure(failed, false);
    }
  }

  private RemoteFailure failure(ApiException failed, boolean read) {
    var status = failed.getCode();
    if (status == 0) {
      return silence(failed, read);
    }
    var error = error(failed);
    var code = error.path("errorCode").asText();
    if (status == 429) {
      var until = paidAgainAt(headers(failed));
      return Unavailable.turnedAway(
          "Okta (%s) takes no more calls for now; going on at %s.".formatted(connection, until),
          null,
          until);
    }
    if (status == 409) {
      return Unavailable.turnedAway(
          "Okta (%s) is still at work on this account.".formatted(connection),
          null,
          clock.instant().plus(A_MOMENT));
    }
    if (status >= 500 && status != 501) {
      var message = "Okta (%s) failed with %d.".formatted(connection, status);
      return read
          ? Unavailable.turnedAway(message, null, null)
          : Unavailable.answerLost(message, null);
    }
    if (status == 400 || FORBIDDEN_HERE.contains(code)) {
      return new Refused(
          "Okta (%s) refused%s. Look at the account in Okta.".formatted(connection, quote(error)));
    }
    if (status == 401 || status == 403) {
      return new Misconfigured(
          "Okta (%s) refuses our token (%d %s). See that it is valid and its owner may manage users and read group rules, and set muster.okta.connections.%s.api-token."
              .formatted(connection, status, code, connection));
    }
    return new Misconfigured(
        "Okta (%s) knows no such call (%d). Check muster.okta.connections.%s.org-url."
            .formatted(connection, status, connection));
  }

  private RemoteFailure silence(ApiException failed, boolean read) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof RemoteFailure ours) {
        return ours;
      }
      if (cause instanceof ConnectException
          || cause instanceof ConnectTimeoutException
          || cause instanceof UnknownHostException
          || cause instanceof SSLException) {
        return Unavailable.turnedAway(
            "Okta (%s) cannot be reached (%s)."
                .formatted(connection, cause.getClass().getSimpleName()),
            failed,
            null);
      }
    }
    return read
        ? Unavailable.turnedAway(
            "Okta (%s) gave no readable answer.".formatted(connection), failed, null)
        : Unavailable.answerLost(
            "Okta's answer was lost (%s); it may have acted.".formatted(connection), failed);
  }

  /** Reset is on Okta's clock, so it is taken relative to the answer's own date. */
  private Instant paidAgainAt(Map<String, List<String>> headers) {
    var now = clock.instant();
    if (number(headers, "X-Rate-Limit-Limit") == 0) {
      return now.plus(A_MOMENT); // too many at once, not too many a minute
    }
    var reset = number(headers, "X-Rate-Limit-Reset");
    if (reset < 0) {
      return now.plus(Duration.ofMinutes(1));
    }
    var wait = Duration.between(date(headers).orElse(now), Instant.ofEpochSecond(reset));
    return now.plus(wait.isNegative() ? Duration.ZERO : wait).plusSeconds(1);
  }

  private static long number(Map<String, List<String>> headers, String name) {
    return header(headers, name)
        .filter(text -> !text.isEmpty() && text.chars().allMatch(Character::isDigit))
        .map(Long::parseLong)
        .orElse(-1L);
  }

  private static Optional<Instant> date(Map<String, List<String>> headers) {
    try {
      return header(headers, "Date")
          .map(text -> ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }

  private static Optional<String> header(Map<String, List<String>> headers, String name) {
    return headers.entrySet().stream()
        .filter(header -> name.equalsIgnoreCase(header.getKey()))
        .flatMap(header -> header.getValue().stream())
        .findFirst();
  }

  private static Map<String, List<String>> headers(ApiException failed) {
    var headers = failed.getResponseHeaders();
    return headers == null ? Map.of() : headers;
  }

  private static JsonNode error(ApiException failed) {
    var body = failed.getResponseBody();
    try {
      return body == null ? JSON.createObjectNode() : JSON.readTree(body);
    } catch (JsonProcessingException unreadable) {
      return JSON.createObjectNode();
    }
  }

  /** What Okta says is wrong, cut short; only from the places where it says so. */
  private static String quote(JsonNode error) {
    var said = new ArrayList<String>();
    error.path("errorCauses").forEach(cause -> said.add(cause.path("errorSummary").asText()));
    if (said.isEmpty()) {
      said.add(error.path("errorSummary").asText());
    }
    var text = String.join("; ", said);
    return text.isEmpty()
        ? ""
        : ", saying " + (text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) : text);
  }
}
