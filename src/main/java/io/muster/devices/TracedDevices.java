package io.muster.devices;

import java.util.List;

/**
 * What the traces of a leaver led to.
 *
 * @param users the person's users
 * @param devices the person's devices that are enrolled now
 * @param perhaps users who bear the person's name and no address of theirs, or who once were the
 *     person and now bear another name and address; somebody has to say
 * @param unassigned enrolled devices that belong to nobody and are not among the person's
 */
public record TracedDevices(
    List<TracedUser> users,
    List<TracedDevice> devices,
    List<DeviceUser> perhaps,
    List<Device> unassigned) {

  /**
   * A user of the person's.
   *
   * @param certain false if another user bears the same address
   */
  public record TracedUser(DeviceUser user, boolean certain) {}

  /**
   * A device of the person's.
   *
   * @param because how it was found, for people
   */
  public record TracedDevice(Device device, String because) {}
}
