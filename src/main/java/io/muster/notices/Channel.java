package io.muster.notices;

/** One way to people. */
interface Channel {
  /** What its notices are kept under, such as {@code mail}. */
  String name();

  /**
   * Sends one notice; returns once the other side has taken it.
   *
   * @throws NotSent if it was not taken, or nobody knows
   */
  void send(Outgoing notice) throws NotSent;
}
