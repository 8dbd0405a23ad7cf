package io.muster.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.captaingoldfish.scim.sdk.common.exceptions.BadRequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Turns what Okta and Entra really send into what RFC 7644 says, before anybody else reads it. */
final class RequestNormalizer {
  private static final String CORE_USER = "urn:ietf:params:scim:schemas:core:2.0:user:";

  private static final List<String> KNOWN_SCHEMAS =
      List.of(
          "urn:ietf:params:scim:schemas:core:2.0:",
          "urn:ietf:params:scim:schemas:extension:enterprise:2.0:user",
          UserContent.EMPLOYMENT.toLowerCase(Locale.ROOT));

  /** Entra's mapping writes flags as words. */
  private static final Pattern WORDED_FLAG =
      Pattern.compile(
          "\\b(primary|active)\\s+(eq|ne)\\s+\"(true|false)\"", Pattern.CASE_INSENSITIVE);

  /** Entra searches {@code emails[type eq "work"].value eq "…"}, which the RFC has no form for. */
  private static final Pattern VALUE_BEHIND_FILTER =
      Pattern.compile(
          "\\bemails\\[\\s*type\\s+eq\\s+(\"[^\"\\\\]*\")\\s*]\\.value\\s+eq\\s+(\"[^\"\\\\]*\")",
          Pattern.CASE_INSENSITIVE);

  /** Okta repeats them in every update; they are ours to say. */
  private static final Set<String> NOT_THEIRS = Set.of("id", "meta", "schemas", "groups");

  private static final int MOST_OPERATIONS = 1_000;
  private static final int LONGEST_PATH = 500;

  private RequestNormalizer() {}

  /** A filter of a search. */
  static String filter(String filter) {
    return worded(
        VALUE_BEHIND_FILTER
            .matcher(FilterLiterals.plain(filter))
            .replaceAll("emails[type eq $1 and value eq $2]"));
  }

  /** A user or a group: what it is besides, in schemas we do not know, is left out. */
  static void resource(
      ObjectNode body, AttributeNames names, String schema, List<String> extensions) {
    names.apply(body);
    LooseValues.settle(body, names);
    var known = body.arrayNode().add(schema);
    extensions.stream().filter(body::has).forEach(known::add);
    body.set("schemas", known);
  }

  /**
   * The operations of a PATCH.
   *
   * @return true if there are some, and they come to nothing
   */
  static boolean patch(ObjectNode body, AttributeNames names) {
    var operations = operations(body);
    var plain = body.arrayNode();
    if (operations.size() > MOST_OPERATIONS) {
      throw ScimJson.value(
          "More than %d operations at once are not taken.".formatted(MOST_OPERATIONS));
    }
    for (var operation : operations) {
      if (!(operation instanceof ObjectNode one)) {
        plain.add(operation);
        continue;
      }
      if (isOfAnUnknownSchema(one.path("path").asText())) {
        continue; // a whole update leaves it out, too
      }
      if (removesNothing(one)) {
        continue;
      }
      var path = one.path("path");
      if (path.isTextual()) {
        one.put("path", path(path.textValue()));
      }
      if (one.path("path").isNull()) {
        one.remove("path");
      }
      demandValue(one);
      if (!one.has("path") && one.path("value") instanceof ObjectNode value) {
        plain.add(one);
        names.apply(value);
        takeApart(one, value, names, plain);
      } else {
        settle(one, names).forEach(plain::add);
      }
    }
    for (int i = plain.size() - 1; i >= 0; i--) {
      if (plain.get(i).path("value") instanceof ObjectNode value
          && value.isEmpty()
          && !plain.get(i).has("path")) {
        plain.remove(i);
      }
    }
    body.set("Operations", plain);
    return !operations.isEmpty() && plain.isEmpty();
  }

  /**
   * Entra names in {@code value} what to remove from a list, and what is not named stays: from none
   * named follows nothing. The RFC knows no value there, and without one the whole list goes.
   */
  private static boolean removesNothing(ObjectNode operation) {
    return operation.path("op").asText().equalsIgnoreCase("remove")
        && operation.path("value").isArray()
        && operation.path("value").isEmpty();
  }

  /** Attributes of extensions that a client has and we do not; what else is sent must not wait. */
  private static boolean isOfAnUnknownSchema(String path) {
    var lower = path.strip().toLowerCase(Locale.ROOT);
    return lower.startsWith("urn:") && KNOWN_SCHEMAS.stream().noneMatch(lower::startsWith);
  }

  private static void demandValue(ObjectNode operation) {
    var word = operation.path("op").asText().toLowerCase(Locale.ROOT);
    if (Set.of("add", "replace").contains(word) && !operation.has("value")) {
      throw ScimJson.value(
          "Operation %s of %s has no value. Send one, or op remove to take the attribute away."
              .formatted(word, operation.path("path").asText("the whole")));
    }
  }

  /**
   * What a PATCH wants {@code active} to be in the end, if it speaks of it.
   *
   * @throws BadRequestException if that is neither true nor false: a leaver must not stay because
   *     of a typing error
   */
  static Optional<Boolean> wantedActive(ObjectNode patch) {
    Optional<Boolean> wanted = Optional.empty();
    for (var operation : operations(patch)) {
      var value = operation.path("value");
      if (operation.path("path").isTextual()) {
        if (isActive(operation.path("path").textValue())) {
          wanted = Optional.of(flag(operation.path("op").asText(), value));
        }
      } else {
        for (var member : value.properties()) {
          if (isActive(member.getKey())) {
            wanted = Optional.of(flag(operation.path("op").asText(), member.getValue()));
          }
        }
      }
    }
    return wanted;
  }

