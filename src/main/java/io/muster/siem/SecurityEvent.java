package io.muster.siem;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One event as OCSF 1.3.0 describes it.
 *
 * @param kind its class and activity
 * @param result how it went, and how much it matters
 * @param message one line for people, without anybody's reason
 * @param attributes what the class wants besides
 */
record SecurityEvent(
    Kind kind, Result result, Instant time, String message, Map<String, Object> attributes) {
  /** The version of the schema. */
  static final String VERSION = "1.3.0";

  /** No activity of the class fits. */
  private static final int OTHER_ACTIVITY = 99;

  private static final int ACTIVITIES = 100;
  private static final int IDENTITY_AND_ACCESS = 3;

  SecurityEvent {
    attributes = Map.copyOf(attributes);
  }

  /** The classes in use, all of the category Identity &amp; Access Management. */
  enum EventType {
    ACCOUNT_CHANGE(3001, "Account Change"),
    AUTHENTICATION(3002, "Authentication"),
    ENTITY_MANAGEMENT(3004, "Entity Management"),
    GROUP_MANAGEMENT(3006, "Group Management");

    private final int uid;
    private final String caption;

    EventType(int uid, String caption) {
      this.uid = uid;
      this.caption = caption;
    }

    /** An activity that the class knows. */
    Kind activity(int id, String name) {
      return new Kind(this, id, name);
    }

    /** An activity that the class does not know by a number. */
    Kind other(String name) {
      return new Kind(this, OTHER_ACTIVITY, name);
    }
  }

  /** A class with one of its activities. */
  record Kind(EventType type, int activity, String name) {}

  /** How much it matters. */
  enum Severity {
    INFORMATIONAL(1, "Informational"),
    LOW(2, "Low"),
    MEDIUM(3, "Medium"),
    HIGH(4, "High");

    private final int id;
    private final String caption;

    Severity(int id, String caption) {
      this.id = id;
      this.caption = caption;
    }
  }

  /** How it went. */
  enum Status {
    UNKNOWN(0, "Unknown"),
    SUCCESS(1, "Success"),
    FAILURE(2, "Failure"),
    /** The other side said yes, which is no evidence. */
    ACCEPTED(99, "Accepted");

    private final int id;
    private final String caption;

    Status(int id, String caption) {
      this.id = id;
      this.caption = caption;
    }

    static Status of(boolean accepted) {
      return accepted ? SUCCESS : FAILURE;
    }
  }

  /** How it went, and how much it matters. */
  record Result(Status status, Severity severity) {}

  /**
   * The event as it is written.
   *
   * @param uid by which whoever reads a repeat knows it as one
   */
  Map<String, Object> members(String uid) {
    var members = new LinkedHashMap<String, Object>();
    members.put("time", time.toEpochMilli());
    members.put("class_uid", kind.type().uid);
    members.put("class_name", kind.type().caption);
    members.put("category_uid", IDENTITY_AND_ACCESS);
    members.put("category_name", "Identity & Access Management");
    members.put("activity_id", kind.activity());
    members.put("activity_name", kind.name());
    members.put("type_uid", kind.type().uid * ACTIVITIES + kind.activity());
    members.put("type_name", "%s: %s".formatted(kind.type().caption, kind.name()));
    members.put("severity_id", result.severity().id);
    members.put("severity", result.severity().caption);
    members.put("status_id", result.status().id);
    members.put("status", result.status().caption);
    members.put("message", message);
    members.put(
        "metadata",
        Map.of(
            "version",
            VERSION,
            "uid",
            uid,
            "log_name",
            "muster.siem",
            "product",
            Map.of("name", "Muster", "vendor_name", "Muster")));
    members.putAll(attributes);
    return members;
  }

  /** The attributes of an event, put together. */
  static final class Attributes {
    private final Map<String, Object> members = new LinkedHashMap<>();

    /** The account that is acted upon, by its name here. */
    Attributes user(String name) {
      members.put("user", Map.of("name", name));
      return this;
    }

    /** The account that is acted upon, by a vendor's id. */
    Attributes userId(String uid) {
      members.put("user", Map.of("uid", uid));
      return this;
    }

    Attributes group(String uid) {
      members.put("group", Map.of("uid", uid));
      return this;
    }

    Attributes entity(String type, String uid) {
      members.put("entity", Map.of("type", type, "uid", uid));
      return this;
    }

    Attributes service(String name) {
      members.put("service", Map.of("name", name));
      return this;
    }

    /** Whoever did it; nobody, if it did itself. */
    Attributes by(@Nullable String name) {
      if (name != null && !name.isBlank()) {
        members.put("actor", Map.of("user", Map.of("name", name)));
      }
      return this;
    }

    Attributes from(@Nullable String address) {
      if (address != null && !address.isBlank()) {
        members.put("src_endpoint", Map.of("ip", address));
      }
      return this;
    }

    Attributes detail(String detail) {
      if (!detail.isBlank()) {
        members.put("status_detail", detail);
      }
      return this;
    }

    /** What the schema has no place for. */
    Attributes besides(Map<String, Object> rest) {
      members.put("unmapped", Map.copyOf(rest));
      return this;
    }

    Map<String, Object> made() {
      return members;
    }
  }
}
