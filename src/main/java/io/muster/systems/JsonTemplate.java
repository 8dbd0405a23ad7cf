package io.muster.systems;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Set;
import java.util.TreeSet;

/**
 * A JSON text with names in its values. It is read first and filled afterwards, so that no value
 * can change what the text means.
 */
final class JsonTemplate {
  /** Longer ones are data, not a template. */
  static final int LONGEST = 16_384;

  private static final ObjectReader STRICT =
      new ObjectMapper()
          .reader()
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode tree;
  private final Set<String> names = new TreeSet<>();

  private JsonTemplate(JsonNode tree) {
    this.tree = tree;
    collect(tree);
  }

  /**
   * Reads a template.
   *
   * @throws Unusable if it is none
   */
  static JsonTemplate read(String text) {
    if (text.length() > LONGEST) {
      throw new Unusable(
          "has a body of more than %d characters".formatted(LONGEST), "send what is needed alone");
    }
    try {
      return new JsonTemplate(STRICT.readTree(text));
    } catch (JsonProcessingException unreadable) {
      throw new Unusable(
          "has a body that is not JSON (line %d, column %d)"
              .formatted(
                  unreadable.getLocation() == null ? 0 : unreadable.getLocation().getLineNr(),
                  unreadable.getLocation() == null ? 0 : unreadable.getLocation().getColumnNr()),
          "put every text, and every name in double braces, between quotation marks");
    }
  }

  /** The names it is filled at. */
  Set<String> names() {
    return names;
  }

  /** The JSON text with every name replaced by its value. */
  String fill(Values values) {
    try {
      return JSON.writeValueAsString(filled(tree, values));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a tree of JSON can be written", impossible);
    }
  }

  private void collect(JsonNode node) {
    if (node.isTextual()) {
      names.addAll(Placeholders.in(node.textValue()));
    }
    node.fieldNames()
        .forEachRemaining(
            field -> {
              if (field.contains("{{")) {
                throw new Unusable(
                    "has a body with a name in double braces for a field: %s".formatted(field),
                    "use them in values only");
              }
            });
    node.forEach(this::collect);
  }

  private static JsonNode filled(JsonNode node, Values values) {
    if (node.isTextual()) {
      return text(node.textValue(), values);
    }
    if (node.isArray()) {
      var array = JsonNodeFactory.instance.arrayNode();
      node.forEach(item -> array.add(filled(item, values)));
      return array;
    }
    if (node.isObject()) {
      var object = JsonNodeFactory.instance.objectNode();
      node.properties()
          .forEach(field -> object.set(field.getKey(), filled(field.getValue(), values)));
      return object;
    }
    return node;
  }

  private static JsonNode text(String text, Values values) {
    return Placeholders.alone(text)
        .map(name -> JSON.<JsonNode>valueToTree(values.of(name)))
        .orElseGet(
            () ->
                JsonNodeFactory.instance.textNode(
                    Placeholders.fill(text, name -> String.valueOf(values.of(name)))));
  }
}
