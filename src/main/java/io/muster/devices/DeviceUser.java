package io.muster.devices;

/**
 * A user of device management.
 *
 * @param id its number there
 * @param name what it is called there; empty if it has no name
 * @param email its address; empty if it has none
 * @param domain where it comes from: {@code local}, or the name of a directory
 */
public record DeviceUser(FleetUserId id, String name, String email, String domain) {}
