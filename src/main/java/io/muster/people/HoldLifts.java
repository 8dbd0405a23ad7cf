package io.muster.people;

/** How a hold is lifted by people: one asks, another agrees, and time passes. */
public interface HoldLifts {
  /**
   * Asks that the hold that stands is lifted. It stands until another person has agreed.
   *
   * @param by the sign-in name of whoever asks
   * @return the number under which others agree or refuse
   */
  long ask(LegalHolds.Hold standing, String by, String why);
}
