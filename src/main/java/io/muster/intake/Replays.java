package io.muster.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.muster.intake.Inbox.Receipt;
import io.muster.people.EmploymentChange.Origin;
import io.muster.people.EmploymentFacts;
import io.muster.people.UnreadableChange;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Has a refused event taken in again, as it came or corrected by an operator. */
@Component
class Replays {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final TypeReference<Map<String, Object>> EVENT = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final JdbcInbox inbox;
  private final Clock clock;

  Replays(JdbcClient jdbc, JdbcInbox inbox, Clock clock) {
    this.jdbc = jdbc;
    this.inbox = inbox;
    this.clock = clock;
  }

  /**
   * Takes the event in as if it were sent now. What it said stays kept beside what it is corrected
   * to.
   *
   * @param corrections fields in place of those that came; null takes one away
   * @param by who answers for it
   * @return the receipt; empty if there is no such event
   * @throws NotReplayable if it was not refused, or is no event, or still cannot be understood
   */
  Optional<Receipt> replay(
      String source, String eventId, Map<String, @Nullable Object> corrections, String by) {
    return payload(source, eventId)
        .map(payload -> again(source, eventId, payload, corrections, by));
  }

  private Receipt again(
      String source,
      String eventId,
      String payload,
      Map<String, @Nullable Object> corrections,
      String by) {
    var event = read(payload);
    if (!(event.get("type") instanceof String type)
        || !(event.get("data") instanceof Map<?, ?> data)) {
      throw notAnEvent();
    }
    var fields = new LinkedHashMap<String, @Nullable Object>();
    data.forEach((name, value) -> fields.put(String.valueOf(name), value));
    corrections.forEach(fields::put);
    fields.values().removeIf(value -> value == null);
    try {
      var change = EmploymentFacts.read(new Origin(source, eventId, clock.instant()), type, fields);
      return inbox.takeAgain(change, written(type, fields), by);
    } catch (UnreadableChange unreadable) {
      throw new NotReplayable(
          "It cannot be understood: %s. Send corrections as {\"data\": {\"field\": \"value\"}}."
              .formatted(unreadable.getMessage()));
    }
  }

  private Optional<String> payload(String source, String eventId) {
    return jdbc.sql("select payload from muster_inbox where source = ? and event_id = ?")
        .params(source, eventId)
        .query(String.class)
        .optional();
  }

  private static Map<String, Object> read(String payload) {
    try {
      return JSON.readValue(payload, EVENT);
    } catch (JsonProcessingException notJson) {
      throw notAnEvent();
    }
  }

  private static String written(String type, Map<String, @Nullable Object> fields) {
    try {
      return JSON.writeValueAsString(Map.of("type", type, "data", fields));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("what was JSON is JSON", impossible);
    }
  }

  private static NotReplayable notAnEvent() {
    return new NotReplayable(
        "It is no single event that could be taken in again. Its reason says what to do; a file is corrected and dropped again.");
  }

  /** The event cannot be taken in again. */
  static final class NotReplayable extends RuntimeException {
    NotReplayable(String why) {
      super(why);
    }
  }
}
