package io.muster.simulator.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** One user of the domain, with what the search index still believes of it. */
final class Person {
  final String id;
  final Instant created;
  final Set<String> tokens = new LinkedHashSet<>();
  final Map<Integer, String> appPasswords = new LinkedHashMap<>();
  private final Deque<Seen> history = new ArrayDeque<>();
  ObjectNode data;
  Set<String> groupsByRule = Set.of();
  @Nullable Instant rulesDue;
  @Nullable Instant deleted;
  Duration hidden = Duration.ZERO;
  Duration unfinished = Duration.ZERO;
  int signedOut;
  int version;

  Person(String id, ObjectNode data, Instant now) {
    this.id = id;
    this.data = data;
    this.created = now;
  }

  private record Seen(Instant at, ObjectNode data) {}

  void touched(Instant now, Instant nextEvaluation) {
    version++;
    rulesDue = nextEvaluation;
    history.addLast(new Seen(now, data.deepCopy()));
  }

  /** As an index that ends then knows it; empty if it does not know it yet. */
  Optional<ObjectNode> asOf(Instant end) {
    return history.stream()
        .filter(seen -> !seen.at().isAfter(end))
        .reduce((earlier, later) -> later)
        .map(Seen::data);
  }

  boolean shown(Instant now) {
    return deleted == null && !created.plus(hidden).isAfter(now);
  }

  boolean finished(Instant now) {
    return !created.plus(unfinished).isAfter(now);
  }

  String address() {
    return data.path("primaryEmail").asText();
  }

  boolean suspended() {
    return data.path("suspended").asBoolean();
  }

  /** Suspended by Google itself and not by an administrator. */
  boolean shutByGoogle() {
    return suspended() && !data.path("suspensionReason").asText("ADMIN").equals("ADMIN");
  }

  boolean archived() {
    return data.path("archived").asBoolean();
  }

  boolean active() {
    return deleted == null && !suspended() && !archived();
  }

  boolean reachedBy(String mail) {
    return address().equalsIgnoreCase(mail)
        || StreamSupport.stream(data.path("aliases").spliterator(), false)
            .map(JsonNode::asText)
            .anyMatch(mail::equalsIgnoreCase);
  }

  /** True if one of the list's entries has this value in this member. */
  static boolean anyEntry(JsonNode data, String list, String member, String value) {
    return StreamSupport.stream(data.path(list).spliterator(), false)
        .anyMatch(entry -> entry.path(member).asText().equals(value));
  }
}
