package io.muster.sources.bamboohr;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where BambooHR's webhooks knock. It is a bell: it only has us read the person sooner, so one that
 * comes twice, late or never does no harm.
 *
 * <p>BambooHR never tries again after a 4xx, so that is only for whoever is not BambooHR; what
 * fails here is a 5xx.
 *
 * @see <a href="https://documentation.bamboohr.com/docs/webhooks">BambooHR's webhooks</a>
 */
@RestController
class BambooHrHookController {
  private static final Logger log = LoggerFactory.getLogger(BambooHrHookController.class);
  private static final int MOST_BYTES = 1 << 20;

  private final Map<String, Feed> feeds;
  private final MeterRegistry meters;

  BambooHrHookController(BambooHrFeeds feeds, MeterRegistry meters) {
    this.feeds = feeds.byName();
    this.meters = meters;
  }

  @PostMapping("/hooks/bamboohr/{source}")
  ResponseEntity<Void> ring(@PathVariable String source, HttpServletRequest request)
      throws IOException {
    var feed = feeds.get(source);
    if (feed == null) {
      return turnedAway("unknown", "unknown", HttpStatus.NOT_FOUND);
    }
    var keys = feed.connection().webhookKeys();
    if (keys.isEmpty()) {
      // ours to mend; it comes again, and there may be a key by then
      return turnedAway(source, "no key", HttpStatus.SERVICE_UNAVAILABLE);
    }
    var body = request.getInputStream().readNBytes(MOST_BYTES + 1);
    if (body.length > MOST_BYTES) {
      return turnedAway(source, "too large", HttpStatus.PAYLOAD_TOO_LARGE);
    }
    var signature = header(request, "X-BambooHR-Signature");
    if (!Signature.valid(signature, keys, body, header(request, "X-BambooHR-Timestamp"))) {
      return turnedAway(source, "wrong signature", HttpStatus.UNAUTHORIZED);
    }
    // nothing is kept of it: whoever is not read for it now is found by asking who has changed
    feed.ring(HookBody.records(body));
    count(source, "heard");
    return ResponseEntity.noContent().build();
  }

  private static String header(HttpServletRequest request, String name) {
    @Nullable String value = request.getHeader(name);
    return value == null ? "" : value;
  }

  private ResponseEntity<Void> turnedAway(String source, String why, HttpStatus status) {
    count(source, why);
    // only the name of one of our own connections is written down
    log.warn("turned a webhook for BambooHR ({}) away with {}: {}", source, status.value(), why);
    return ResponseEntity.status(status).build();
  }

  private void count(String source, String outcome) {
    meters.counter("muster.bamboohr.hooks", "source", source, "outcome", outcome).increment();
  }
}
