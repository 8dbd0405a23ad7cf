package io.muster.scim;

import de.captaingoldfish.scim.sdk.common.exceptions.BadRequestException;
import io.muster.remote.RollingWindow;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Lets each client make so many requests in any minute on this node, whichever of its tokens it
 * shows, so that one gone wild keeps nobody else waiting.
 */
@Component
class ClientRateLimiter {
  private static final Duration SLOT = Duration.ofSeconds(1);
  private static final Duration SPAN = Duration.ofMinutes(1);

  private final ScimProperties properties;
  private final Clock clock;
  private final Map<String, RollingWindow> windows = new ConcurrentHashMap<>();

  ClientRateLimiter(ScimProperties properties, Clock clock) {
    this.properties = properties;
    this.clock = clock;
  }

  /** Counts a request, or says when there is room for one; those turned away do not count. */
  void take(String client) {
    var settings = properties.clients().get(client);
    if (settings == null) {
      return;
    }
    var window = windows.computeIfAbsent(client, name -> RollingWindow.empty(SLOT, SPAN));
    synchronized (window) {
      var now = clock.instant();
      window.forget(now);
      int beyond = window.calls() + 1 - settings.perMinute();
      if (beyond > 0) {
        var pause = Duration.between(now, window.whenFree(beyond, now));
        throw tooMany(settings.perMinute(), Math.max(1, pause.plusMillis(999).toSeconds()));
      }
      window.add(now, 1);
    }
  }

  private static BadRequestException tooMany(int most, long seconds) {
    var refusal =
        new BadRequestException(
            "More than %d requests in a minute, and nothing was done. Send this one again in %d s."
                .formatted(most, seconds));
    refusal.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
    refusal.setResponseHeaders(Map.of(HttpHeaders.RETRY_AFTER, Long.toString(seconds)));
    return refusal;
  }
}
