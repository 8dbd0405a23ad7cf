package io.muster.simulator.entra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One user of the tenant, with what the index still believes of it. */
final class EntraUser {
  final String id;
  final Instant created;
  final ObjectNode data = JsonNodeFactory.instance.objectNode();
  private final Deque<Seen> history = new ArrayDeque<>();
  @Nullable String manager;
  @Nullable Instant deletedAt;
  @Nullable Instant rulesDue;
  boolean administrator;
  int sessionsRevoked;

  EntraUser(String id, Instant created) {
    this.id = id;
    this.created = created;
  }

  /** As it was at some time. */
  private record Seen(Instant at, boolean deleted, ObjectNode data) {}

  void touched(Instant now) {
    history.addLast(new Seen(now, deletedAt != null, data.deepCopy()));
  }

  /** As an index that ends then knows it; empty if it does not know it yet, or as deleted. */
  Optional<JsonNode> asOf(Instant end) {
    return history.stream()
        .filter(seen -> !seen.at().isAfter(end))
        .reduce((earlier, later) -> later)
        .filter(seen -> !seen.deleted())
        .map(Seen::data);
  }

  /** True if mail to this address reaches the user. */
  boolean isReachedAt(String address) {
    for (var known : data.path("proxyAddresses")) {
      if (known.asText().equalsIgnoreCase("smtp:" + address)) {
        return true;
      }
    }
    return false;
  }

  /** True for a guest who signs in elsewhere, whose sessions this tenant cannot end. */
  boolean homeElsewhere() {
    return data.hasNonNull("externalUserState");
  }

  String login() {
    return text("userPrincipalName");
  }

  String text(String property) {
    return data.path(property).asText("");
  }
}
