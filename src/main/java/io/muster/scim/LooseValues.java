package io.muster.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Values as Entra and Okta write them where the schema has another shape: empty texts for nothing,
 * one entry for a list of one, a bare number for a manager (RFC 7643, 2.5: unassigned, null and
 * empty are the same).
 */
final class LooseValues {
  private static final String MANAGER = "manager";

  /** What is wrong with these is refused, and never passed over. */
  private static final Set<String> KEPT = Set.of("active", "username");

  private LooseValues() {}

  /** Gives the values of a whole resource the shape of the schema; what is empty is left out. */
  static void settle(ObjectNode resource, AttributeNames names) {
    for (var key : keys(resource)) {
      var value = resource.get(key);
      if (KEPT.contains(key.toLowerCase(Locale.ROOT))) {
        continue;
      }
      if (key.equals(UserContent.ENTERPRISE) && value instanceof ObjectNode extension) {
        keys(extension).stream()
            .filter(MANAGER::equalsIgnoreCase)
            .forEach(one -> extension.set(one, manager(extension.get(one))));
      }
      if (isNone(value)) {
        resource.remove(key);
      } else {
        dropEmpty(value);
        resource.set(key, shaped(names, key, value));
      }
      if (isNone(resource.path(key))) {
        resource.remove(key);
      }
    }
  }

  /** The value of one attribute in the shape of the schema. */
  static JsonNode shaped(AttributeNames names, String path, JsonNode value) {
    if (value.isObject() && names.isList(path)) {
      return ((ObjectNode) value).arrayNode().add(value);
    }
    return isManager(path) ? manager(value) : value;
  }

  /** True if the attribute is taken away by a value that says nothing. */
  static boolean clears(String path, JsonNode value) {
    var name = path.strip().toLowerCase(Locale.ROOT).replaceFirst("^urn:.*:user:", "");
    return isNone(value) && !KEPT.contains(name);
  }

  /**
   * True if it says that there is nothing. An empty list is something: the list without entries.
   */
  static boolean isNone(JsonNode value) {
    if (value.isObject()) {
      for (var part : value) {
        if (!isNone(part)) {
          return false;
        }
      }
      return true;
    }
    return value.isMissingNode()
        || value.isNull()
        || (value.isTextual() && value.textValue().isEmpty());
  }

  private static boolean isManager(String path) {
    return path.equalsIgnoreCase(MANAGER)
        || path.equalsIgnoreCase(UserContent.ENTERPRISE + ":" + MANAGER);
  }

  private static JsonNode manager(JsonNode value) {
    if (value.isTextual() || value.isNumber()) {
      var object = ScimJson.object();
      if (!value.asText().isBlank()) {
        object.put("value", value.asText().strip());
      }
      return object;
    }
    return value;
  }

  private static void dropEmpty(JsonNode value) {
    value.forEach(LooseValues::dropEmpty);
    if (value instanceof ObjectNode object) {
      keys(object).stream().filter(key -> isNone(object.get(key))).forEach(object::remove);
    }
  }

  private static List<String> keys(ObjectNode object) {
    return object.properties().stream().map(Map.Entry::getKey).toList();
  }
}
