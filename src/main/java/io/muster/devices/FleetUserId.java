package io.muster.devices;

/** The fleet's own id of a user. */
public record FleetUserId(String value) {
  @Override
  public String toString() {
    return value;
  }
}
