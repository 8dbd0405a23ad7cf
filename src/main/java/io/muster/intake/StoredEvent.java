package io.muster.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.muster.people.EmployeeId;
import io.muster.people.EmploymentFacts;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An event as the inbox keeps it.
 *
 * @param said when it says that HR entered it, or null if that is missing or unreadable
 * @param fields what it says, by name, without those that are null
 */
record StoredEvent(String type, @Nullable Instant said, Map<String, Object> fields) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String NO_FIELD = "(no field of an event)";
  private static final TypeReference<Map<String, Object>> MEMBERS = new TypeReference<>() {};

  /** Reads it, unless what is kept is no event: the name of a file, or a body that is broken. */
  static Optional<StoredEvent> read(String payload) {
    try {
      var event = JSON.readValue(payload, MEMBERS);
      // the text "null" is JSON too
      return event != null
              && event.get("type") instanceof String type
              && event.get("data") instanceof Map<?, ?> data
          ? Optional.of(new StoredEvent(type, moment(event.get("timestamp")), fields(data)))
          : Optional.empty();
    } catch (JsonProcessingException notJson) {
      return Optional.empty();
    }
  }

  /** The type of what came, or null if it cannot be read or is none we know. */
  static @Nullable String kind(String payload) {
    try {
      var event = JSON.readValue(payload, MEMBERS);
      return event != null
              && event.get("type") instanceof String type
              && EmploymentFacts.types().contains(type)
          ? type
          : null;
    } catch (JsonProcessingException notJson) {
      return null;
    }
  }

  /** Whom it is about, as far as that can be read. */
  Optional<EmployeeId> employee() {
    if (!(fields.get("employeeId") instanceof String id)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new EmployeeId(id.replace('\u00a0', ' ').strip()));
    } catch (IllegalArgumentException notAnId) {
      return Optional.empty();
    }
  }

  /**
   * The same event with other fields.
   *
   * @param corrections fields in place of those there are; null takes one away
   */
  StoredEvent with(Map<String, @Nullable Object> corrections) {
    var corrected = new LinkedHashMap<String, @Nullable Object>(fields);
    corrected.putAll(corrections);
    return new StoredEvent(type, said, fields(corrected));
  }

  /** The names of the fields in which another differs; one we do not know may say anything. */
  List<String> differences(StoredEvent other) {
    var known = EmploymentFacts.types().contains(type) ? EmploymentFacts.fields(type) : Set.of();
    return Stream.concat(fields.keySet().stream(), other.fields.keySet().stream())
        .filter(name -> !Objects.equals(fields.get(name), other.fields.get(name)))
        .map(name -> known.contains(name) ? name : NO_FIELD)
        .distinct()
        .sorted()
        .toList();
  }

  /** What it says, to be kept beside what came. */
  String written() {
    try {
      return JSON.writeValueAsString(Map.of("type", type, "data", fields));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("what was JSON is JSON", impossible);
    }
  }

  private static Map<String, Object> fields(Map<?, ?> data) {
    var fields = new LinkedHashMap<String, Object>();
    data.forEach(
        (name, value) -> {
          if (value != null) {
            fields.put(String.valueOf(name), value);
          }
        });
    return fields;
  }

  private static @Nullable Instant moment(@Nullable Object timestamp) {
    if (!(timestamp instanceof String text)) {
      return null;
    }
    try {
      var moment = OffsetDateTime.parse(text).toInstant();
      return moment.isAfter(Instant.EPOCH) ? moment : null;
    } catch (DateTimeException notAMoment) {
      return null;
    }
  }
}
