package io.muster.deployment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Compares two versions of a form. Whatever somebody answers has to be the same, in the same order;
 * what they read may be added to, and is otherwise the same too.
 */
final class FormComparison {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What people only read, and what may be added. */
  private static final Set<String> TEXTS = Set.of("text", "spacer", "separator");

  private FormComparison() {}

  /** What the later version changes that people answer or read; empty if it only adds texts. */
  static List<String> loosens(byte[] before, byte[] after) {
    try {
      var was = components(before);
      var is = components(after);
      var at = 0;
      for (var component : is) {
        if (at < was.size() && component.equals(was.get(at))) {
          at++;
        } else if (!TEXTS.contains(component.path("type").asText())) {
          return List.of(words(component, after));
        }
      }
      return at == was.size() ? List.of() : List.of(words(was.get(at), after));
    } catch (JsonProcessingException unreadable) {
      return List.of("a form cannot be read and so not be compared");
    }
  }

  private static String words(JsonNode component, byte[] form) throws JsonProcessingException {
    var name = component.hasNonNull("key") ? component.get("key") : component.path("id");
    return "the form '%s' no longer asks or says the same at '%s'"
        .formatted(JSON.readTree(text(form)).path("id").asText(), name.asText());
  }

  private static List<JsonNode> components(byte[] form) throws JsonProcessingException {
    var components = new ArrayList<JsonNode>();
    JSON.readTree(text(form))
        .path("components")
        .forEach(component -> components.add(plain(component)));
    return components;
  }

  /** Without where it stands on the page; a text has no name but for the modeler. */
  private static JsonNode plain(JsonNode component) {
    var plain = component.deepCopy();
    if (plain instanceof ObjectNode object) {
      object.remove("layout");
      if (TEXTS.contains(object.path("type").asText())) {
        object.remove("id");
      }
    }
    return plain;
  }

  private static String text(byte[] form) {
    return new String(form, StandardCharsets.UTF_8);
  }
}
