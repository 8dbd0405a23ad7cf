package io.muster.safety;

/** Whose a device is; unknown is never treated as the company's. */
public enum Ownership {
  CORPORATE,
  PERSONAL,
  UNKNOWN
}
