package io.muster.process;

import io.muster.remote.RemoteFailure;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the outputs of one decision table may say. Declared as a bean beside the code that reads
 * them; held against the table when it is deployed and against every answer it gives.
 *
 * @param decision the id of the decision
 * @param outputs the allowed words by the name of the output; the table has to have each
 */
public record TableWords(String decision, Map<String, OutputWords> outputs) {
  public TableWords {
    outputs = Map.copyOf(outputs);
  }

  /** What is allowed in this output, if that is declared. */
  public Optional<OutputWords> of(String output) {
    return Optional.ofNullable(outputs.get(output));
  }

  /**
   * For whoever acts on an answer of the table.
   *
   * @throws RemoteFailure.Misconfigured if the answer is none that is understood; the message names
   *     those that are
   */
  public void demand(String output, @Nullable Object said) {
    var words = of(output);
    if (words.isPresent() && !words.get().allow(said)) {
      throw new RemoteFailure.Misconfigured(
          "The decision table '%s' says %s in the column '%s', which nothing here understands. Write %s there, deploy the table and try the step again."
              .formatted(decision, quoted(said), output, words.get().insteadOf(said)));
    }
  }

  private static String quoted(@Nullable Object said) {
    return said == null ? "nothing" : said instanceof String ? "\"" + said + "\"" : "" + said;
  }
}
