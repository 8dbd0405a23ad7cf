package io.muster.intake.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.muster.intake.Inbox;
import io.muster.intake.Inbox.Fate;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Takes in the event in a request whose sender is known, and answers it. */
@Component
class WebhookIntake {
  private final WebhookProperties properties;
  private final Inbox inbox;

  WebhookIntake(WebhookProperties properties, Inbox inbox) {
    this.properties = properties;
    this.inbox = inbox;
  }

  /**
   * Takes the event in.
   *
   * @throws WebhookRefusal if it cannot be; what was readable of it is kept as refused
   */
  ResponseEntity<?> answer(String source, String eventId, byte[] body) {
    var payload = new String(body, StandardCharsets.UTF_8);
    EventBody event = null;
    try {
      event = EventBody.parse(body);
      var receipt = inbox.take(event.change(source, eventId), payload);
      if (receipt.fate() == Fate.REFUSED) {
        throw new WebhookRefusal(
            HttpStatus.UNPROCESSABLE_ENTITY,
            "refused",
            receipt.reason() == null ? "The event was refused." : receipt.reason());
      }
      return ResponseEntity.accepted()
          .body(
              new Taken(
                  receipt.source(),
                  receipt.eventId(),
                  receipt.fate(),
                  receipt.caseId(),
                  receipt.repeat(),
                  receipt.reason()));
    } catch (WebhookRefusal refusal) {
      if (!refusal.code().equals("refused")) {
        var employee = event == null ? null : event.employee();
        inbox.refuse(source, eventId, employee, payload, refusal.summary());
      }
      throw refusal;
    }
  }

  private static void requireJson(HttpServletRequest request) {
    var encoding = request.getHeader("Content-Encoding");
    if (!isJson(request.getContentType())
        || (encoding != null && !encoding.equalsIgnoreCase("identity"))) {
      throw new WebhookRefusal(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE,
          "not-json",
          "Send Content-Type: application/json, not compressed.");
    }
  }

  private static boolean isJson(@Nullable String contentType) {
    try {
      return contentType != null
          && MediaType.APPLICATION_JSON.isCompatibleWith(MediaType.parseMediaType(contentType));
    } catch (InvalidMediaTypeException unreadable) {
      return false;
    }
  }

  /**
   * The body, if it is JSON and small enough.
   *
   * @throws WebhookRefusal if it is not
   */
  byte[] body(HttpServletRequest request) throws IOException {
    requireJson(request);
    int most = Math.toIntExact(properties.maxBody().toBytes());
    if (request.getContentLengthLong() <= most) {
      var body = request.getInputStream().readNBytes(most + 1);
      if (body.length <= most) {
        return body;
      }
    }
    throw new WebhookRefusal(
        HttpStatus.PAYLOAD_TOO_LARGE,
        "too-large",
        "The body is larger than %d bytes. Send one event per request.".formatted(most));
  }

  /**
   * The answer to an event that was taken in.
   *
   * @param reason why no case acts on it, or where a case of the person waits for somebody; left
   *     out if there is nothing to say
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Taken(
      String source,
      String eventId,
      Fate fate,
      @Nullable String caseId,
      boolean repeat,
      @Nullable String reason) {}
}
