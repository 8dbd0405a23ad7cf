package io.muster.devices.hexnode;

import static io.muster.devices.hexnode.HexnodeProperties.Family.ACTIONS;

import io.muster.devices.Progress;
import io.muster.devices.hexnode.HexnodeApi.ActionStatus;
import io.muster.devices.hexnode.HexnodeApi.DeviceOrder;
import io.muster.devices.hexnode.HexnodeApi.LockOrder;
import io.muster.devices.hexnode.HexnodeApi.PolicyOrder;
import io.muster.ledger.Entry;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.Secret;
import io.muster.safety.DeviceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of devices, and what became of it.
 *
 * <p>Hexnode answers "accepted" without a number, so an action is found again by the device, its
 * name and the time it was asked for.
 */
final class FleetActions {
  private static final Pattern NO_LETTERS = Pattern.compile("[^a-z]+");
  private static final Comparator<DeviceId> BY_NUMBER = Comparator.comparingLong(DeviceId::value);

  private final Hexnode hexnode;

  FleetActions(Hexnode hexnode) {
    this.hexnode = hexnode;
  }

  /** Kinds of action as they are called in a device's history. */
  enum Kind {
    LOCK("lock"),
    WIPE("wipe"),
    DISENROLL("disenroll");

    private final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  /**
   * Locks all of them in one call. Where Hexnode refuses that call, one device may be the reason,
   * and the others are locked one by one.
   */
  void lock(Collection<DeviceId> devices) {
    if (devices.isEmpty()) {
      return;
    }
    try {
      lockTogether(devices);
    } catch (Refused refused) {
      if (devices.size() == 1) {
        throw refused;
      }
      lockSingly(devices);
    }
  }

  private void lockSingly(Collection<DeviceId> devices) {
    var refusals = new ArrayList<String>();
    for (var device : devices) {
      try {
        lockTogether(List.of(device));
      } catch (Refused refused) {
        refusals.add("device %s: %s".formatted(device, refused.getMessage()));
      }
    }
    if (!refusals.isEmpty()) {
      throw new Refused("Not everything is locked. " + String.join(" ", refusals));
    }
  }

  private void lockTogether(Collection<DeviceId> devices) {
    var shown = hexnode.properties().lock();
    var order =
        new LockOrder(
            numbers(devices),
            List.of(),
            List.of(),
            List.of(),
            shown.message(),
            shown.phoneNumber(),
            Optional.ofNullable(shown.macPin()).map(Secret::reveal).orElse(null));
    act("device.lock", devices, hexnode.properties().actions().lock(), order);
  }

  /** Ties the policy to these devices in one call. */
  void tie(String action, long policy, Collection<DeviceId> devices) {
    var order = new PolicyOrder(List.of(policy), numbers(devices), List.of(), List.of(), List.of());
    act(action, devices, hexnode.properties().actions().associatePolicy(), order);
  }

  /** Takes the policy off these devices in one call. */
  void untie(String action, long policy, Collection<DeviceId> devices) {
    var order = new PolicyOrder(List.of(policy), numbers(devices), List.of(), List.of(), List.of());
    act(action, devices, hexnode.properties().actions().removePolicy(), order);
  }

  /** Erases everything on this device; the guard on the wire demands the warrant. */
  void wipe(DeviceId device) {
    erase("device.wipe", device, hexnode.properties().actions().wipe());
  }

  /** Takes everything of the company off this device; the guard demands the warrant here too. */
  void disenroll(DeviceId device) {
    erase("device.disenroll", device, hexnode.properties().actions().disenroll());
  }

  private void erase(String action, DeviceId device, String name) {
    act(action, List.of(device), name, DeviceOrder.on(List.of(device.value())));
  }

  private void act(String action, Collection<DeviceId> devices, String name, Object order) {
    hexnode.perform(
        action,
        devices.stream().sorted(BY_NUMBER).map(DeviceId::toString).toList(),
        api -> {
          api.act(name, hexnode.body(ACTIONS, order));
          return true;
        });
  }

  /** The entry of an earlier try of the current case that may have reached the device. */
  Optional<Entry> earlier(String action, DeviceId device) {
    return hexnode.ledger().latest(action, device.toString()).filter(Entry::mayHaveHappened);
  }

  /** How far an action asked for since then has come; empty if the device is not there. */
  Optional<Progress> progress(DeviceId device, Kind kind, Instant since) {
    var properties = hexnode.properties();
    var from = since.minus(properties.clockSkew());
    return hexnode
        .findAll(
            (api, page, perPage) ->
                api.actionsOn(device.value(), properties.actionStatus(), page, perPage))
        .map(
            history ->
                history.stream()
                    .filter(entry -> isOfKind(entry, kind) && isSince(entry, from))
                    .map(FleetActions::progress)
                    .reduce(Progress.NOT_FOUND, FleetActions::further));
  }

  private static boolean isOfKind(ActionStatus entry, Kind kind) {
    // whole words, or an unlock would pass for a lock
    return NO_LETTERS.splitAsStream(plain(entry.action())).anyMatch(kind.word::equals);
  }

  private static boolean isSince(ActionStatus entry, Instant from) {
    var asked = SeenDevice.instant(entry.initiatedTime() == null ? "" : entry.initiatedTime());
    return asked != null && !asked.isBefore(from);
  }

  /** A word that nobody has told us yet counts as not finished. */
  private static Progress progress(ActionStatus entry) {
    return switch (NO_LETTERS.matcher(plain(entry.status())).replaceAll("")) {
      case "success", "successful", "succeeded", "completed", "done" -> Progress.DONE;
      case "failed", "failure", "error", "cancelled", "canceled" -> Progress.FAILED;
      default -> Progress.PENDING;
    };
  }

  /** Of several tries, one that was done tells all, and one under way more than one that failed. */
  private static Progress further(Progress one, Progress other) {
    for (var first : List.of(Progress.DONE, Progress.PENDING, Progress.FAILED)) {
      if (one == first || other == first) {
        return first;
      }
    }
    return Progress.NOT_FOUND;
  }

  private static String plain(@Nullable String word) {
    return word == null ? "" : word.toLowerCase(Locale.ROOT);
  }

  private static List<Long> numbers(Collection<DeviceId> devices) {
    return devices.stream().map(DeviceId::value).sorted().toList();
  }
}
