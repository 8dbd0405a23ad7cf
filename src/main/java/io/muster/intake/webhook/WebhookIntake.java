package io.muster.intake.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.muster.intake.Inbox;
import io.muster.intake.Inbox.Fate;
import io.muster.intake.Inbox.Receipt;
import io.muster.intake.Inbox.Unreadable;
import io.muster.people.EmploymentChange;
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
  ResponseEntity<?> answer(Sent sent, byte[] body) {
    var payload = new String(body, StandardCharsets.UTF_8);
    EventBody event = null;
    try {
      event = EventBody.parse(body);
      var receipt = take(event.change(sent.source(), sent.eventId()), payload, sent.by());
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
        refuse(
            new Unreadable(sent.source(), sent.eventId(), employee, payload, refusal.summary()),
            sent.by());
      }
      throw refusal;
    }
  }

  private Receipt take(EmploymentChange change, String payload, @Nullable String by) {
    return by == null ? inbox.take(change, payload) : inbox.takeFrom(change, payload, by);
  }

  private void refuse(Unreadable refused, @Nullable String by) {
    if (by != null) {
      inbox.refuseFrom(refused, by);
      return;
    }
    inbox.refuse(
        refused.source(),
        refused.eventId(),
        refused.employee(),
        refused.payload(),
        refused.reason());
  }

  /**
   * Which event is sent, and by whom.
   *
   * @param by the sign-in name, or null for an HR system that signs
   */
  record Sent(String source, String eventId, @Nullable String by) {}

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
