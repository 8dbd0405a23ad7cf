package io.muster.devices.hexnode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.muster.remote.RemoteFailure;
import io.muster.remote.RemoteFailure.Misconfigured;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.RemoteFailure.Unavailable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRequest;
import org.springframework.http.MediaType;

/** What Hexnode's answers, and its silence, mean for whoever asked. */
final class HexnodeResponses {
  private static final Pattern SECONDS = Pattern.compile("(\\d{1,6})(?:\\.\\d+)? ?s");
  private static final Pattern WHOLE = Pattern.compile("\\d{1,6}");
  private static final Pattern DAY = Pattern.compile("\\b(day|daily|24 hours)\\b");
  private static final int LONGEST_QUOTE = 160;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Clock clock;

  HexnodeResponses(Clock clock) {
    this.clock = clock;
  }

  /** The failure in this answer; empty if it is good, or says that what we read is not there. */
  Optional<RemoteFailure> failureIn(
      HttpRequest request, int status, HttpHeaders headers, byte[] body) {
    var read = request.getMethod().equals(HttpMethod.GET);
    if (status >= 200 && status < 300) {
      return read && !isJson(headers)
          ? Optional.of(
              Unavailable.turnedAway(
                  "Hexnode answered with a page instead of data (%s).".formatted(what(request)),
                  null,
                  null))
          : Optional.empty();
    }
    if (status == 404 && read && isJson(headers)) {
      return Optional.empty();
    }
    return Optional.of(failure(request, status, headers, body, read));
  }

  private RemoteFailure failure(
      HttpRequest request, int status, HttpHeaders headers, byte[] body, boolean read) {
    if (status == 429) {
      var until = paidAgainAt(headers, new String(body, StandardCharsets.UTF_8));
      return Unavailable.turnedAway(
          "Hexnode takes no more calls for now (%s); going on at %s."
              .formatted(what(request), until),
          null,
          until);
    }
    if (status >= 500 || status == 408) {
      var message = "Hexnode failed with %d (%s).".formatted(status, what(request));
      return read
          ? Unavailable.turnedAway(message, null, null)
          : Unavailable.answerLost(message, null);
    }
    if (status < 400) {
      return new Misconfigured(
          "Hexnode answered with a redirect (%s). Set muster.hexnode.url to where the API itself is."
              .formatted(what(request)));
    }
    if (status == 401 || status == 403) {
      return new Misconfigured(
          "Hexnode refuses our key (%d). See that API access is on under Admin, API in the portal, and set muster.hexnode.api-key to the key shown there."
              .formatted(status));
    }
    var noSuchAction = status == 404 && request.getURI().getRawPath().contains("/actions/");
    if (status == 405 || noSuchAction || (status == 404 && !isJson(headers))) {
      return new Misconfigured(
          "Hexnode knows no such call (%s, %d). Check muster.hexnode.url, the names under muster.hexnode.actions, and muster.hexnode.action-status."
              .formatted(what(request), status));
    }
    return new Refused(
        "Hexnode refused %s (%d)%s. Look at it in the portal."
            .formatted(what(request), status, quote(headers, body)));
  }

  /** The failure in getting no answer at all. */
  RemoteFailure silence(HttpRequest request, IOException failed) {
    var read = request.getMethod().equals(HttpMethod.GET);
    var neverSent =
        failed instanceof ConnectException
            || failed instanceof UnknownHostException
            || failed instanceof HttpConnectTimeoutException
            || failed instanceof FencedCall.NeverSent
            || failed instanceof SSLException;
    return read || neverSent
        ? Unavailable.turnedAway(
            "Hexnode cannot be reached (%s, %s)."
                .formatted(what(request), failed.getClass().getSimpleName()),
            failed,
            null)
        : Unavailable.answerLost(
            "Hexnode's answer was lost (%s, %s); it may have acted."
                .formatted(what(request), failed.getClass().getSimpleName()),
            failed);
  }

  private Instant paidAgainAt(HttpHeaders headers, String text) {
    var now = clock.instant();
    var header = headers.getFirst(HttpHeaders.RETRY_AFTER);
    if (header != null && WHOLE.matcher(header.strip()).matches()) {
      return now.plusSeconds(Long.parseLong(header.strip()));
    }
    var seconds = SECONDS.matcher(text);
    if (seconds.find()) {
      return now.plusSeconds(Long.parseLong(seconds.group(1)) + 1);
    }
    if (DAY.matcher(text.toLowerCase(Locale.ROOT)).find()) {
      return now.atOffset(ZoneOffset.UTC).truncatedTo(ChronoUnit.DAYS).plusDays(1).toInstant();
    }
    return now.plus(Duration.ofMinutes(1));
  }

  private static boolean isJson(HttpHeaders headers) {
    var type = headers.getFirst(HttpHeaders.CONTENT_TYPE);
    return type != null
        && type.toLowerCase(Locale.ROOT).startsWith(MediaType.APPLICATION_JSON_VALUE);
  }

  /** Which call it was, without query and without host. */
  private static String what(HttpRequest request) {
    return request.getMethod() + " " + request.getURI().getRawPath();
  }

  /** What Hexnode says is wrong, cut short; only from the places where it says so. */
  private static String quote(HttpHeaders headers, byte[] body) {
    if (!isJson(headers)) {
      return "";
    }
    var said = new ArrayList<String>();
    var answer = parse(body);
    if (answer == null || !answer.isObject()) {
      return "";
    }
    for (var field : answer.properties()) {
      var texts = field.getValue();
      var first = texts.isArray() ? texts.path(0) : texts;
      if (first.isTextual()) {
        said.add(field.getKey() + ": " + first.textValue());
      }
    }
    var text = String.join("; ", said);
    return text.isEmpty()
        ? ""
        : ", saying " + (text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) : text);
  }

  private static @Nullable JsonNode parse(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (IOException unreadable) {
      return null;
    }
  }
}
