package io.muster.directory.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.muster.directory.AccountId;
import io.muster.directory.DirectoryChangedEvent;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Hears Google ring. Only who knows the token of a channel of ours is heard; everybody else learns
 * nothing, not even which connections there are.
 */
@RestController
class HookController {
  private static final Logger log = LoggerFactory.getLogger(HookController.class);
  private static final int LARGEST = 64 * 1024;
  private static final Pattern ACCOUNT = Pattern.compile("\\d{1,30}");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Channels channels;
  private final ApplicationEventPublisher news;
  private final MeterRegistry meters;

  HookController(Channels channels, ApplicationEventPublisher news, MeterRegistry meters) {
    this.channels = channels;
    this.news = news;
    this.meters = meters;
  }

  @PostMapping("/hooks/google/{connection}")
  ResponseEntity<Void> ring(@PathVariable String connection, HttpServletRequest request)
      throws IOException {
    var channel = header(request, "X-Goog-Channel-ID");
    var token = header(request, "X-Goog-Channel-Token");
    if (!channels.rings(connection, channel, token)) {
      meters.counter("muster.google.rings", "outcome", "turned away").increment();
      log.warn("Turned away a ring at the door for Google that no channel of ours explains.");
      return ResponseEntity.status(HttpStatus.NOT_FOUND).build();
    }
    var state = header(request, "X-Goog-Resource-State");
    meters.counter("muster.google.rings", "outcome", "heard").increment();
    if (!state.equals("sync")) {
      var account = json(request.getInputStream().readNBytes(LARGEST)).path("id").asText();
      news.publishEvent(
          new DirectoryChangedEvent(
              connection,
              ACCOUNT.matcher(account).matches() ? Set.of(new AccountId(account)) : Set.of(),
              Set.of()));
    }
    return ResponseEntity.noContent().build();
  }

  private static String header(HttpServletRequest request, String name) {
    @Nullable String value = request.getHeader(name);
    return value == null ? "" : value;
  }

  /** What is unreadable says no more than that something happened. */
  private static JsonNode json(byte[] body) {
    try {
      var read = JSON.readTree(body);
      return read == null ? MissingNode.getInstance() : read;
    } catch (IOException notJson) {
      return MissingNode.getInstance();
    }
  }
}
