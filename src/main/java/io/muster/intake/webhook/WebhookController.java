package io.muster.intake.webhook;

import io.micrometer.core.instrument.MeterRegistry;
import io.muster.intake.EventIdReused;
import io.muster.intake.webhook.WebhookIntake.Sent;
import io.muster.intake.webhook.WebhookProperties.Source;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Takes signed HR events; 202 means it will happen.
 *
 * <p>What is not signed by a known source leaves nothing behind but a count and a log line. What is
 * signed but unusable is kept as refused.
 */
@RestController
class WebhookController {
  private static final Logger log = LoggerFactory.getLogger(WebhookController.class);
  static final Pattern EVENT_ID = Pattern.compile("[A-Za-z0-9._:~@=+-]{1,180}");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");

  private final WebhookProperties properties;
  private final WebhookIntake reception;
  private final MeterRegistry meters;
  private final Clock clock;

  WebhookController(
      WebhookProperties properties, WebhookIntake reception, MeterRegistry meters, Clock clock) {
    this.properties = properties;
    this.reception = reception;
    this.meters = meters;
    this.clock = clock;
  }

  @PostMapping("/hr/v1/sources/{source}/events")
  ResponseEntity<?> take(@PathVariable String source, HttpServletRequest request)
      throws IOException {
    var known = properties.sources().get(source);
    if (known == null) {
      throw turnedAway(
          "unknown",
          new WebhookRefusal(
              HttpStatus.NOT_FOUND,
              "unknown-source",
              "There is no such source. Sources are configured under muster.webhook.sources."));
    }
    byte[] body;
    String eventId;
    try {
      body = reception.body(request);
      eventId = verify(known, request, body);
    } catch (WebhookRefusal refusal) {
      throw turnedAway(source, refusal);
    }
    return reception.answer(new Sent(source, eventId, null), body);
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> refused(WebhookRefusal refusal) {
    return ResponseEntity.of(refusal.problem())
        .headers(
            headers -> {
              if (refusal.problem().getStatus() == HttpStatus.PAYLOAD_TOO_LARGE.value()) {
                headers.setConnection("close");
              }
            })
        .build();
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> reused(EventIdReused reused) {
    return refused(
        new WebhookRefusal(
            HttpStatus.CONFLICT, "event-id-reused", String.valueOf(reused.getMessage())));
  }

  private String verify(Source source, HttpServletRequest request, byte[] body) {
    var id = header(request, "webhook-id");
    var timestamp = header(request, "webhook-timestamp");
    var signatures = header(request, "webhook-signature");
    if (!EVENT_ID.matcher(id).matches()) {
      throw unsigned(
          "bad-id", "Header webhook-id is not 1 to 180 letters, digits or any of . _ : ~ @ = + -");
    }
    if (!SECONDS.matcher(timestamp).matches()) {
      throw unsigned("bad-timestamp", "Header webhook-timestamp is not a number of Unix seconds.");
    }
    if (!Signatures.valid(signatures, source.secrets(), id, timestamp, body)) {
      throw unsigned(
          "bad-signature",
          "Header webhook-signature holds no valid v1 signature of {webhook-id}.{webhook-timestamp}.{body}. Check that the sender uses a current secret of this source and signs the bytes it sends.");
    }
    var off = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), clock.instant());
    if (off.abs().compareTo(source.tolerance()) > 0) {
      throw unsigned(
          "stale",
          "Header webhook-timestamp is %d seconds away from our clock, more than the %d allowed. Sign every attempt anew, and check the clocks of both sides."
              .formatted(off.abs().toSeconds(), source.tolerance().toSeconds()));
    }
    return id;
  }

  private static String header(HttpServletRequest request, String name) {
    var value = request.getHeader(name);
    if (value == null || value.isBlank()) {
      throw unsigned(
          "unsigned",
          "Header %s is missing. Sign the request as Standard Webhooks 1.0.0 says: webhook-id, webhook-timestamp, webhook-signature."
              .formatted(name));
    }
    return value.strip();
  }

  private static WebhookRefusal unsigned(String code, String detail) {
    return new WebhookRefusal(HttpStatus.UNAUTHORIZED, code, detail);
  }

  private WebhookRefusal turnedAway(String source, WebhookRefusal refusal) {
    meters
        .counter("muster.webhook.turned.away", "source", source, "reason", refusal.code())
        .increment();
    log.warn("turned a webhook for source {} away: {}", source, refusal.code());
    return refusal;
  }
}
