package io.muster.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.captaingoldfish.scim.sdk.common.exceptions.BadRequestException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Operations on an entry of a list that a filter describes, such as {@code emails[type eq
 * "work"].value}.
 *
 * <p>Entra adds and replaces by such paths whether or not the entry is there: it is changed if it
 * is, and made as the filter describes it if it is not. Each becomes an operation on the whole
 * list.
 */
final class ValuePaths {
  private static final String NAME = "[A-Za-z][A-Za-z0-9$_-]*";
  private static final Pattern PATH =
      Pattern.compile(
          "(?:(?i:urn:ietf:params:scim:schemas:core:2\\.0:User:))?(%s)\\s*\\[(.*)](?:\\.(%s))?"
              .formatted(NAME, NAME));
  private static final Pattern TERM =
      Pattern.compile(
          "\\s*(%s)\\s+(?i:eq)\\s+(\"(?:[^\"\\\\]|\\\\.)*\"|(?i:true|false)|\\d{1,18})\\s*"
              .formatted(NAME));
  private static final Pattern AND = Pattern.compile("(?i)and(?=\\s)");
  private static final String VALUE = "value";

  private final ObjectNode work;
  private final AttributeNames names;

  private ValuePaths(ObjectNode work, AttributeNames names) {
    this.work = work;
    this.names = names;
  }

  /** True if one of the operations goes by a filter. */
  static boolean areIn(JsonNode patch) {
    for (var operation : patch.path("Operations")) {
      if (operation.path("path").asText().contains("[")) {
        return true;
      }
    }
    return false;
  }

  /**
   * Rewrites them, one after the other, for a resource as it is now.
   *
   * @throws BadRequestException with {@code invalidPath} if a filter does more than compare with
   *     eq, joined by and: which entry it would make cannot be told
   */
  static void settle(ObjectNode patch, ObjectNode resource, AttributeNames names) {
    var paths = new ValuePaths(resource.deepCopy(), names);
    var settled = patch.arrayNode();
    patch.path("Operations").forEach(operation -> paths.settled(operation).ifPresent(settled::add));
    patch.set("Operations", settled);
  }

  private Optional<JsonNode> settled(JsonNode operation) {
    var path = operation.path("path").asText();
    if (!(operation instanceof ObjectNode one) || !path.contains("[")) {
      follow(operation);
      return Optional.of(operation);
    }
    var found = PATH.matcher(path);
    var terms = found.matches() ? terms(found.group(2)) : Optional.<Map<String, JsonNode>>empty();
    if (terms.isEmpty()) {
      throw new BadRequestException(
          "In path %s the filter may compare with eq only, joined by and. Name the entry by its type or value."
              .formatted(path),
          "invalidPath");
    }
    var list = names.named(found.group(1));
    var entries = entries(list);
    if (!operation.path("op").asText().equalsIgnoreCase("remove")) {
      set(entries, terms.get(), found.group(3), operation.path(VALUE));
    } else if (!remove(entries, terms.get(), found.group(3))) {
      return Optional.empty();
    }
    var whole = one.objectNode();
    whole.put("op", entries.isEmpty() ? "remove" : "replace").put("path", list);
    if (!entries.isEmpty()) {
      whole.set(VALUE, entries.deepCopy());
    }
    return Optional.of(whole);
  }

  /** Keeps up with operations on whole lists that stand before those by a filter. */
  private void follow(JsonNode operation) {
    var path = operation.path("path").asText();
    var value = operation.path(VALUE);
    if (operation.has("path")) {
      if (names.isList(path)) {
        follow(operation.path("op").asText(), names.named(path), value);
      }
    } else {
      value.properties().stream()
          .filter(member -> names.isList(member.getKey()))
          .forEach(
              member ->
                  follow(
                      operation.path("op").asText(),
                      names.named(member.getKey()),
                      member.getValue()));
    }
  }

  private void follow(String op, String list, JsonNode value) {
    var entries = entries(list);
    if (!op.equalsIgnoreCase("add")) {
      entries.removeAll();
    }
    if (!op.equalsIgnoreCase("remove")) {
      value.forEach(entries::add);
    }
  }

  private ArrayNode entries(String list) {
    return work.path(list) instanceof ArrayNode there ? there : work.putArray(list);
  }

  private static void set(
      ArrayNode entries, Map<String, JsonNode> terms, @Nullable String part, JsonNode value) {
    var matching = matching(entries, terms);
    if (matching.isEmpty()) {
      var made = entries.addObject();
      terms.forEach(made::set);
      matching.add(made);
    }
    for (var entry : matching) {
      if (part == null && value instanceof ObjectNode object) {
        entry.setAll(object);
      } else {
        entry.set(part == null ? VALUE : part, value);
      }
    }
  }

  private static boolean remove(
      ArrayNode entries, Map<String, JsonNode> terms, @Nullable String part) {
    var matching = matching(entries, terms);
    if (part != null && !part.equalsIgnoreCase(VALUE)) {
      matching.forEach(entry -> entry.remove(part));
    } else { // without its value an entry says nothing any more
      for (int at = entries.size() - 1; at >= 0; at--) {
        if (matches(entries.get(at), terms)) {
          entries.remove(at);
        }
      }
    }
    return !matching.isEmpty();
  }

  private static boolean matches(JsonNode entry, Map<String, JsonNode> terms) {
    return entry.isObject()
        && terms.entrySet().stream()
            .allMatch(term -> same(entry.path(term.getKey()), term.getValue()));
  }

  private static List<ObjectNode> matching(ArrayNode entries, Map<String, JsonNode> terms) {
    var matching = new ArrayList<ObjectNode>();
    for (var entry : entries) {
      if (entry instanceof ObjectNode object && matches(object, terms)) {
        matching.add(object);
      }
    }
    return matching;
  }

  private static boolean same(JsonNode there, JsonNode wanted) {
    return !there.isMissingNode()
        && (there.equals(wanted) || there.asText().equalsIgnoreCase(wanted.asText()));
  }

  private static Optional<Map<String, JsonNode>> terms(String filter) {
    var terms = new LinkedHashMap<String, JsonNode>();
    var term = TERM.matcher(filter);
    var from = 0;
    while (term.find(from) && term.start() == from) {
      terms.put(term.group(1), literal(term.group(2)));
      from = term.end();
      if (from == filter.length()) {
        return Optional.of(terms);
      }
      var and = AND.matcher(filter).region(from, filter.length());
      if (!and.lookingAt()) {
        break;
      }
      from = and.end();
    }
    return Optional.empty();
  }

  private static JsonNode literal(String text) {
    if (text.startsWith("\"")) {
      return ScimJson.object("{\"it\":%s}".formatted(text)).path("it");
    }
    return Character.isDigit(text.charAt(0))
        ? LongNode.valueOf(Long.parseLong(text))
        : BooleanNode.valueOf(Boolean.parseBoolean(text.toLowerCase(Locale.ROOT)));
  }
}
