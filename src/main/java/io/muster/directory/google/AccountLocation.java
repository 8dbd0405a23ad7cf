package io.muster.directory.google;

import com.google.api.client.json.GenericJson;
import com.google.api.client.util.Data;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where on a user one attribute is written.
 *
 * <p>Google keeps most of them in lists of entries and replaces a list as a whole, so that changing
 * one value means sending all of its list.
 *
 * @param list the member of the user
 * @param key which entry of it, or for lists with one entry that counts, which field
 * @param field the field of a custom schema; empty elsewhere
 */
record AccountLocation(String list, String key, String field) {
  private static final String CUSTOM = "customSchemas";
  private static final Pattern FORM =
      Pattern.compile(
          "(?:(organizations|externalIds|relations|locations)\\.(\\w+)|(customSchemas)\\.(\\w+)\\.(\\w+))");

  static boolean isOne(String text) {
    return FORM.matcher(text).matches();
  }

  /**
   * Such as {@code organizations.title}.
   *
   * @throws IllegalArgumentException if it is none
   */
  static AccountLocation of(String text) {
    var found = FORM.matcher(text);
    if (!found.matches()) {
      throw new IllegalArgumentException("not a place on a user: " + text);
    }
    return found.group(1) == null
        ? new AccountLocation(CUSTOM, found.group(4), found.group(5))
        : new AccountLocation(found.group(1), found.group(2), "");
  }

  /** The search that finds users by what is written here, or by what is written nearby too. */
  String search(String value) {
    return (list.equals(CUSTOM) ? key + "." + field : "externalId") + "='" + value + "'";
  }

  /** True if users can be searched by what is written here. */
  boolean searchable() {
    return list.equals(CUSTOM) || list.equals("externalIds");
  }

  /** What is written here. */
  Optional<String> read(GenericJson user) {
    if (list.equals(CUSTOM)) {
      return user.get(CUSTOM) instanceof Map<?, ?> schemas
              && schemas.get(key) instanceof Map<?, ?> it
          ? text(it.get(field))
          : Optional.empty();
    }
    return entries(user).stream()
        .filter(this::counts)
        .findFirst()
        .or(() -> keyed() ? Optional.empty() : entries(user).stream().findFirst())
        .flatMap(entry -> text(entry.get(keyed() ? "value" : key)));
  }

  /**
   * Writes the value, or null to clear it, into what is sent; what was there is taken from the user
   * unless an earlier change is being sent already.
   */
  void write(@Nullable String value, GenericJson user, GenericJson sent) {
    if (list.equals(CUSTOM)) {
      writeCustom(value, sent);
      return;
    }
    var all = entries(sent.get(list) instanceof Collection<?> ? sent : user);
    var entry =
        all.stream()
            .filter(this::counts)
            .findFirst()
            .or(() -> keyed() ? Optional.empty() : all.stream().findFirst())
            .orElseGet(
                () -> {
                  var fresh = fresh();
                  all.add(fresh);
                  return fresh;
                });
    if (value != null) {
      entry.put(keyed() ? "value" : key, value);
    } else if (keyed()) {
      all.remove(entry);
    } else {
      entry.remove(key);
    }
    sent.set(list, all.isEmpty() ? Data.nullOf(ArrayList.class) : all);
  }

  private void writeCustom(@Nullable String value, GenericJson sent) {
    var schemas = new LinkedHashMap<String, Map<String, Object>>();
    if (sent.get(CUSTOM) instanceof Map<?, ?> earlier) {
      earlier.forEach((name, fields) -> schemas.put(String.valueOf(name), copy(fields)));
    }
    schemas
        .computeIfAbsent(key, any -> new LinkedHashMap<>())
        .put(field, value == null ? Data.nullOf(String.class) : value);
    sent.set(CUSTOM, schemas);
  }

  /** True for lists whose entries are told apart by their type. */
  private boolean keyed() {
    return list.equals("externalIds") || list.equals("relations");
  }

  private boolean counts(Map<String, Object> entry) {
    return keyed()
        ? key.equals(entry.get("type"))
        : Boolean.TRUE.equals(entry.get("primary")) || "desk".equals(entry.get("type"));
  }

  private Map<String, Object> fresh() {
    var entry = new LinkedHashMap<String, Object>();
    switch (list) {
      case "organizations" -> {
        entry.put("type", "work");
        entry.put("primary", true);
      }
      case "locations" -> {
        entry.put("type", "desk");
        entry.put("area", "desk");
      }
      default -> entry.put("type", key);
    }
    return entry;
  }

  private List<Map<String, Object>> entries(GenericJson user) {
    var all = new ArrayList<Map<String, Object>>();
    if (user.get(list) instanceof Collection<?> entries) {
      entries.forEach(entry -> all.add(copy(entry)));
    }
    return all;
  }

  private static Map<String, Object> copy(Object entry) {
    var copy = new LinkedHashMap<String, Object>();
    if (entry instanceof Map<?, ?> members) {
      members.forEach((name, value) -> copy.put(String.valueOf(name), value));
    }
    return copy;
  }

  private static Optional<String> text(@Nullable Object value) {
    return value == null || Data.isNull(value)
        ? Optional.empty()
        : Optional.of(value.toString()).filter(it -> !it.isBlank());
  }
}
