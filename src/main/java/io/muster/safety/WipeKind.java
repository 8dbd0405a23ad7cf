package io.muster.safety;

/** How much of a device is erased. */
public enum WipeKind {
  /** Only what the company put there: policies, apps, the work profile. */
  CORPORATE,
  /** Everything, for good. Only for devices known to be the company's. */
  COMPLETE
}
