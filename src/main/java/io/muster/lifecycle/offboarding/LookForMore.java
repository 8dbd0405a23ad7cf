package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.LifecycleVariables.DECISION;
import static io.muster.lifecycle.LifecycleVariables.FLEET_USER;
import static io.muster.lifecycle.offboarding.Offboarding.DEVICES;
import static io.muster.lifecycle.offboarding.Offboarding.DEVICE_USERS;
import static io.muster.lifecycle.offboarding.Offboarding.LOOK;
import static io.muster.lifecycle.offboarding.Offboarding.OFFBOARDING_CASE;
import static io.muster.lifecycle.offboarding.Offboarding.THEIR_DEVICES;
import static io.muster.lifecycle.offboarding.Offboarding.UNCLEAR;
import static io.muster.lifecycle.offboarding.Offboarding.UNCLEAR_SETTLED;

import io.muster.devices.Device;
import io.muster.devices.DeviceFleet;
import io.muster.devices.DeviceUser;
import io.muster.devices.TracedDevices;
import io.muster.devices.TracedDevices.TracedDevice;
import io.muster.devices.TracedDevices.TracedUser;
import io.muster.ledger.Outcome;
import io.muster.lifecycle.shared.StillLeaving;
import io.muster.process.Step;
import io.muster.remote.Lane;
import io.muster.remote.RemoteFailure;
import io.muster.safety.DeviceId;
import io.muster.safety.WipeSafety;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/**
 * Looks for devices of the leaver's that are not in the case yet. An empty list proves nothing:
 * what may be theirs is asked about, once everything that is clear is shut.
 */
@Component
class LookForMore extends Step {
  private static final int MOST_NAMED = 5;
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

  private final Traces traces;
  private final DeviceFleet fleet;
  private final WipeSafety safety;
  private final LeaverOutcomes outcomes;
  private final StillLeaving stillLeaving;

  LookForMore(
      Traces traces,
      DeviceFleet fleet,
      WipeSafety safety,
      LeaverOutcomes outcomes,
      StillLeaving stillLeaving) {
    this.traces = traces;
    this.fleet = fleet;
    this.safety = safety;
    this.outcomes = outcomes;
    this.stillLeaving = stillLeaving;
  }

  @Override
  protected Lane lane() {
    return Lane.CONTAINMENT;
  }

  @Override
  protected void run(DelegateExecution execution) {
    stillLeaving.demand(execution);
    var known = new HashSet<String>();
    safety.devicesOf(Step.caseId(execution)).forEach(device -> known.add(device.toString()));
    // a later look goes on from where the offboarding ended
    OFFBOARDING_CASE
        .find(execution)
        .ifPresent(
            before -> safety.devicesOf(before).forEach(device -> known.add(device.toString())));
    var traced = withTheirs(execution, traces.followEverywhere(EMPLOYEE.in(execution)));
    var fresh = Traces.numbers(traced, known);
    if (!fresh.isEmpty()) {
      found(execution, traced, fresh);
      return;
    }
    var unclear = unclear(traced);
    var settled = UNCLEAR_SETTLED.find(execution).orElse("");
    LOOK.set(execution, unclear.isEmpty() || unclear.equals(settled) ? "nothing" : "ask");
    UNCLEAR.set(execution, unclear);
  }

  private void found(DelegateExecution execution, TracedDevices traced, List<String> fresh) {
    traces.freeze(execution, traced);
    var users = new TreeSet<>(DEVICE_USERS.find(execution).orElse(List.of()));
    traced.users().forEach(found -> users.add(found.user().id().value()));
    DEVICE_USERS.set(execution, List.copyOf(users));
    FLEET_USER.set(execution, users.stream().findFirst().orElse(""));
    DEVICES.set(execution, fresh);
    var devices = fresh.stream().map(DeviceId::of).collect(Collectors.toSet());
    outcomes.sayOfEach(
        execution, Outcome.Kind.LOCK, devices, Outcome.State.REQUESTED, "to be locked");
    outcomes.sayOfEach(
        execution, Outcome.Kind.ISOLATION, devices, Outcome.State.REQUESTED, "to be isolated");
    LOOK.set(execution, "found");
  }

