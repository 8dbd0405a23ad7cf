package io.muster.deployment;

import java.time.Instant;
import java.util.List;

/**
 * How a bundle stands on this node.
 *
 * @param bundle the bundle
 * @param state {@code live} if the newest files are, {@code refused} if something older is, {@code
 *     waiting} if they make destruction easier, {@code missing} if somebody deleted it from the
 *     engine
 * @param since since when
 * @param problems why the newest files are refused, or what they wait for
 */
record BundleReport(String bundle, State state, Instant since, List<Problem> problems) {
  /** Whether what lies in the folder is what runs. */
  enum State {
    live,
    refused,
    /** They make destruction easier and wait for people. */
    waiting,
    /** Some of it was deleted from the engine. */
    missing
  }
}
