package io.muster.sources.bamboohr;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One row of a table, in force from its date on; of two of one date the later number counts. */
record Row(long number, LocalDate date, Map<String, @Nullable String> values)
    implements Comparable<Row> {
  private static final Comparator<Row> ORDER =
      Comparator.comparing(Row::date).thenComparing(Row::number);

  boolean says(String column) {
    return Texts.says(values, column);
  }

  @Override
  public int compareTo(Row other) {
    return ORDER.compare(this, other);
  }

  /** Empty if it has no date, or we may not see it. */
  static Optional<Row> read(JsonNode row) {
    var values = Texts.of(row);
    var date = Texts.day(values.get("date"));
    return date == null
        ? Optional.empty()
        : Optional.of(new Row(row.path("id").asLong(), date, values));
  }
}
