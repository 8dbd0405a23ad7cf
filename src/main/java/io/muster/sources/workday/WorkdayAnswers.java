package io.muster.sources.workday;

import io.muster.remote.RemoteFailure;
import io.muster.remote.RemoteFailure.Misconfigured;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.sources.workday.WorkdayProperties.Connection;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** What Workday's answers, and its silence, mean, and what to do about them. */
final class WorkdayAnswers {
  private static final Pattern WHOLE = Pattern.compile("\\d{1,6}");
  private static final Duration USUAL_WAIT = Duration.ofMinutes(1);

  private final String name;
  private final Connection connection;
  private final Clock clock;

  WorkdayAnswers(String name, Connection connection, Clock clock) {
    this.name = name;
    this.connection = connection;
    this.clock = clock;
  }

  /** The failure that an answer with this status is. */
  RemoteFailure failure(int status, HttpHeaders headers, byte[] body) {
    if (status == 429 || status == 408 || status == 503) {
      return Unavailable.turnedAway(
          "Workday (%s) takes no calls for now (%d).".formatted(name, status),
          null,
          paidAgainAt(headers));
    }
    var fault = SoapFault.in(body);
    if (fault.isPresent()) {
      return failure(fault.get());
    }
    if (status == 401) {
      return credentials();
    }
    if (status == 403) {
      return permission("403");
    }
    if (status >= 500) {
      return Unavailable.turnedAway(
          "Workday (%s) failed with %d.".formatted(name, status), null, null);
    }
    if (status == 404 || status < 400) {
      return new Misconfigured(
          "Workday (%s) has nothing at the address that is asked (%d). Compare %s with the address that Workday shows at %s."
              .formatted(
                  name,
                  status,
                  connection.byReport()
                      ? setting("url, tenant, report.owner and report.name")
                      : setting("url, tenant and version"),
                  connection.byReport()
                      ? "the report, under Web Service, View URLs"
                      : "the task Public Web Services, Human Resources, View WSDL"));
    }
    return new Refused(
        "Workday (%s) refused what was asked (%d). Check %s."
            .formatted(
                name,
                status,
                connection.byReport() ? setting("report.prompts") : setting("version")));
  }

  /** The failure that a fault is. */
  RemoteFailure failure(SoapFault fault) {
    if (fault.aboutCredentials()) {
      return credentials();
    }
    if (fault.aboutPermission()) {
      return permission(fault.words());
    }
    if (fault.theirs()) {
      return Unavailable.turnedAway(
          "Workday (%s) failed: %s.".formatted(name, fault.words()), null, null);
    }
    return new Refused(
        "Workday (%s) refused what was asked, saying \"%s\". Check %s."
            .formatted(name, fault.words(), setting("version")));
  }

  /** The failure in getting no answer. */
  RemoteFailure silence(@Nullable IOException failed) {
    return Unavailable.turnedAway(
        "Workday (%s) did not answer in time or cannot be reached (%s). If it lasts, see whether this machine reaches %s, and whether %s is long enough."
            .formatted(
                name,
                failed == null ? "no answer" : failed.getClass().getSimpleName(),
                connection.url(),
                setting("answer-timeout")),
        failed,
        null);
  }

  /** The failure in an answer that is not what it has to be. */
  RemoteFailure unusable(UnreadableResponse unreadable) {
    return Unavailable.turnedAway(
        "Workday (%s) sent an answer that cannot be used: %s. Nothing of it was taken in; it is asked for again. If it goes on, have it looked at with Workday's support."
            .formatted(name, unreadable.getMessage()),
        unreadable,
        null);
  }

  private RemoteFailure credentials() {
    return connection.byToken()
        ? new Misconfigured(
            "Workday (%s) does not take the token of its API client. See under Manage Refresh Tokens for Integrations whether %s still has one, and set %s."
                .formatted(name, connection.account(), setting("refresh-token")))
        : new Misconfigured(
            "Workday (%s) does not let %s sign in. See in Workday that the account is not locked and its password has not expired (Maintain Password Rules can exempt it), and set %s."
                .formatted(name, connection.account(), setting("user and password")));
  }

  private RemoteFailure permission(String said) {
    return new Misconfigured(
        connection.byReport()
            ? "Workday (%s) does not let %s run the report %s (%s). Share the report with the security group of that user, and see that the group may read the report's data source."
                .formatted(name, connection.account(), connection.report().name(), said)
            : "Workday (%s) does not let %s ask for workers (%s). Give the security group of that user Get access to the domain Worker Data: Public Worker Reports, and activate pending security policy changes."
                .formatted(name, connection.account(), said));
  }

  private String setting(String what) {
    return "muster.workday.connections.%s.%s".formatted(name, what);
  }

  private Instant paidAgainAt(HttpHeaders headers) {
    var now = clock.instant();
    var header = headers.getFirst(HttpHeaders.RETRY_AFTER);
    if (header == null) {
      return now.plus(USUAL_WAIT);
    }
    if (WHOLE.matcher(header.strip()).matches()) {
      return now.plusSeconds(Long.parseLong(header.strip()));
    }
    try {
      return ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeException unreadable) {
      return now.plus(USUAL_WAIT);
    }
  }
}
