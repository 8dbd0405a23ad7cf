package io.muster.intake.webhook;

import io.muster.intake.EventIdReused;
import io.muster.intake.webhook.WebhookIntake.Sent;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * Takes HR events from whoever is signed in and may send them.
 *
 * <p>The key that makes a repeat harmless is the sender's, in the header {@code Idempotency-Key}
 * (<a
 * href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/">draft-ietf-httpapi-idempotency-key-header</a>),
 * with or without quotes; it is known for as long as the inbox keeps the event ({@code
 * muster.inbox.retention}).
 */
@RestController
class SignedInController {
  /** The name these events have as a source. */
  static final String SOURCE = "api";

  private final WebhookIntake reception;

  SignedInController(WebhookIntake reception) {
    this.reception = reception;
  }

  @PostMapping("/api/hr/events")
  ResponseEntity<?> take(
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String header,
      HttpServletRequest request,
      Principal who)
      throws IOException {
    var key = header == null ? "" : header.strip().replaceFirst("^\"(.*)\"$", "$1");
    if (!WebhookController.EVENT_ID.matcher(key).matches()) {
      throw new WebhookRefusal(
          HttpStatus.BAD_REQUEST,
          "no-idempotency-key",
          "Header Idempotency-Key is missing, or not 1 to 180 letters, digits or any of . _ : ~ @ = + -. Make one for each event, and send it again with every repeat.");
    }
    return reception.answer(new Sent(SOURCE, key, who.getName()), reception.body(request));
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> refused(WebhookRefusal refusal) {
    return ResponseEntity.of(refusal.problem()).build();
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> reused(EventIdReused reused) {
    return refused(
        new WebhookRefusal(
            HttpStatus.UNPROCESSABLE_ENTITY,
            "idempotency-key-reused",
            "This Idempotency-Key was used for another event; this one was not taken in. Send it under a key of its own."));
  }
}
