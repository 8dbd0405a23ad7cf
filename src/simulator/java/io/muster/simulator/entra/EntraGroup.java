package io.muster.simulator.entra;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One group of the tenant. */
final class EntraGroup {
  final String id;
  final Instant created;
  final Set<String> membersByHand = new LinkedHashSet<>();
  final Set<String> membersByRule = new LinkedHashSet<>();
  String name;
  @Nullable String rule;
  boolean paused;
  boolean synced;
  boolean deleted;

  EntraGroup(String id, String name, Instant created) {
    this.id = id;
    this.name = name;
    this.created = created;
  }

  boolean dynamic() {
    return rule != null;
  }

  /** Those who are in it themselves: users, groups and software. */
  Set<String> members() {
    var all = new LinkedHashSet<>(membersByHand);
    all.addAll(membersByRule);
    return all;
  }
}
