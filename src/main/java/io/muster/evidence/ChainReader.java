package io.muster.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.muster.evidence.PersonKeys.PersonKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads chains and opens what is personal in them, as far as the keys are still there. */
@Component
class ChainReader {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final TypeReference<Map<String, @Nullable Object>> MEMBERS =
      new TypeReference<>() {};

  private final ChainStore store;
  private final PersonKeys keys;

  ChainReader(ChainStore store, PersonKeys keys) {
    this.store = store;
    this.keys = keys;
  }

  /**
   * Some chains, read.
   *
   * @param entries what they say, chain by chain
   * @param opened each encrypted text that could be opened, with the key of that text alone
   */
  record Read(List<OpenedEntry> entries, List<Map<String, String>> opened) {}

  /** The case with whatever else there is about its person; empty if nothing is known of it. */
  Optional<Read> ofCase(String caseId) {
    var chain = "case/" + caseId;
    var entries = new ArrayList<>(store.all(chain));
    if (entries.isEmpty()) {
      return Optional.empty();
    }
    store
        .person(chain)
        .ifPresent(person -> store.chainsOf(person).forEach(of -> entries.addAll(store.all(of))));
    return Optional.of(open(entries));
  }

  /** The entries of this kind in the chain of the case. */
  List<OpenedEntry> ofKind(String caseId, String kind) {
    return open(store.all("case/" + caseId).stream()
            .filter(entry -> entry.kind().equals(kind))
            .toList())
        .entries();
  }

  private Read open(List<ChainEntry> entries) {
    var contents = entries.stream().map(ChainReader::content).toList();
    var ids = new TreeSet<String>();
    contents.forEach(content -> sealed(content).forEach(seal -> ids.add(seal.key())));
    var found = keys.byId(ids);
    var opened = new ArrayList<Map<String, String>>();
    var read = new ArrayList<OpenedEntry>();
    for (int at = 0; at < entries.size(); at++) {
      read.add(new OpenedEntry(entries.get(at), members(contents.get(at), found, opened)));
    }
    return new Read(read, opened);
  }

  /** Somebody may have put anything into the database; the pack shows it as it is. */
  private static Map<String, @Nullable Object> content(ChainEntry entry) {
    try {
      var content = JSON.readValue(entry.content(), MEMBERS);
      return content == null ? unreadable(entry) : content;
    } catch (JsonProcessingException forged) {
      return unreadable(entry);
    }
  }

  private static Map<String, @Nullable Object> unreadable(ChainEntry entry) {
    return Map.of("unreadable", entry.content());
  }

  private record Seal(String key, String text) {}

  private static @Nullable Seal seal(@Nullable Object value) {
    return value instanceof Map<?, ?> map
            && map.size() == 2
            && map.get("key") instanceof String key
            && map.get("sealed") instanceof String text
        ? new Seal(key, text)
        : null;
  }

  private static List<Seal> sealed(@Nullable Object value) {
    var seal = seal(value);
    if (seal != null) {
      return List.of(seal);
    }
    var found = new ArrayList<Seal>();
    if (value instanceof Map<?, ?> map) {
      map.values().forEach(one -> found.addAll(sealed(one)));
    } else if (value instanceof List<?> list) {
      list.forEach(one -> found.addAll(sealed(one)));
    }
    return found;
  }

  private static Map<String, @Nullable Object> members(
      Map<?, ?> content, Map<String, PersonKey> found, List<Map<String, String>> opened) {
    var members = new LinkedHashMap<String, @Nullable Object>();
    content.forEach((name, value) -> members.put(String.valueOf(name), open(value, found, opened)));
    return members;
  }

  private static @Nullable Object open(
      @Nullable Object value, Map<String, PersonKey> found, List<Map<String, String>> opened) {
    var seal = seal(value);
    if (seal != null) {
      return Optional.ofNullable(found.get(seal.key()))
          .flatMap(key -> PersonKeys.open(key, seal.text()))
          .map(
              text -> {
                opened.add(Map.of("sealed", seal.text(), "key", text.key(), "text", text.text()));
                return text.text();
              })
          .orElse(OpenedEntry.ERASED);
    }
    if (value instanceof Map<?, ?> map) {
      return members(map, found, opened);
    }
    if (value instanceof List<?> list) {
      var all = new ArrayList<@Nullable Object>();
      list.forEach(one -> all.add(open(one, found, opened)));
      return all;
    }
    return value;
  }
}
