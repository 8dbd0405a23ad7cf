package io.muster.evidence;

/** A head got no time stamp, and why. */
final class NotStamped extends Exception {
  private static final long serialVersionUID = 1L;

  private static final int LONGEST = 300;

  private final boolean silent;

  private NotStamped(String message, boolean silent) {
    super(shortened(message));
    this.silent = silent;
  }

  /** An authority names itself as it likes, and an alarm has no room for all of it. */
  private static String shortened(String message) {
    var line = message.replaceAll("\\p{Cntrl}", " ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }

  /** The authority is not there, or not now. */
  static NotStamped silent(String why) {
    return new NotStamped(why, true);
  }

  /** What came is not what was asked for. */
  static NotStamped wrong(String why) {
    return new NotStamped(why, false);
  }

  /** True if it may pass by itself. */
  boolean isSilent() {
    return silent;
  }
}
