package io.muster.safety;

/** A fact that a device may or may not show; what it does not show is unknown, never a no. */
public enum Known {
  YES,
  NO,
  UNKNOWN
}
