package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.LifecycleVariables.EMPLOYEE;

import io.muster.devices.DeviceFleet;
import io.muster.devices.DeviceTraces;
import io.muster.devices.DeviceTraces.Addresses;
import io.muster.devices.DeviceUser;
import io.muster.devices.FleetUserId;
import io.muster.devices.KnownDevices;
import io.muster.devices.TracedDevices;
import io.muster.devices.TracedDevices.Doubts;
import io.muster.devices.TracedDevices.Trace;
import io.muster.devices.TracedDevices.TracedDevice;
import io.muster.devices.TracedDevices.TracedUser;
import io.muster.lifecycle.shared.Accounts;
import io.muster.people.Departures;
import io.muster.people.EmployeeId;
import io.muster.people.Worker;
import io.muster.people.Workforce;
import io.muster.process.Step;
import io.muster.safety.Bearer;
import io.muster.safety.LeaverSnapshot;
import io.muster.safety.WipeSafety;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Finds a leaver's devices by every trace there is, and freezes whose they are. */
@Component
class Traces {
  private final DeviceFleet fleet;
  private final KnownDevices known;
  private final Workforce workforce;
  private final Departures departures;
  private final Accounts accounts;
  private final WipeSafety safety;

  Traces(
      DeviceFleet fleet,
      KnownDevices known,
      Workforce workforce,
      Departures departures,
      Accounts accounts,
      WipeSafety safety) {
    this.fleet = fleet;
    this.known = known;
    this.workforce = workforce;
    this.departures = departures;
    this.accounts = accounts;
    this.safety = safety;
  }

  /**
   * What is, or may be, the person's now, by what HR told us and what we saw before. Only where
   * that leads to nobody are the directories asked, so that their troubles hold up no device.
   */
  TracedDevices follow(EmployeeId employee) {
    var found = follow(employee, Set.of(), fleet::traceKnown);
    return found.users().isEmpty() ? followEverywhere(employee) : found;
  }

  /** The same, by the addresses of the person's accounts too, and as it is now. */
  TracedDevices followEverywhere(EmployeeId employee) {
    return follow(employee, accounts.loginsOf(employee), fleet::trace);
  }

  /** What would be found, by what was last read; asks nobody whose logins these are. */
  TracedDevices foresee(EmployeeId employee) {
    return follow(employee, workforce.loginsOf(employee), fleet::traceIndexed);
  }

  private TracedDevices follow(
      EmployeeId employee, Set<String> logins, Function<DeviceTraces, TracedDevices> look) {
    var addresses = addresses(employee, logins);
    var theirs = known.usersOf(employee);
    var traced =
        look.apply(
            new DeviceTraces(
                addresses, workforce.namesOf(employee), theirs, known.devicesOf(employee)));
    return traced.doubting(doubts(employee, traced, addresses, theirs));
  }

  private Addresses addresses(EmployeeId employee, Set<String> logins) {
    var present = new HashSet<>(logins);
    workforce.find(employee).map(Worker::workEmail).ifPresent(present::add);
    var former = new HashSet<>(workforce.addressesOf(employee));
    former.removeAll(present);
    var all = new HashSet<>(present);
    all.addAll(former);
    return new Addresses(present, former, workforce.takenByOthers(employee, all));
  }

  /** Whether what was found may be somebody else's, by all that was seen before. */
  private Doubts doubts(
      EmployeeId employee, TracedDevices traced, Addresses addresses, Set<FleetUserId> theirs) {
    var found =
        Stream.concat(traced.users().stream().map(TracedUser::user), traced.perhaps().stream())
            .map(DeviceUser::id)
            .toList();
    var others = new HashSet<FleetUserId>();
    var colleagues = new HashSet<FleetUserId>();
    for (var holder : known.holdersOf(found).entrySet()) {
      for (var person : holder.getValue()) {
        if (!person.equals(employee)) {
          others.add(holder.getKey());
          if (!departures.leaves(person)) {
            colleagues.add(holder.getKey());
          }
        }
      }
    }
    var namesakes =
        traced.perhaps().stream()
            .filter(user -> colleagues.contains(user.id()) && !theirs.contains(user.id()))
            .filter(user -> !isAmong(addresses, user))
            .map(DeviceUser::id)
            .collect(Collectors.toSet());
    traced.users().stream()
        .filter(user -> user.by() == Trace.FORMER_ADDRESS)
        .map(TracedUser::user)
        .filter(user -> accounts.isLoginOfAnother(employee, user.email()))
        .forEach(user -> colleagues.add(user.id()));
    return new Doubts(others, colleagues, namesakes);
  }

  private static boolean isAmong(Addresses addresses, DeviceUser user) {
    return Stream.of(addresses.present(), addresses.former())
        .flatMap(Set::stream)
        .anyMatch(address -> address.strip().equalsIgnoreCase(user.email().strip()));
  }

  /** Freezes what was found for the case at hand, and remembers whose it is. */
  void freeze(DelegateExecution execution, TracedDevices traced) {
    var employee = EMPLOYEE.in(execution);
    var users =
        traced.users().stream()
            .collect(
                Collectors.toMap(
                    found -> found.user().id().value(),
                    TracedUser::certain,
                    (one, other) -> one && other));
    safety.freeze(
        new LeaverSnapshot(
            Step.caseId(execution),
            employee,
            users,
            bearers(traced),
            traced.devices().stream().map(found -> found.device().facts()).toList()));
    // what is doubtful is not remembered as theirs, or it would be so for ever
    traced.users().stream()
        .filter(TracedUser::certain)
        .forEach(found -> known.saw(employee, found.user().id()));
    traced.devices().stream()
        .map(TracedDevice::device)
        .filter(
            device -> device.owner() != null && users.getOrDefault(device.owner().value(), false))
        .forEach(device -> known.saw(employee, device));
  }

  /** Who bears the users that were found, as a user may be given to somebody else later. */
  static Map<String, Bearer> bearers(TracedDevices traced) {
    return traced.users().stream()
        .map(TracedUser::user)
        .collect(
            Collectors.toMap(
                user -> user.id().value(),
                user -> new Bearer(user.name(), user.email()),
                (one, other) -> one));
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
