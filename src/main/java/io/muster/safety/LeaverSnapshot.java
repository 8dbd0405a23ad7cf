package io.muster.safety;

import io.muster.people.EmployeeId;
import java.util.List;
import java.util.Map;

/**
 * Whose devices these are, as seen before anything was taken away: the anchor of every wipe.
 *
 * @param caseId the process instance of the offboarding
 * @param employee the leaver
 * @param users the leaver's users in device management, by id; true where the user is certainly
 *     theirs, false where a person must agree before anything is wiped
 * @param bearers who bears each of the users, by id, as far as it was shown
 * @param devices the devices found
 */
public record LeaverSnapshot(
    String caseId,
    EmployeeId employee,
    Map<String, Boolean> users,
    Map<String, Bearer> bearers,
    List<DeviceFacts> devices) {
  public LeaverSnapshot {
    users = Map.copyOf(users);
    bearers = Map.copyOf(bearers);
    devices = List.copyOf(devices);
  }

  /** Where nobody was shown who bears the users. */
  public LeaverSnapshot(
      String caseId, EmployeeId employee, Map<String, Boolean> users, List<DeviceFacts> devices) {
    this(caseId, employee, users, Map.of(), devices);
  }
}
