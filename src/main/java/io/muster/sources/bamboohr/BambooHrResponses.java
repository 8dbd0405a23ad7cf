package io.muster.sources.bamboohr;

import io.muster.remote.RemoteFailure;
import io.muster.remote.RemoteFailure.Misconfigured;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.RemoteFailure.Unavailable;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRequest;
import org.springframework.http.MediaType;

/** What BambooHR's answers, and its silence, mean for whoever asked. Every call only reads. */
final class BambooHrResponses {
  private static final Pattern WHOLE = Pattern.compile("\\d{1,6}");
  private static final Pattern ONE_PERSON = Pattern.compile("/employees/[^/]+(/tables/[^/]+)?$");
  private static final Set<Integer> LATER = Set.of(408, 429, 598);
  private static final Duration AT_LEAST = Duration.ofSeconds(1);
  private static final int LONGEST_QUOTE = 160;

  private final String name;
  private final boolean byApp;
  private final Clock clock;

  /**
   * Answers from one company.
   *
   * @param byApp whether it is an app that calls, rather than a user's key
   */
  BambooHrResponses(String name, boolean byApp, Clock clock) {
    this.name = name;
    this.byApp = byApp;
    this.clock = clock;
  }

  /** The failure in this answer; empty if it is good, or says that there is no such thing. */
  Optional<RemoteFailure> failureIn(HttpRequest request, int status, HttpHeaders headers) {
    if (status >= 200 && status < 300) {
      return isJson(headers)
          ? Optional.empty()
          : Optional.of(
              Unavailable.turnedAway(
                  "BambooHR answered with a page instead of data (%s).".formatted(what(request)),
                  null,
                  null));
    }
    if (status == 404 && aboutOnePerson(request)) {
      return Optional.empty();
    }
    return Optional.of(failure(request, status, headers));
  }

  private RemoteFailure failure(HttpRequest request, int status, HttpHeaders headers) {
    if (LATER.contains(status) || status >= 500) {
      // 503 was how it throttled before September 2026
      var until = paidAgainAt(headers);
      return Unavailable.turnedAway(
          "BambooHR takes no calls for now (%s, %d)%s."
              .formatted(what(request), status, until == null ? "" : "; going on at " + until),
          null,
          until);
    }
    if (status < 400) {
      return new Misconfigured(
          "BambooHR answered with a redirect (%s). Check company-domain or url of muster.bamboohr.connections.%s."
              .formatted(what(request), name));
    }
    if (status == 401) {
      if (byApp) {
        return new Misconfigured(
            "BambooHR refuses our app's token, though it has just given it (401). See that the app of muster.bamboohr.connections.%s is still let in, and by somebody who is enabled."
                .formatted(name));
      }
      return new Misconfigured(
          "BambooHR refuses our key (401). Make a new one in BambooHR and set it as muster.bamboohr.connections.%s.api-key."
              .formatted(name));
    }
    if (status == 403 && !aboutOnePerson(request)) {
      return new Misconfigured(
          "BambooHR does not let our %s do this (%s, 403)%s. See that its owner is enabled and may see everybody%s."
              .formatted(
                  byApp ? "app" : "key",
                  what(request),
                  quote(headers),
                  byApp ? ", and that it was let in with the scopes the README names" : ""));
    }
    if (status == 404) {
      return new Misconfigured(
          "BambooHR knows no such call (%s, 404). Check company-domain or url of muster.bamboohr.connections.%s."
              .formatted(what(request), name));
    }
    return new Refused(
        "BambooHR refused %s (%d)%s. Check the columns of muster.sources.%s and what the key may see."
            .formatted(what(request), status, quote(headers), name));
  }

  /** The failure in getting no answer at all. */
  RemoteFailure silence(HttpRequest request, IOException failed) {
    return Unavailable.turnedAway(
        "BambooHR cannot be reached (%s, %s)."
            .formatted(what(request), failed.getClass().getSimpleName()),
        failed,
        null);
  }

  private @Nullable Instant paidAgainAt(HttpHeaders headers) {
    var header = headers.getFirst(HttpHeaders.RETRY_AFTER);
    if (header == null) {
      return null;
    }
    var now = clock.instant();
    if (WHOLE.matcher(header.strip()).matches()) {
      return now.plusSeconds(Long.parseLong(header.strip()));
    }
    try {
      var then =
          ZonedDateTime.parse(header.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return then.isAfter(now) ? then : now.plus(AT_LEAST);
    } catch (DateTimeException unreadable) {
      return null;
    }
  }

  private static boolean aboutOnePerson(HttpRequest request) {
    var path = request.getURI().getRawPath();
    return ONE_PERSON.matcher(path).find() && !path.endsWith("/employees/changed");
  }

  private static boolean isJson(HttpHeaders headers) {
    var type = headers.getFirst(HttpHeaders.CONTENT_TYPE);
    var lower = type == null ? "" : type.toLowerCase(Locale.ROOT);
    return lower.startsWith(MediaType.APPLICATION_JSON_VALUE) || lower.contains("+json");
  }

  /** Which call it was, without query and without host. */
  private static String what(HttpRequest request) {
    return request.getMethod() + " " + request.getURI().getRawPath();
  }

  /** What BambooHR says is wrong; bodies are of many shapes, and may hold what is nobody's. */
  private static String quote(HttpHeaders headers) {
    var said = headers.getFirst("X-BambooHR-Error-Message");
    if (said == null || said.isBlank()) {
      return "";
    }
    var plain = said.replaceAll("\\p{C}", " ").strip();
    return ", saying "
        + (plain.length() > LONGEST_QUOTE ? plain.substring(0, LONGEST_QUOTE) : plain);
  }
}
