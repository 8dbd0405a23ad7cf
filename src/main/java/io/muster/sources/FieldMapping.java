package io.muster.sources;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which of a source's columns says what, as configured for it ({@code muster.sources.<name>}).
 *
 * <p>The same for every kind of source: an HR administrator reads and writes one small table.
 */
public interface FieldMapping {
  /**
   * The facts in a row of the source.
   *
   * @param row texts by the source's own column names; a column it does not show is left out, one
   *     that is empty is null or empty
   * @return texts by Muster's field names, with configured translations and defaults applied and
   *     the time zone looked up by location where the source has none; fields whose columns are not
   *     in the row, and have no default, are left out
   */
  Map<String, @Nullable String> facts(Map<String, @Nullable String> row);

  /** The columns that are needed, to ask the source for no more than that. */
  Set<String> columns();

  /** The columns that may hold a field, the first filled one counts; empty if there is none. */
  List<String> columnsOf(String field);

  /**
   * Whether what a column says means that there is nothing in it, such as a dash.
   *
   * @param column the source's own name of it
   */
  default boolean isEmpty(String column, String said) {
    return said.isBlank();
  }

  /**
   * Notes for the doctor that a word of the source was compared with the keys of a setting.
   *
   * @param setting its name, with {@code <name>} for the source
   * @param matched whether a key was found
   */
  default void heard(String setting, String word, boolean matched) {}

  /** The last day of work by a date of this source, which may say the last day or the day after. */
  LocalDate lastDay(LocalDate terminationDate);
}
