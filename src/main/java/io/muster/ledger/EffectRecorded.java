package io.muster.ledger;

import java.util.List;

/**
 * The ledger has written something about an effect. Published inside the transaction that wrote it.
 *
 * @param stage what was written
 * @param entry the effect as it is now
 * @param requestIds the ids by which the vendor finds the requests in its own logs
 */
public record EffectRecorded(Stage stage, Entry entry, List<String> requestIds) {
  /** Keeps what it is given in its own hands. */
  public EffectRecorded {
    requestIds = List.copyOf(requestIds);
  }

  /** How far the effect has come. */
  public enum Stage {
    /** It is wanted; the call follows. */
    INTENDED,
    /** The call is over. */
    ANSWERED,
    /** It was looked for. */
    SEEN
  }
}
