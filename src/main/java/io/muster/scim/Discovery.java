package io.muster.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Leaves out of what the server says about itself what the RFC has no word for: the library has
 * settings of its own there, which stricter clients choke on.
 */
final class Discovery {
  private static final Map<String, Set<String>> OFFER =
      Map.of(
          "patch", Set.of("supported"),
          "bulk", Set.of("supported", "maxOperations", "maxPayloadSize"),
          "filter", Set.of("supported", "maxResults"),
          "changePassword", Set.of("supported"),
          "sort", Set.of("supported"),
          "etag", Set.of("supported"));

  private static final Set<String> RESOURCE_TYPE =
      Set.of(
          "schemas", "id", "name", "description", "endpoint", "schema", "schemaExtensions", "meta");

  private static final Set<String> ATTRIBUTE =
      Set.of(
          "name",
          "type",
          "subAttributes",
          "multiValued",
          "description",
          "required",
          "canonicalValues",
          "caseExact",
          "mutability",
          "returned",
          "uniqueness",
          "referenceTypes");

  private Discovery() {}

  /** An answer; one of the three endpoints of discovery in the words of RFC 7643. */
  static String plain(String endpoint, String answer) {
    return switch (endpoint) {
      case "ServiceProviderConfig" -> changed(answer, Discovery::offer);
      case "ResourceTypes" -> changed(answer, all -> each(all, Discovery::resourceType));
      case "Schemas" -> changed(answer, all -> each(all, Discovery::schema));
      default -> answer;
    };
  }

  private static String changed(String answer, Consumer<ObjectNode> change) {
    var json = ScimJson.object(answer);
    change.accept(json);
    return json.toString();
  }

  private static void offer(ObjectNode answer) {
    OFFER.forEach((name, members) -> only(members, answer.path(name)));
  }

  private static void each(ObjectNode answer, Consumer<JsonNode> change) {
    if (answer.has("Resources")) {
      answer.path("Resources").forEach(change);
    } else if (answer.has("id")) {
      change.accept(answer);
    }
  }

  private static void resourceType(JsonNode type) {
    only(RESOURCE_TYPE, type);
  }

  private static void schema(JsonNode schema) {
    schema.path("attributes").forEach(Discovery::attribute);
  }

  private static void attribute(JsonNode attribute) {
    only(ATTRIBUTE, attribute);
    attribute.path("subAttributes").forEach(Discovery::attribute);
  }

  private static void only(Set<String> members, JsonNode of) {
    if (of instanceof ObjectNode object) {
      object.retain(members);
    }
  }
}
