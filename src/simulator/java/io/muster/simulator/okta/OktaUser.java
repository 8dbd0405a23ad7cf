package io.muster.simulator.okta;

import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One user of the org. */
final class OktaUser {
  final String id;
  final Map<String, @Nullable Object> profile = new TreeMap<>();
  final Set<String> groupsByHand = new HashSet<>();
  final Instant created;
  Instant changed;
  String status;
  int sessionsEnded;

  OktaUser(String id, String status, Instant now) {
    this.id = id;
    this.status = status;
    this.created = now;
    this.changed = now;
  }

  String text(String attribute) {
    var value = profile.get(attribute);
    return value == null ? "" : value.toString();
  }
}
