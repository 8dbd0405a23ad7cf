package io.muster.sources;

import java.util.List;
import java.util.Map;

/** The mappings of all sources. */
public interface FieldMappings {
  /**
   * The mapping of one source.
   *
   * @param usual the columns that such a source usually has for Muster's fields, the first filled
   *     one counts; what is configured for a field stands in place of these
   */
  FieldMapping of(String source, Map<String, List<String>> usual);
}
