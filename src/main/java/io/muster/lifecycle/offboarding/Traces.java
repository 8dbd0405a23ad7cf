package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.LifecycleVariables.EMPLOYEE;

import io.muster.devices.DeviceFleet;
import io.muster.devices.DeviceTraces;
import io.muster.devices.KnownDevices;
import io.muster.devices.TracedDevices;
import io.muster.devices.TracedDevices.TracedDevice;
import io.muster.lifecycle.shared.Accounts;
import io.muster.people.EmployeeId;
import io.muster.people.Workforce;
import io.muster.process.Step;
import io.muster.safety.LeaverSnapshot;
import io.muster.safety.WipeSafety;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Finds a leaver's devices by every trace there is, and freezes whose they are. */
@Component
class Traces {
  private final DeviceFleet fleet;
  private final KnownDevices known;
  private final Workforce workforce;
  private final Accounts accounts;
  private final WipeSafety safety;

  Traces(
      DeviceFleet fleet,
      KnownDevices known,
      Workforce workforce,
      Accounts accounts,
      WipeSafety safety) {
    this.fleet = fleet;
    this.known = known;
    this.workforce = workforce;
    this.accounts = accounts;
    this.safety = safety;
  }

  /**
   * What is, or may be, the person's now, by what HR told us and what we saw before. Only where
   * that leads to nobody are the directories asked, so that their troubles hold up no device.
   */
  TracedDevices follow(EmployeeId employee) {
    var addresses = workforce.addressesOf(employee);
    var found = follow(employee, addresses);
    return found.users().isEmpty() ? followEverywhere(employee) : found;
  }

  /** The same, by the addresses of the person's accounts too. */
  TracedDevices followEverywhere(EmployeeId employee) {
    var addresses = new HashSet<>(workforce.addressesOf(employee));
    addresses.addAll(accounts.loginsOf(employee));
    return follow(employee, addresses);
  }

  private TracedDevices follow(EmployeeId employee, Set<String> addresses) {
    return fleet.trace(
        new DeviceTraces(
            addresses,
            workforce.namesOf(employee),
            known.usersOf(employee),
            known.devicesOf(employee)));
  }

  /** Freezes what was found for the case at hand, and remembers whose it is. */
  void freeze(DelegateExecution execution, TracedDevices traced) {
    var employee = EMPLOYEE.in(execution);
    var users =
        traced.users().stream()
            .collect(
                Collectors.toMap(
                    found -> found.user().id().value(),
                    TracedDevices.TracedUser::certain,
                    (one, other) -> one && other));
    safety.freeze(
        new LeaverSnapshot(
            Step.caseId(execution),
            employee,
            users,
            traced.devices().stream().map(found -> found.device().facts()).toList()));
    traced.users().forEach(found -> known.saw(employee, found.user().id()));
    traced.devices().stream()
        .map(TracedDevice::device)
        .filter(device -> device.owner() != null && users.containsKey(device.owner().value()))
        .forEach(device -> known.saw(employee, device));
  }

  /** The numbers of the devices found, in order. */
  static List<String> numbers(TracedDevices traced, Set<String> without) {
    return traced.devices().stream()
        .map(found -> found.device().id().toString())
        .filter(number -> !without.contains(number))
        .distinct()
        .toList();
  }
}
