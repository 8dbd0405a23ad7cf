package io.muster.devices;

/** The fleet's own id of a user group. */
public record FleetGroupId(String value) {
  @Override
  public String toString() {
    return value;
  }
}
