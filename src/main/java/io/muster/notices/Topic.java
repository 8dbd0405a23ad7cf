package io.muster.notices;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What people are told of, and which groups are told unless a setting says otherwise. */
enum Topic {
  /** A task waits for a group; that group is told. */
  TASK,
  /** A task was not answered in time; its group is told too. */
  ESCALATION("administrator"),
  /** The wipe breaker opened or was closed. */
  BREAKER("operator", "approver"),
  /** A person paused wipes, or they go on. */
  PAUSE("operator", "approver"),
  /** An HR source is silent or in trouble. */
  FEED("operator"),
  /** A leaver is not secured within the promised time. */
  LEAVER("operator"),
  /** A change that makes wipes easier waits for people. */
  LOOSENING("approver", "administrator"),
  /** What stands open, once a day. */
  DIGEST("operator");

  private final List<String> groups;

  Topic(String... groups) {
    this.groups = List.of(groups);
  }

  /** The topic of a key in the settings. */
  static Optional<Topic> of(String key) {
    return Arrays.stream(values()).filter(topic -> topic.key().equals(key)).findFirst();
  }

  /** What the settings call it. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  List<String> groups() {
    return groups;
  }
}
