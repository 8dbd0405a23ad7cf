package io.muster.process;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says of two answers of one decision table which makes destruction easier. Declared as a bean
 * beside the code that acts on the answers; the deployment gate compares tables by it.
 */
public interface AnswerOrder {
  /** The id of the decision. */
  String decision();

  /**
   * What the later answer makes easier, in plain words; empty if it is equal or stricter.
   *
   * @param before the earlier answer by column, or null if the table gave none
   * @param after the later answer
   */
  List<String> loosens(
      @Nullable Map<String, @Nullable Object> before,
      @Nullable Map<String, @Nullable Object> after);

  /** These inputs in plain words, such as "corporate laptop of an involuntary leaver". */
  String situation(Map<String, @Nullable Object> inputs);
}
