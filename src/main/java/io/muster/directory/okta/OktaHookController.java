package io.muster.directory.okta;

import io.muster.remote.Secret;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where Okta's event hooks knock. It is a bell: what an event says is not believed, it only has us
 * look sooner, so one that comes twice, late or never does no harm.
 *
 * @see <a href="https://developer.okta.com/docs/concepts/event-hooks/">Okta's event hooks</a>
 */
@RestController
class OktaHookController {
  private static final Logger log = LoggerFactory.getLogger(OktaHookController.class);
  private static final int MOST_BYTES = 1 << 20;
  private static final Pattern CHALLENGE = Pattern.compile("[\\x21-\\x7e]{1,500}");

  private final Map<String, Secret> secrets = new TreeMap<>();
  private final ApplicationEventPublisher events;

  OktaHookController(OktaProperties properties, ApplicationEventPublisher events) {
    this.events = events;
    properties
        .connections()
        .forEach(
            (name, connection) -> {
              var secret = connection.hookSecret();
              if (secret != null) {
                secrets.put(name, secret);
              }
            });
  }

  /** Okta asks once, when an administrator verifies the hook, whether this address is ours. */
  @GetMapping("/hooks/okta/{connection}")
  ResponseEntity<Verification> verify(
      @PathVariable String connection,
      @RequestHeader(name = "x-okta-verification-challenge", required = false)
          @Nullable String challenge) {
    if (!secrets.containsKey(connection)) {
      return turnedAway(connection, HttpStatus.NOT_FOUND);
    }
    if (challenge == null || !CHALLENGE.matcher(challenge).matches()) {
      return turnedAway(connection, HttpStatus.BAD_REQUEST);
    }
    return ResponseEntity.ok(new Verification(challenge));
  }

  @PostMapping("/hooks/okta/{connection}")
  ResponseEntity<Void> ring(@PathVariable String connection, HttpServletRequest request)
      throws IOException {
    var secret = secrets.get(connection);
    if (secret == null) {
      return turnedAway(connection, HttpStatus.NOT_FOUND);
    }
    if (!same(secret, request.getHeader("Authorization"))) {
      return turnedAway(connection, HttpStatus.UNAUTHORIZED);
    }
    var body = body(request);
    if (body.isEmpty()) {
      return turnedAway(connection, HttpStatus.PAYLOAD_TOO_LARGE);
    }
    var news = HookEvents.read(connection, body.get());
    if (news.isEmpty()) {
      return turnedAway(connection, HttpStatus.BAD_REQUEST);
    }
    if (!news.get().accounts().isEmpty() || !news.get().groups().isEmpty()) {
      events.publishEvent(news.get());
    }
    return ResponseEntity.noContent().build();
  }

  private static boolean same(Secret secret, @Nullable String given) {
    return given != null
        && MessageDigest.isEqual(
            secret.reveal().getBytes(StandardCharsets.UTF_8),
            given.getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<byte[]> body(HttpServletRequest request) throws IOException {
    if (request.getContentLengthLong() > MOST_BYTES) {
      return Optional.empty();
    }
    var body = request.getInputStream().readNBytes(MOST_BYTES + 1);
    return body.length > MOST_BYTES ? Optional.empty() : Optional.of(body);
  }

  private <T> ResponseEntity<T> turnedAway(String connection, HttpStatus status) {
    // only the name of one of our own connections is written down
    log.warn(
        "turned an event hook for Okta ({}) away with {}",
        secrets.containsKey(connection) ? connection : "no connection of ours",
        status.value());
    return ResponseEntity.status(status).build();
  }

  /** What Okta wants to hear. */
  record Verification(String verification) {}
}
