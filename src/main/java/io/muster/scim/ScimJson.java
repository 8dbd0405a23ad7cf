package io.muster.scim;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.captaingoldfish.scim.sdk.common.exceptions.BadRequestException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** JSON as it travels: bounded, in UTF-8, and without what no text may contain. */
final class ScimJson {
  private static final Pattern OUTER_SPACES = Pattern.compile("^[\\s\\p{Z}]+|[\\s\\p{Z}]+$");
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(16)
                          .maxNumberLength(64)
                          .maxNameLength(400)
                          .maxStringLength(100_000)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final int LONGEST_TEXT = 10_000;

  private ScimJson() {}

  /**
   * Reads a body.
   *
   * @throws BadRequestException if it is no JSON object, without its content
   */
  static ObjectNode read(byte[] body) {
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      if (JSON.readTree(text) instanceof ObjectNode object) {
        check(object);
        return object;
      }
      throw syntax("The body is not a JSON object.");
    } catch (CharacterCodingException notUtf8) {
      throw syntax("The body is not UTF-8. Send JSON in UTF-8.");
    } catch (JsonProcessingException broken) {
      var at = broken.getLocation();
      throw syntax(
          "The body is not complete and valid JSON, or is nested too deeply, or names an attribute twice (line %s, column %s)."
              .formatted(at == null ? "?" : at.getLineNr(), at == null ? "?" : at.getColumnNr()));
    }
  }

  /** Reads what we wrote ourselves. */
  static ObjectNode object(String json) {
    try {
      return (ObjectNode) JSON.readTree(json);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("what was kept is no JSON object", impossible);
    }
  }

  /** A new, empty object. */
  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /** Without spaces around it, those that do not break among them; nobody sees them. */
  static String stripped(String text) {
    return OUTER_SPACES.matcher(text).replaceAll("");
  }

  /** A text as it is compared where case does not matter. */
  static String key(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
  }

  /**
   * Refuses a text that is too long to be kept as a key.
   *
   * @throws BadRequestException naming the attribute
   */
  static void bound(String attribute, JsonNode value, int longest) {
    if (value.isTextual() && value.textValue().length() > longest) {
      throw value("Attribute %s is longer than %d characters.".formatted(attribute, longest));
    }
  }

  static BadRequestException syntax(String detail) {
    return new BadRequestException(detail, "invalidSyntax");
  }

  static BadRequestException value(String detail) {
    return new BadRequestException(detail, "invalidValue");
  }

  private static void check(JsonNode node) {
    if (node.isTextual()) {
      var text = node.textValue();
      if (text.length() > LONGEST_TEXT) {
        throw value("A text is longer than %d characters.".formatted(LONGEST_TEXT));
      }
      if (text.indexOf('\0') >= 0) {
        throw value("A text contains the character NUL.");
      }
    }
    node.forEach(ScimJson::check);
  }
}
