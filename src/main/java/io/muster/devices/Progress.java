package io.muster.devices;

/** How far an action that the fleet accepted has come on the device itself. */
public enum Progress {
  /** The fleet knows nothing of it. */
  NOT_FOUND,
  /** Waiting for the device to come online, or under way. */
  PENDING,
  /** Seen done. */
  DONE,
  /** The device or the fleet gave up on it. */
  FAILED
}
