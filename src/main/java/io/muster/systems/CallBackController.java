package io.muster.systems;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.muster.remote.RollingWindow;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where systems call back. Whoever knows the address may call it once; the same call again changes
 * nothing and is answered the same.
 */
@RestController
class CallBackController {
  private static final Logger log = LoggerFactory.getLogger(CallBackController.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SLOT = Duration.ofSeconds(1);
  private static final Duration SPAN = Duration.ofMinutes(1);

  private final CallBackAddress addresses;
  private final CallBacks callBacks;
  private final CallBackDelivery delivery;
  private final Clock clock;
  private final int perMinute;
  private final RollingWindow calls = RollingWindow.empty(SLOT, SPAN);

  CallBackController(
      SystemsProperties properties,
      CallBackAddress addresses,
      CallBacks callBacks,
      CallBackDelivery delivery,
      Clock clock) {
    this.perMinute = properties.callBacks().perMinute();
    this.addresses = addresses;
    this.callBacks = callBacks;
    this.delivery = delivery;
    this.clock = clock;
  }

  @PostMapping(CallBackAddress.PATH + "{address}")
  ResponseEntity<?> take(@PathVariable String address, HttpServletRequest request)
      throws IOException {
    // made up addresses are told apart without the database, and take no room from real ones
    var key = addresses.key(address);
    if (key.isEmpty()) {
      return refused(HttpStatus.NOT_FOUND, "There is no such address, or its time is over.");
    }
    if (!hasRoom()) {
      return ResponseEntity.status(HttpStatus.TOO_MANY_REQUESTS)
          .header("Retry-After", "10")
          .build();
    }
    if (request.getContentLengthLong() > ConnectedSystem.LARGEST) {
      return tooLarge();
    }
    var body = request.getInputStream().readNBytes(ConnectedSystem.LARGEST + 1);
    if (body.length > ConnectedSystem.LARGEST) {
      return tooLarge();
    }
    if (body.length > 0 && !isJson(request.getContentType())) {
      return refused(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "Send application/json, or no body.");
    }
    var said = read(body);
    return said.isEmpty()
        ? refused(HttpStatus.BAD_REQUEST, "The body cannot be read as JSON.")
        : taken(key.get(), said.get());
  }

  private ResponseEntity<?> taken(UUID key, JsonNode said) {
    try {
      return switch (callBacks.take(key, said)) {
        case UNKNOWN ->
            refused(HttpStatus.NOT_FOUND, "There is no such address, or its time is over.");
        case REPEATED -> ResponseEntity.noContent().build();
        case KEPT -> {
          goOn(key);
          yield ResponseEntity.noContent().build();
        }
      };
    } catch (UnreadableAnswer unreadable) {
      return refused(
          HttpStatus.UNPROCESSABLE_ENTITY,
          "The body %s. Nothing was kept; send it again.".formatted(unreadable.getMessage()));
    }
  }

  /** It is kept already; should the case fail to go on, that is not the caller's business. */
  private void goOn(UUID key) {
    try {
      delivery.deliver(key);
    } catch (RuntimeException failed) {
      log.warn("call back {} is handed over later", key, failed);
    }
  }

  private boolean hasRoom() {
    synchronized (calls) {
      var now = clock.instant();
      calls.forget(now);
      if (calls.calls() >= perMinute) {
        return false;
      }
      calls.add(now, 1);
      return true;
    }
  }

  private static Optional<JsonNode> read(byte[] body) {
    try {
      return Optional.of(body.length == 0 ? MissingNode.getInstance() : JSON.readTree(body));
    } catch (JsonProcessingException unreadable) {
      return Optional.empty();
    } catch (IOException impossible) {
      throw new IllegalStateException("bytes in memory can be read", impossible);
    }
  }

  private static boolean isJson(@Nullable String type) {
    try {
      return type != null
          && MediaType.APPLICATION_JSON.isCompatibleWith(MediaType.parseMediaType(type));
    } catch (InvalidMediaTypeException unreadable) {
      return false;
    }
  }

  private static ResponseEntity<?> tooLarge() {
    return refused(
        HttpStatus.PAYLOAD_TOO_LARGE,
        "The body is larger than %d bytes.".formatted(ConnectedSystem.LARGEST));
  }

  private static ResponseEntity<?> refused(HttpStatus status, String detail) {
    return ResponseEntity.of(ProblemDetail.forStatusAndDetail(status, detail)).build();
  }
}
