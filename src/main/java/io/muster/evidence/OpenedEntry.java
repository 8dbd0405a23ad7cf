package io.muster.evidence;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An entry with everything in it that may still be read.
 *
 * @param content the members by name; text of somebody whose key was deleted is {@link #ERASED}
 */
record OpenedEntry(ChainEntry entry, Map<String, @Nullable Object> content) {
  static final String ERASED = "(erased)";

  boolean is(String kind) {
    return entry.kind().equals(kind);
  }

  boolean has(String member, String value) {
    return value.equals(String.valueOf(content.get(member)));
  }

  /** What it says, if it says it. */
  Optional<String> text(String member) {
    return Optional.ofNullable(content.get(member)).map(Object::toString);
  }
}
