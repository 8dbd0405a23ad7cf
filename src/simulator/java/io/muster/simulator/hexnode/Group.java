package io.muster.simulator.hexnode;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A group of users or of devices; one with a rule counts its members itself. */
final class Group {
  final int id;
  final Set<Integer> members = new LinkedHashSet<>();
  final Set<Integer> policies = new LinkedHashSet<>();
  final @Nullable Predicate<Device> rule;
  String name;
  String description;
  Instant modified;

  Group(
      int id, String name, String description, Instant modified, @Nullable Predicate<Device> rule) {
    this.id = id;
    this.name = name;
    this.description = description;
    this.modified = modified;
    this.rule = rule;
  }

  boolean holds(Device device) {
    return rule == null ? members.contains(device.id) : rule.test(device);
  }
}
