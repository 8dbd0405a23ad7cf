package io.muster.sources.csv;

import io.muster.remote.ConnectedSystem;
import io.muster.remote.ConnectedSystem.Kind;
import io.muster.remote.ConnectedSystems;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where HR drops its files, and how to read them.
 *
 * @param folder the folder with {@code inbox/}, {@code done/}, {@code quarantine/} and {@code
 *     results/} in it, on one file system, shared by all nodes; off when unset
 * @param source the name these events have as a source, default {@code csv}
 * @param columns the column headers, by field, where they differ from the defaults in {@link
 *     CsvColumns}; upper and lower case, spaces, dashes and underscores make no difference
 * @param defaults values, by field, for required fields that the files leave out or empty. {@code
 *     {field}} in a value stands for what the same row says, in small letters and digits: {@code
 *     {givenName}.{familyName}@example.com}
 * @param empty words that mean an empty cell, in whatever letters; default {@code -}, {@code N/A},
 *     {@code #N/A}, {@code n.a.}, {@code k.A.} and {@code #NV}
 * @param ignoredColumns headers that may be there and are not read; {@code *} for all, default none
 * @param encoding of files without a byte order mark, default UTF-8
 * @param dateFormat of dates, default {@code uuuu-MM-dd}, such as 2026-11-24
 * @param maxSize the largest file that is read, default 10 MB
 * @param maxRows the most rows in one file, default 10000
 * @param mostLeavers the most terminations and called-off hires in one file, default 20; nothing of
 *     a file with more is done, as a wrong export may look like it
 * @param poll between two looks into the folder, default 5 seconds
 * @param settle how long a file must not have changed to be complete, default 10 seconds
 * @param retry how long a file that could not be taken in waits for another try, default 30 seconds
 */
@ConfigurationProperties("muster.csv")
record CsvProperties(
    @Nullable Path folder,
    @DefaultValue("csv") String source,
    @DefaultValue Map<String, String> columns,
    @DefaultValue Map<String, String> defaults,
    @DefaultValue({"-", "n/a", "#n/a", "n.a.", "k.a.", "#nv"}) List<String> empty,
    @DefaultValue List<String> ignoredColumns,
    @DefaultValue("UTF-8") Charset encoding,
    @DefaultValue("uuuu-MM-dd") String dateFormat,
    @DefaultValue("10MB") DataSize maxSize,
    @DefaultValue("10000") int maxRows,
    @DefaultValue("20") int mostLeavers,
    @DefaultValue("5s") Duration poll,
    @DefaultValue("10s") Duration settle,
    @DefaultValue("30s") Duration retry)
    implements ConnectedSystems {

  CsvProperties {
    columns = Map.copyOf(columns);
    defaults = Map.copyOf(defaults);
    empty = empty.stream().map(word -> word.strip().toLowerCase(Locale.ROOT)).toList();
    ignoredColumns = List.copyOf(ignoredColumns);
    if (!source.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,62}")) {
      throw new IllegalArgumentException(
          "muster.csv.source: a name is 1 to 63 letters, digits, dashes, underscores");
    }
    if (retry.isZero() || retry.isNegative()) {
      throw new IllegalArgumentException("muster.csv.retry is longer than nothing, such as 30s");
    }
  }

  @Override
  public List<ConnectedSystem> connected() {
    return folder == null
        ? List.of()
        : List.of(new ConnectedSystem(Kind.HR, source, "muster.csv.folder", "files of events"));
  }

  /** Whether what a cell says means that there is nothing in it. */
  boolean isEmpty(String said) {
    return said.isEmpty() || empty.contains(said.toLowerCase(Locale.ROOT));
  }
}
