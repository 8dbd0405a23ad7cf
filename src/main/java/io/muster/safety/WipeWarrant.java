package io.muster.safety;

/** The permission to wipe one device once. Only {@link WipeSafety} makes one. */
public final class WipeWarrant {
  private final String id;
  private final WipePlan plan;

  WipeWarrant(String id, WipePlan plan) {
    this.id = id;
    this.plan = plan;
  }

  /** The number it is kept under. */
  public String id() {
    return id;
  }

  /** What exactly it permits. */
  public WipePlan plan() {
    return plan;
  }
}
