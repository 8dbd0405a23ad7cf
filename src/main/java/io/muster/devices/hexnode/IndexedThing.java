package io.muster.devices.hexnode;

import org.jspecify.annotations.Nullable;

/**
 * A user, a device or a group, with what it is found by.
 *
 * @param id its number there
 * @param name its name as names are compared, or empty
 * @param address its address as addresses are compared, or empty
 * @param serial its serial number as those are compared, or empty
 * @param owner the number of the user it belongs to, or null
 * @param active true for a user who is somebody, and for a device that is enrolled
 * @param body all that was shown of it, as JSON
 */
record IndexedThing(
    long id,
    String name,
    String address,
    String serial,
    @Nullable Long owner,
    boolean active,
    String body) {
  private static final char NUL = '\0';

  IndexedThing {
    // the database takes every letter but this one
    name = name.replace(Character.toString(NUL), "");
    address = address.replace(Character.toString(NUL), "");
    serial = serial.replace(Character.toString(NUL), "");
  }
}