  private static boolean isActive(String path) {
    var lower = path.strip().toLowerCase(Locale.ROOT);
    return lower.equals("active") || lower.equals(CORE_USER + "active");
  }

  private static boolean flag(String operation, JsonNode value) {
    var said = value.isArray() && value.size() == 1 ? value.get(0) : value;
    var word = said.asText().strip().toLowerCase(Locale.ROOT);
    if (!operation.equalsIgnoreCase("remove") && Set.of("true", "false").contains(word)) {
      return word.equals("true");
    }
    throw ScimJson.value(
        "Attribute active is true or false. To deactivate a user, replace it by false.");
  }

  /** One operation as the RFC has it, or several. */
  private static List<ObjectNode> settle(ObjectNode operation, AttributeNames names) {
    var path = operation.path("path").asText();
    var value = operation.path("value");
    if (operation.path("op").asText().equalsIgnoreCase("remove")) {
      return removals(operation, names);
    }
    if (!operation.has("value")) {
      return List.of(operation);
    }
    value.forEach(RequestNormalizer::dropNulls);
    if (operation.has("path") && LooseValues.clears(path, value)) {
      operation.put("op", "remove");
      operation.remove("value");
    } else if (operation.has("path")) {
      operation.set("value", LooseValues.shaped(names, path, value));
    }
    return List.of(operation);
  }

  /** The RFC knows no value of a removal. Entra names in it which entries of a list go. */
  private static List<ObjectNode> removals(ObjectNode operation, AttributeNames names) {
    var path = operation.path("path").asText();
    var value = operation.path("value");
    if (path.equalsIgnoreCase("members") && value.isArray()) {
      return List.of(operation); // its members are looked up by themselves
    }
    var entries = new ArrayList<JsonNode>();
    if (value.isArray()) {
      value.forEach(entries::add);
    } else if (!LooseValues.isNone(value)) {
      entries.add(value);
    }
    operation.remove("value");
    if (entries.isEmpty() || !names.isList(path)) {
      return List.of(operation);
    }
    return entries.stream()
        .map(entry -> entry.isObject() ? entry.path("value").asText() : entry.asText())
        .map(
            text ->
                operation
                    .deepCopy()
                    .put(
                        "path",
                        "%s[value eq %s]".formatted(path, operation.textNode(text).toString())))
        .toList();
  }

  /**
   * One operation for each path-like key, as Entra sends {@code "name.givenName"} and whole URNs as
   * keys of one value; and for each that is empty, which takes its attribute away.
   */
  private static void takeApart(
      ObjectNode operation, ObjectNode value, AttributeNames names, ArrayNode into) {
    for (var key : new ArrayList<>(value.properties().stream().map(one -> one.getKey()).toList())) {
      if (NOT_THEIRS.contains(key.toLowerCase(Locale.ROOT))) {
        value.remove(key);
      } else if (value.get(key) instanceof ObjectNode extension && isExtension(key)) {
        for (var part : List.copyOf(extension.properties())) {
          part(operation, key + ":" + part.getKey(), part.getValue(), names).forEach(into::add);
        }
        value.remove(key);
      } else if ((isPath(key) && !value.path(key).isObject())
          || LooseValues.clears(key, value.get(key))) {
        part(operation, key, value.remove(key), names).forEach(into::add);
      } else {
        value.set(key, LooseValues.shaped(names, key, value.get(key)));
      }
    }
  }

  private static boolean isExtension(String key) {
    return key.equalsIgnoreCase(UserContent.ENTERPRISE)
        || key.equalsIgnoreCase(UserContent.EMPLOYMENT);
  }

  private static List<ObjectNode> part(
      ObjectNode operation, String key, JsonNode value, AttributeNames names) {
    var part = operation.objectNode();
    part.set("op", operation.path("op"));
    part.put("path", path(key));
    part.set("value", value);
    return settle(part, names);
  }

  private static String path(String path) {
    if (path.length() > LONGEST_PATH || path.chars().filter(one -> one == '(').count() > 8) {
      throw new BadRequestException(
          "A path is longer than %d characters, or has more than 8 parentheses."
              .formatted(LONGEST_PATH),
          "invalidPath");
    }
    return worded(path);
  }

  private static boolean isPath(String key) {
    return key.contains(".") || key.contains("[") || key.contains(":");
  }

  private static ArrayNode operations(ObjectNode body) {
    for (var member : body.properties()) {
      if (member.getKey().equalsIgnoreCase("operations")
          && member.getValue() instanceof ArrayNode operations) {
        if (!member.getKey().equals("Operations")) {
          body.remove(member.getKey());
          body.set("Operations", operations);
        }
        return operations;
      }
    }
    return body.arrayNode();
  }

  private static void dropNulls(JsonNode entry) {
    if (entry instanceof ObjectNode object) {
      var empty =
          object.properties().stream()
              .filter(member -> member.getValue().isNull())
              .map(member -> member.getKey())
              .toList();
      object.remove(empty);
    }
  }

  private static String worded(String text) {
    return WORDED_FLAG
        .matcher(text)
        .replaceAll(
            found ->
                found.group(1)
                    + " "
                    + found.group(2)
                    + " "
                    + found.group(3).toLowerCase(Locale.ROOT));
  }
}
