package io.muster.devices;

import io.muster.people.EmployeeId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which users and devices of device management were seen to be whose. */
public interface KnownDevices {
  /** Remembers that this user is the person's. */
  void saw(EmployeeId employee, FleetUserId user);

  /** Remembers that this device was the person's, in its present enrolment. */
  void saw(EmployeeId employee, Device device);

  /** The users that were seen to be the person's. */
  Set<FleetUserId> usersOf(EmployeeId employee);

  /** Everybody whose each of these users was seen to be; a user that was nobody's is left out. */
  Map<FleetUserId, Set<EmployeeId>> holdersOf(Collection<FleetUserId> users);

  /** The devices that were seen to be the person's, and of nobody else since. */
  List<KnownDevice> devicesOf(EmployeeId employee);
}
