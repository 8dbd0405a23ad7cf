package io.muster.ledger;

import java.util.List;

/** Reads what one case asked for, and how far each outcome of it came. */
public interface EffectHistory {
  /**
   * The newest effects of a case, oldest first.
   *
   * @param limit no more than this many
   */
  List<Entry> effects(String caseId, int limit);

  /** The outcomes of a case with all their times, in the order first wanted. */
  List<OutcomeTimes> outcomes(String caseId);
}
