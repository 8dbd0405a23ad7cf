package io.muster.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The members that a PATCH of a group adds and removes, apart from the rest of it, so that one
 * member costs the same in a group of any size.
 *
 * @param changes in the order in which they were asked for; neighbours of one kind are one
 * @param rest what else is asked for, or null
 */
record MemberPatch(List<Change> changes, @Nullable ObjectNode rest) {
  private static final Pattern BY_FILTER =
      Pattern.compile(
          "(?i)members\\s*\\[\\s*(value|display)\\s+eq\\s+(\"(?:[^\"\\\\]|\\\\.)*\")\\s*]");
  private static final String VALUE = "value";

  /**
   * One change of who is in the group.
   *
   * @param joins true if they come in
   * @param users by their ids
   * @param display or by the name they are shown by
   */
  record Change(boolean joins, Set<UUID> users, @Nullable String display) {}

  /**
   * Takes a PATCH apart, if it speaks of members one by one.
   *
   * @throws de.captaingoldfish.scim.sdk.common.exceptions.BadRequestException if a member that is
   *     to come in is no id
   */
  static Optional<MemberPatch> of(ObjectNode patch) {
    var changes = new ArrayList<Change>();
    var others = patch.arrayNode();
    for (var operation : patch.path("Operations")) {
      var path = operation.path("path").asText();
      if (!path.toLowerCase(Locale.ROOT).startsWith("members")) {
        if (operation.path(VALUE).has("members") || !operation.isObject()) {
          return Optional.empty();
        }
        others.add(operation);
        continue;
      }
      var change = change(operation.path("op").asText(), path, operation.path(VALUE));
      if (change.isEmpty()) {
        return Optional.empty();
      }
      add(changes, change.get());
    }
    if (changes.isEmpty()) {
      return Optional.empty();
    }
    var rest = patch.deepCopy();
    rest.set("Operations", others);
    return Optional.of(new MemberPatch(List.copyOf(changes), others.isEmpty() ? null : rest));
  }

  private static Optional<Change> change(String op, String path, JsonNode value) {
    if (path.equalsIgnoreCase("members")) {
      if (op.equalsIgnoreCase("add") && !value.isMissingNode()) {
        return Optional.of(new Change(true, ids(value, true), null));
      }
      if (op.equalsIgnoreCase("remove") && value instanceof ArrayNode) {
        return Optional.of(new Change(false, ids(value, false), null));
      }
      return Optional.empty();
    }
    var filter = BY_FILTER.matcher(path);
    if (!op.equalsIgnoreCase("remove") || !filter.matches()) {
      return Optional.empty();
    }
    var said = ScimJson.object("{\"it\":%s}".formatted(filter.group(2))).path("it").asText();
    return Optional.of(
        filter.group(1).equalsIgnoreCase(VALUE)
            ? new Change(false, Resources.id(said).map(Set::of).orElse(Set.of()), null)
            : new Change(false, Set.of(), said));
  }

  private static Set<UUID> ids(JsonNode value, boolean known) {
    var ids = new LinkedHashSet<UUID>();
    var entries = value.isArray() ? value : ScimJson.object().arrayNode().add(value);
    for (var entry : entries) {
      var id = Resources.id(entry.isTextual() ? entry.textValue() : entry.path(VALUE).asText());
      if (known && id.isEmpty()) {
        throw GroupEndpoint.noSuchMember();
      }
      id.ifPresent(ids::add);
    }
    return ids;
  }

  private static void add(List<Change> changes, Change next) {
    var last = changes.isEmpty() ? null : changes.get(changes.size() - 1);
    if (last == null
        || last.joins() != next.joins()
        || last.display() != null
        || next.display() != null) {
      changes.add(next);
      return;
    }
    var both = new LinkedHashSet<>(last.users());
    both.addAll(next.users());
    changes.set(changes.size() - 1, new Change(last.joins(), both, null));
  }
}
