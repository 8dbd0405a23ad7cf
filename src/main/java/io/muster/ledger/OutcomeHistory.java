package io.muster.ledger;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Reads the outcomes and waits of many cases at once. */
public interface OutcomeHistory {
  /** The outcomes by case, each in the order first wanted; a case without any is left out. */
  Map<String, List<Outcome>> outcomes(Collection<String> caseIds);

  /** The waits by case, each in the order in which they began; a case without any is left out. */
  Map<String, List<Pause>> pauses(Collection<String> caseIds);
}
