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
  ESCALATION,
  /** The wipe breaker opened or was closed. */
  BREAKER,
  /** A person paused wipes, or they go on. */
  PAUSE,
  /** An HR source is silent or in trouble. */
  FEED,
  /** A leaver is not secured within the promised time. */
  LEAVER,
  /** A change that makes wipes easier waits for people. */
  LOOSENING,
  /** What stands open, once a day. */
  DIGEST;

  /** The topic of a key in the settings. */
  static Optional<Topic> of(String key) {
    return Arrays.stream(values()).filter(topic -> topic.key().equals(key)).findFirst();
  }

  /** What the settings call it. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Who is told; of tasks, their own group is besides. */
  List<String> groups() {
    return switch (this) {
      case TASK -> List.of();
      case ESCALATION -> List.of("administrator");
      case BREAKER, PAUSE -> List.of("operator", "approver");
      case FEED, LEAVER, DIGEST -> List.of("operator");
      case LOOSENING -> List.of("approver", "administrator");
    };
  }
}
