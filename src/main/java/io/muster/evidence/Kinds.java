package io.muster.evidence;

/** What an entry of the chain may be. The names are in packs, and so for ever. */
final class Kinds {
  static final String HR_EVENT = "hr.event";
  static final String CASE_STARTED = "case.started";
  static final String CASE_ENDED = "case.ended";
  static final String PART_STARTED = "part.started";
  static final String PART_ENDED = "part.ended";
  static final String DECISION = "decision";
  static final String ANSWER = "answer";
  static final String BY_HAND = "byHand";
  static final String INTENDED = "effect.intended";
  static final String ANSWERED = "effect.answered";
  static final String SEEN = "effect.seen";
  static final String OUTCOME = "outcome";
  static final String WAIT = "wait";
  static final String CLOCK = "clock";
  static final String HOLD_PLACED = "hold.placed";
  static final String HOLD_LIFTED = "hold.lifted";
  static final String WIPE = "wipe";
  static final String ERASED = "person.erased";

  private Kinds() {}
}