  /** What a person said is theirs, added to what was found. */
  private TracedDevices withTheirs(DelegateExecution execution, TracedDevices traced) {
    var decision = DECISION.find(execution).orElse("");
    if (UNCLEAR.find(execution).orElse("").isEmpty()
        || !Set.of("theirs", "notTheirs").contains(decision)) {
      return traced;
    }
    var theirs = decision.equals("theirs") ? theirs(execution) : Set.<DeviceId>of();
    if (decision.equals("theirs") && theirs.isEmpty()) {
      return traced; // a yes that names no device says nothing: it is asked again
    }
    UNCLEAR_SETTLED.set(execution, UNCLEAR.in(execution));
    if (decision.equals("notTheirs")) {
      return traced;
    }
    var devices = new ArrayList<>(traced.devices());
    for (var id : theirs) {
      devices.add(new TracedDevice(named(id, traced), "a person said so"));
    }
    return new TracedDevices(traced.users(), devices, List.of(), traced.unassigned());
  }

  /**
   * A device that somebody says is the leaver's. Its owner does not become the leaver by that: one
   * word alone must not make a colleague's devices the leaver's.
   */
  private Device named(DeviceId id, TracedDevices traced) {
    var device =
        fleet
            .read(id)
            .filter(Device::enrolled)
            .orElseThrow(
                () ->
                    new RemoteFailure.Refused(
                        "Hexnode manages no device %s. Correct the number.".formatted(id)));
    var owner = device.owner();
    var isAskedAbout =
        owner == null
            || Stream.concat(
                    traced.users().stream().map(TracedUser::user), traced.perhaps().stream())
                .anyMatch(user -> user.id().equals(owner));
    if (!isAskedAbout) {
      throw new RemoteFailure.Refused(
          "Device %s belongs to Hexnode user %s, who is none of those asked about. Change its owner in Hexnode first, if it is wrong there."
              .formatted(id, owner));
    }
    return device;
  }

  private static Set<DeviceId> theirs(DelegateExecution execution) {
    var said = THEIR_DEVICES.find(execution).orElse("");
    var numbers = new HashSet<DeviceId>();
    for (var number : said.split("[,;\\s]+", -1)) {
      if (number.isEmpty()) {
        continue;
      }
      if (!NUMBER.matcher(number).matches()) {
        throw new RemoteFailure.Refused(
            "'%s' is no device number. Write the numbers Hexnode shows, with commas between."
                .formatted(number.length() > 20 ? number.substring(0, 20) : number));
      }
      numbers.add(DeviceId.of(number));
    }
    return numbers;
  }

  /**
   * What somebody has to say something about; nobody's devices only where none was found at all.
   */
  private static String unclear(TracedDevices traced) {
    var perhaps = traced.perhaps().stream().map(LookForMore::words);
    var nobodys =
        traced.devices().isEmpty()
            ? traced.unassigned().stream().map(LookForMore::words)
            : Stream.<String>empty();
    var all = Stream.concat(perhaps, nobodys).toList();
    var named = all.stream().limit(MOST_NAMED).collect(Collectors.joining("; "));
    return all.size() > MOST_NAMED
        ? "%s; and %d more".formatted(named, all.size() - MOST_NAMED)
        : named;
  }

  private static String words(DeviceUser user) {
    return "the device user %s (%s, %s) has the person's name and another address, was the person before, or has an address of the person that is a colleague's"
        .formatted(user.id(), user.email().isEmpty() ? "no address" : user.email(), user.domain());
  }

  private static String words(Device device) {
    return "device %s (%s, %s, serial %s) belongs to nobody"
        .formatted(device.id(), device.name(), device.model(), device.serial());
  }
}
