package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.LifecycleVariables.DECISION;
import static io.muster.lifecycle.LifecycleVariables.FLEET_USER;
import static io.muster.lifecycle.offboarding.Offboarding.DEVICES;
import static io.muster.lifecycle.offboarding.Offboarding.DEVICE_USERS;
import static io.muster.lifecycle.offboarding.Offboarding.LOOK;
import static io.muster.lifecycle.offboarding.Offboarding.OFFBOARDING_CASE;
import static io.muster.lifecycle.offboarding.Offboarding.OFFERED_AGAIN;
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
import io.muster.lifecycle.LifecycleVariables;
import io.muster.lifecycle.shared.StillLeaving;
import io.muster.process.Step;
import io.muster.remote.CallPriority;
import io.muster.remote.RemoteFailure;
import io.muster.safety.Claim;
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
  private final NotSecured notSecured;
  private final StillLeaving stillLeaving;

  LookForMore(
      Traces traces,
      DeviceFleet fleet,
      WipeSafety safety,
      LeaverOutcomes outcomes,
      NotSecured notSecured,
      StillLeaving stillLeaving) {
    this.traces = traces;
    this.fleet = fleet;
    this.safety = safety;
    this.outcomes = outcomes;
    this.notSecured = notSecured;
    this.stillLeaving = stillLeaving;
  }

  @Override
  protected CallPriority lane() {
    return CallPriority.VERIFICATION;
  }

  @Override
  protected void run(DelegateExecution execution) {
    stillLeaving.demand(execution);
    var known = known(execution);
    var trouble = "";
    var traced = TracedDevices.NONE;
    try {
      traced = traces.followEverywhere(EMPLOYEE.in(execution));
      listed(execution, traced);
    } catch (RemoteFailure.Refused refused) {
      // no later try mends that; whoever is asked may name the devices, or see to it
      trouble = "nobody can look for the devices: " + refused.getMessage();
    }
    try {
      look(execution, withTheirs(execution, traced), known, trouble);
    } catch (RemoteFailure.Refused refused) {
      ask(execution, Stream.of(String.valueOf(refused.getMessage()), trouble));
    }
  }

  private void look(
      DelegateExecution execution, TracedDevices traced, Set<String> known, String trouble) {
    var fresh = new ArrayList<>(Traces.numbers(traced, known));
    var again = again(execution, traced);
    fresh.addAll(again);
    if (!fresh.isEmpty()) {
      found(execution, traced, fresh);
      OFFERED_AGAIN.set(
          execution,
          Stream.concat(OFFERED_AGAIN.find(execution).orElse(List.of()).stream(), again.stream())
              .toList());
      return;
    }
    ask(execution, Stream.concat(Stream.of(trouble), unclear(execution, traced)));
  }

  private Set<String> known(DelegateExecution execution) {
    var known = new HashSet<String>();
    safety.devicesOf(Step.caseId(execution)).forEach(device -> known.add(device.toString()));
    // a later look goes on from where the offboarding ended
    OFFBOARDING_CASE
        .find(execution)
        .ifPresent(
            before -> safety.devicesOf(before).forEach(device -> known.add(device.toString())));
    return known;
  }

  /** Says that they were looked for after all, where that could not be done before. */
  private void listed(DelegateExecution execution, TracedDevices traced) {
    if (outcomes.isNotListed(execution, Outcome.Kind.LOCK)) {
      outcomes.listed(execution, Outcome.Kind.LOCK, traced.devices().size());
      notSecured.overIfSecured(execution);
    }
  }

  /** Asks a person, unless somebody has answered exactly this before. */
  private static void ask(DelegateExecution execution, Stream<String> unclear) {
    var all = unclear.filter(one -> !one.isEmpty()).toList();
    var named = all.stream().limit(MOST_NAMED).collect(Collectors.joining("; "));
    var words =
        all.size() > MOST_NAMED
            ? "%s; and %d more".formatted(named, all.size() - MOST_NAMED)
            : named;
    var settled = UNCLEAR_SETTLED.find(execution).orElse("");
    LOOK.set(execution, words.isEmpty() || words.equals(settled) ? "nothing" : "ask");
    UNCLEAR.set(execution, words);
  }

  /**
   * Devices that were locked and of which nothing was erased, as nothing showed that they are the
   * leaver's, and that are shown to be by now. Each is decided upon once more.
   */
  private List<String> again(DelegateExecution execution, TracedDevices traced) {
    var caseId = Step.caseId(execution);
    var before = OFFERED_AGAIN.find(execution).orElse(List.of());
    var mine = safety.devicesOf(caseId);
    return traced.devices().stream()
        .map(TracedDevice::device)
        .filter(device -> mine.contains(device.id()))
        .filter(device -> !before.contains(device.id().toString()))
        .filter(device -> wasNotTheirs(execution, device))
        .filter(device -> safety.claim(caseId, device.facts()) != Claim.NOT_THEIRS)
        .map(device -> device.id().toString())
        .distinct()
        .toList();
  }

  /** A look at the device found nobody it belongs to, or somebody else; nothing was planned. */
  private boolean wasNotTheirs(DelegateExecution execution, Device device) {
    return Stream.of(Outcome.Kind.WIPE, Outcome.Kind.DISENROL)
            .flatMap(kind -> outcomes.find(execution, kind, device.id().toString()).stream())
            .anyMatch(outcome -> outcome.state() == Outcome.State.CONTRADICTED)
        && !safety.planned(Step.caseId(execution), device.id());
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
    if (decision.equals("notTheirs")) {
      UNCLEAR_SETTLED.set(execution, UNCLEAR.in(execution));
      return traced;
    }
    var named = theirs.stream().map(id -> named(id, traced)).toList();
    UNCLEAR_SETTLED.set(execution, UNCLEAR.in(execution));
    var devices = new ArrayList<>(traced.devices());
    named.forEach(device -> devices.add(new TracedDevice(device, "a person said so")));
    var said =
        new TracedDevices(traced.users(), List.copyOf(devices), List.of(), traced.unassigned());
    traces.freeze(execution, said);
    named.stream()
        .filter(device -> device.owner() == null)
        .forEach(device -> safety.name(Step.caseId(execution), device.facts(), by(execution)));
    return said;
  }

  private static String by(DelegateExecution execution) {
    return LifecycleVariables.ANSWERED_BY.find(execution).orElse("somebody");
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
   * What somebody has to say something about: nobody's devices only where none was found at all, or
   * where they are locked already.
   */
  private Stream<String> unclear(DelegateExecution execution, TracedDevices traced) {
    var perhaps = traced.perhaps().stream().map(LookForMore::words);
    var locked =
        traced.devices().stream()
            .map(TracedDevice::device)
            .filter(device -> isNobodys(execution, device))
            .map(device -> words(device) + " and is locked; it is wiped only if it is theirs");
    var nobodys =
        traced.devices().isEmpty()
            ? traced.unassigned().stream().map(LookForMore::words)
            : Stream.<String>empty();
    return Stream.of(perhaps, locked, nobodys).flatMap(all -> all);
  }

  /** A device of this case that nothing shows to be the leaver's and nobody has spoken about. */
  private boolean isNobodys(DelegateExecution execution, Device device) {
    var caseId = Step.caseId(execution);
    return device.owner() == null
        && safety.devicesOf(caseId).contains(device.id())
        && safety.claim(caseId, device.facts()) == Claim.NOT_THEIRS
        && outcomes.isOpen(execution, device.id().toString());
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
