package io.muster.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.captaingoldfish.scim.sdk.common.constants.ClassPathReferences;
import de.captaingoldfish.scim.sdk.common.utils.JsonHelper;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes names of attributes as their schemas do; in SCIM their case does not matter. */
final class AttributeNames {
  /** Of users, extensions included. */
  static final AttributeNames USERS =
      of(ClassPathReferences.USER_SCHEMA_JSON)
          .with(UserContent.ENTERPRISE, of(ClassPathReferences.ENTERPRISE_USER_SCHEMA_JSON))
          .with(UserContent.EMPLOYMENT, of(ScimConfiguration.EMPLOYMENT_SCHEMA));

  /** Of groups. */
  static final AttributeNames GROUPS = of(ClassPathReferences.GROUP_SCHEMA_JSON);

  private final String name;
  private final boolean list;
  private final Map<String, AttributeNames> parts = new HashMap<>();

  private AttributeNames(String name, boolean list) {
    this.name = name;
    this.list = list;
  }

  /** True if the attribute of this name has any number of entries. */
  boolean isList(String attribute) {
    var part = parts.get(attribute.toLowerCase(Locale.ROOT));
    return part != null && part.list;
  }

  /** The attribute's name as its schema writes it. */
  String named(String attribute) {
    var part = parts.get(attribute.toLowerCase(Locale.ROOT));
    return part == null ? attribute : part.name;
  }

  /** Renames what differs in case only; what is not known is left alone. */
  void apply(JsonNode node) {
    if (node.isArray()) {
      node.forEach(this::apply);
    } else if (node instanceof ObjectNode object) {
      for (var key : List.copyOf(object.properties().stream().map(Map.Entry::getKey).toList())) {
        var part = parts.get(key.toLowerCase(Locale.ROOT));
        if (part != null) {
          if (!part.name.equals(key) && !object.has(part.name)) {
            object.set(part.name, object.remove(key));
          }
          part.apply(object.path(part.name));
        }
      }
    }
  }

  private static AttributeNames of(String schema) {
    var names = new AttributeNames("", false);
    names.add(JsonHelper.loadJsonDocument(schema).path("attributes"));
    return names;
  }

  private AttributeNames with(String extension, AttributeNames attributes) {
    var part = new AttributeNames(extension, false);
    part.parts.putAll(attributes.parts);
    parts.put(extension.toLowerCase(Locale.ROOT), part);
    return this;
  }

  private void add(JsonNode attributes) {
    for (var attribute : attributes) {
      var part =
          new AttributeNames(
              attribute.path("name").asText(), attribute.path("multiValued").asBoolean());
      part.add(attribute.path("subAttributes"));
      parts.put(part.name.toLowerCase(Locale.ROOT), part);
    }
  }
}
