package io.muster.sources.bamboohr;

/** What lets us in. */
interface SignIn {
  /** The value of the header {@code Authorization}. */
  String authorization();

  /**
   * It was refused; true if another try with what {@link #authorization} says then may be let in.
   */
  boolean mayBeRenewed();
}
