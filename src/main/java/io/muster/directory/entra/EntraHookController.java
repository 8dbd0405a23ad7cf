package io.muster.directory.entra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.muster.directory.AccountId;
import io.muster.directory.DirectoryChangedEvent;
import io.muster.directory.GroupId;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where Graph knocks. It is a bell: what a notification says is not believed, it only has us look
 * sooner, so one that comes twice, late or never does no harm.
 *
 * @see <a href="https://learn.microsoft.com/graph/change-notifications-delivery-webhooks">How Graph
 *     delivers</a>
 */
@RestController
class EntraHookController {
  private static final Logger log = LoggerFactory.getLogger(EntraHookController.class);
  private static final int MOST_BYTES = 1 << 20;
  private static final int LONGEST_QUESTION = 2000;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,100}");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Set<String> connections;
  private final EntraSubscriptions subscriptions;
  private final ApplicationEventPublisher events;

  EntraHookController(
      EntraProperties properties,
      EntraSubscriptions subscriptions,
      ApplicationEventPublisher events) {
    this.connections = properties.connections().keySet();
    this.subscriptions = subscriptions;
    this.events = events;
  }

  /** Before it subscribes, Graph wants to hear its own question again, as plain text. */
  @PostMapping(path = "/hooks/entra/{connection}", params = "validationToken")
  ResponseEntity<String> handshake(
      @PathVariable String connection, @RequestParam String validationToken) {
    if (!connections.contains(connection)) {
      return turnedAway(connection, HttpStatus.NOT_FOUND);
    }
    if (validationToken.length() > LONGEST_QUESTION) {
      return turnedAway(connection, HttpStatus.BAD_REQUEST);
    }
    return ResponseEntity.ok()
        .contentType(new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8))
        .header("X-Content-Type-Options", "nosniff")
        .body(validationToken);
  }

  @PostMapping(path = "/hooks/entra/{connection}", params = "!validationToken")
  ResponseEntity<String> ring(@PathVariable String connection, HttpServletRequest request)
      throws IOException {
    if (!connections.contains(connection)) {
      return turnedAway(connection, HttpStatus.NOT_FOUND);
    }
    var body = request.getInputStream().readNBytes(MOST_BYTES + 1);
    if (body.length > MOST_BYTES) {
      return turnedAway(connection, HttpStatus.PAYLOAD_TOO_LARGE);
    }
    var items = items(body);
    if (items.isEmpty()) {
      return turnedAway(connection, HttpStatus.BAD_REQUEST);
    }
    var accounts = new HashSet<AccountId>();
    var groups = new HashSet<GroupId>();
    for (var item : items.get()) {
      if (!subscriptions.knows(connection, item.path("clientState").asText())) {
        return turnedAway(connection, HttpStatus.UNAUTHORIZED);
      }
    }
    for (var item : items.get()) {
      if (item.has("lifecycleEvent")) {
        lifecycle(connection, item);
      } else {
        note(item.path("resourceData"), accounts, groups);
      }
    }
    if (!accounts.isEmpty() || !groups.isEmpty()) {
      events.publishEvent(new DirectoryChangedEvent(connection, accounts, groups));
    }
    return ResponseEntity.accepted().build();
  }

  /** The next look at the subscriptions does what is asked for. */
  private void lifecycle(String connection, JsonNode item) {
    var subscription = item.path("subscriptionId").asText();
    switch (item.path("lifecycleEvent").asText()) {
      case "reauthorizationRequired" -> subscriptions.renewSoon(connection, subscription);
      case "subscriptionRemoved" -> subscriptions.forget(connection, subscription);
      // whoever reads changes finds what was missed
      case "missed" ->
          events.publishEvent(new DirectoryChangedEvent(connection, Set.of(), Set.of()));
      default -> {}
    }
  }

  private static void note(JsonNode data, Set<AccountId> accounts, Set<GroupId> groups) {
    var id = data.path("id").asText();
    if (!ID.matcher(id).matches()) {
      return;
    }
    if (data.path("@odata.type").asText().equalsIgnoreCase("#microsoft.graph.user")) {
      accounts.add(new AccountId(id));
    } else if (data.path("@odata.type").asText().equalsIgnoreCase("#microsoft.graph.group")) {
      groups.add(new GroupId(id));
    }
  }

  private static Optional<JsonNode> items(byte[] body) {
    try {
      return Optional.ofNullable(JSON.readTree(body))
          .map(read -> read.path("value"))
          .filter(JsonNode::isArray);
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  private ResponseEntity<String> turnedAway(String connection, HttpStatus status) {
    // only the name of one of our own connections is written down
    log.warn(
        "turned a notification for Entra ({}) away with {}",
        connections.contains(connection) ? connection : "no connection of ours",
        status.value());
    return ResponseEntity.status(status).build();
  }
}
