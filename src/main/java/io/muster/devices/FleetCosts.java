package io.muster.devices;

/**
 * What some work costs a device management in calls, for a forecast.
 *
 * @param lists to read all users and all devices anew
 * @param batch the most devices that one call locks or isolates
 * @param policies how many policies isolate devices, one call each for every batch
 * @param read one device
 * @param wipe one wipe, with the last look before it
 */
public record FleetCosts(int lists, int batch, int policies, int read, int wipe) {
  /** For a device management that says nothing of itself. */
  public static final FleetCosts USUAL = new FleetCosts(2, 250, 1, 1, 2);
}
