package io.muster.intake.webhook;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.muster.intake.webhook.WebhookRefusal.Fault;
import io.muster.people.EmploymentChange;
import io.muster.people.EmploymentChange.Origin;
import io.muster.people.EmploymentFacts;
import io.muster.people.UnreadableChange;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** Reads {@code {type, timestamp, data}}; signed, but trusted no further than that. */
final class EventBody {
  private static final Set<String> MEMBERS = Set.of("type", "timestamp", "data");

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(16)
                          .maxNumberLength(64)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final JsonNode root;
  private final List<Fault> faults = new ArrayList<>();

  private EventBody(JsonNode root) {
    this.root = root;
  }

  /**
   * Parses the bytes.
   *
   * @throws WebhookRefusal if they are no JSON object
   */
  static EventBody parse(byte[] body) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException notUtf8) {
      throw new WebhookRefusal(
          HttpStatus.BAD_REQUEST, "not-utf-8", "The body is not UTF-8. Send JSON in UTF-8.");
    }
    JsonNode root;
    try {
      root = JSON.readTree(text);
    } catch (JsonProcessingException broken) {
      var at = broken.getLocation();
      throw new WebhookRefusal(
          HttpStatus.BAD_REQUEST,
          "not-json",
          "The body is not complete and valid JSON (line %s, column %s). Nothing was done; send the whole event again."
              .formatted(at == null ? "?" : at.getLineNr(), at == null ? "?" : at.getColumnNr()));
    }
    if (root == null || !root.isObject()) {
      throw new WebhookRefusal(
          HttpStatus.BAD_REQUEST,
          "not-an-object",
          "The body is not a JSON object with type, timestamp and data.");
    }
    return new EventBody(root);
  }

  /**
   * Reads the change.
   *
   * @throws WebhookRefusal naming everything that is wrong
   */
  EmploymentChange change(String source, String eventId) {
    root.fieldNames()
        .forEachRemaining(
            name -> {
              if (!MEMBERS.contains(name)) {
                fault(
                    pointer("", name), "is not a member of an event; type, timestamp and data are");
              }
            });
    var type = text("type");
    if (type != null && !EmploymentFacts.types().contains(type)) {
      fault("/type", "is not one of " + EmploymentFacts.types());
      type = null;
    }
    var occurredAt = timestamp(text("timestamp"));
    var data = root.get("data");
    if (data == null || !data.isObject()) {
      fault("/data", data == null ? "is missing" : "is not an object");
    } else if (type != null) {
      try {
        var change =
            EmploymentFacts.read(new Origin(source, eventId, occurredAt), type, fields(data));
        if (faults.isEmpty()) {
          return change;
        }
      } catch (UnreadableChange unreadable) {
        unreadable
            .problems()
            .forEach(problem -> fault(pointer("/data", problem.field()), problem.detail()));
      }
    }
    throw new WebhookRefusal(
        HttpStatus.UNPROCESSABLE_ENTITY,
        "invalid-content",
        "The event cannot be used as it is. Nothing was done; correct it and send it under a new id.",
        faults);
  }

  /** The employee number as far as there is one, for a refused event. */
  @Nullable String employee() {
    var id = root.path("data").path("employeeId");
    return id.isTextual() ? id.textValue() : null;
  }

  private static Map<String, Object> fields(JsonNode data) {
    var fields = new HashMap<String, Object>();
    for (var field : data.properties()) {
      var value = field.getValue();
      // anything but text and flags is handed on as it is, to be refused by name
      fields.put(
          field.getKey(),
          value.isTextual()
              ? value.textValue()
              : value.isBoolean() ? (Object) value.booleanValue() : value);
    }
    fields.values().removeIf(value -> value instanceof JsonNode node && node.isNull());
    return fields;
  }

  private @Nullable String text(String member) {
    var node = root.get(member);
    if (node == null || !node.isTextual()) {
      fault("/" + member, node == null ? "is missing" : "is not a text");
      return null;
    }
    return node.textValue();
  }

  private Instant timestamp(@Nullable String text) {
    if (text != null) {
      try {
        var instant = OffsetDateTime.parse(text).toInstant();
        if (instant.isAfter(Instant.EPOCH)
            && instant.isBefore(Instant.parse("2200-01-01T00:00:00Z"))) {
          return instant;
        }
        fault("/timestamp", "is not a moment of our time");
      } catch (DateTimeException notAMoment) {
        fault("/timestamp", "is not a moment with zone such as 2026-11-24T08:00:00Z");
      }
    }
    return Instant.EPOCH;
  }

  private void fault(String pointer, String detail) {
    faults.add(new Fault(pointer, detail));
  }

  /** A field we do not know may be named after anything, a person even: it is only described. */
  private static String pointer(String parent, String field) {
    if (field.matches("[A-Za-z][A-Za-z0-9_]{0,39}")) {
      return parent + "/" + field;
    }
    return parent + "/(a name of " + field.length() + " characters)";
  }
}
