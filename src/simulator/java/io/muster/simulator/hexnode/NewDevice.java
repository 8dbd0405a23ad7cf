package io.muster.simulator.hexnode;

import org.jspecify.annotations.Nullable;

/**
 * A device on its way into the fleet; unless said otherwise the company's, online, and nobody's.
 *
 * @param machine what it is
 * @param serial its serial number
 * @param name what people call it
 * @param owner the user's id, or null for the Default User
 * @param ownership {@code corporate} or {@code personal}
 * @param online whether it can be reached
 */
public record NewDevice(
    Machine machine,
    String serial,
    String name,
    @Nullable Integer owner,
    String ownership,
    boolean online) {

  public NewDevice {
    if (!ownership.equals("corporate") && !ownership.equals("personal")) {
      throw new IllegalArgumentException("a device is corporate or personal, not " + ownership);
    }
  }

  public static NewDevice of(Machine machine, String serial) {
    var usual = machine == Machine.ANDROID_WORK_PROFILE ? "personal" : "corporate";
    return new NewDevice(machine, serial, machine.model() + " " + serial, null, usual, true);
  }

  public NewDevice named(String newName) {
    return new NewDevice(machine, serial, newName, owner, ownership, online);
  }

  public NewDevice ownedBy(int user) {
    return new NewDevice(machine, serial, name, user, ownership, online);
  }

  public NewDevice personal() {
    return new NewDevice(machine, serial, name, owner, "personal", online);
  }

  public NewDevice corporate() {
    return new NewDevice(machine, serial, name, owner, "corporate", online);
  }

  public NewDevice offline() {
    return new NewDevice(machine, serial, name, owner, ownership, false);
  }
}
