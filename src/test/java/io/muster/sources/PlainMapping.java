package io.muster.sources;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Columns named as their kind of source usually names them, and nothing else configured. */
public record PlainMapping(Map<String, List<String>> usual) implements FieldMapping {
  @Override
  public Map<String, @Nullable String> facts(Map<String, @Nullable String> row) {
    var facts = new LinkedHashMap<String, @Nullable String>();
    usual.forEach((field, columns) -> facts.put(field, row.get(columns.get(0))));
    return facts;
  }

  @Override
  public Set<String> columns() {
    return usual.values().stream().flatMap(List::stream).collect(Collectors.toSet());
  }

  @Override
  public List<String> columnsOf(String field) {
    return usual.getOrDefault(field, List.of());
  }

  @Override
  public LocalDate lastDay(LocalDate terminationDate) {
    return terminationDate;
  }
}
