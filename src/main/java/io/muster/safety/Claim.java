package io.muster.safety;

/** How a device is known to be the leaver's. */
public enum Claim {
  /** Its owner is the leaver. */
  THEIRS,
  /**
   * Its owner is perhaps the leaver: one of several users with the address, or one that only a
   * former address leads to; a person must agree.
   */
  ONE_OF_SEVERAL,
  /**
   * It belongs to nobody now, and belonged to the leaver when the case first wrote its devices
   * down, with the same serial number and enrolment; a person must agree to exactly that.
   */
  WAS_THEIRS,
  /**
   * It belongs to nobody, as it did when it was written down, and a person said that it is the
   * leaver's; another person must agree.
   */
  NAMED,
  /** It is somebody else's, or nothing shows that it was ever the leaver's. Never wiped. */
  NOT_THEIRS
}
