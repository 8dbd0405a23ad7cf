package io.muster.devices.hexnode;

import static io.muster.safety.WipeKind.COMPLETE;

import io.muster.devices.Device;
import io.muster.devices.Progress;
import io.muster.devices.Sighting;
import io.muster.devices.hexnode.FleetActions.Happening;
import io.muster.devices.hexnode.FleetActions.Kind;
import io.muster.devices.hexnode.HexnodeProperties.Isolation;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.safety.DeviceId;
import io.muster.safety.WipeKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What can be seen of an action on the device itself, from its history and its page.
 *
 * <p>A look costs one call where the history says that it is done, and two otherwise.
 */
final class Sightings {
  private final FleetDevices devices;
  private final FleetActions actions;

  Sightings(FleetDevices devices, FleetActions actions) {
    this.devices = devices;
    this.actions = actions;
  }

  /** The last try counts; what took the lock off again counts against it. */
  Sighting lock(DeviceId device, Instant since) {
    var history = actions.history(device, since);
    var lock = history.flatMap(happenings -> last(happenings, Kind.LOCK));
    if (lock.isPresent() && lock.get().progress() == Progress.DONE) {
      return undoing(history.orElseThrow(), lock.get())
          .map(
              undone ->
                  failed("It was locked, and unlocked again at %s.".formatted(undone.asked())))
          .orElseGet(() -> done("The lock was carried out."));
    }
    if (lock.isPresent() && lock.get().progress() == Progress.FAILED) {
      return failed(reason("lock", lock.get()));
    }
    var page = page(device, history);
    if (page.isEmpty()) {
      return gone(device);
    }
    return lock.isPresent() ? silent("lock", page.get()) : forgotten("lock", since);
  }

  /**
   * The page shows what is tied to the device; the history, whether the device has taken it. Where
   * the history is silent, the device must have reported since.
   */
  Sighting isolation(DeviceId device, Isolation isolation, Instant since) {
    var page = devices.page(device);
    if (page.isEmpty()) {
      return gone(device);
    }
    var seen = page.get();
    var policy = isolation.policyFor(seen.platform());
    var shown = devices.policiesOn(device, seen).orElse(Set.of()).contains(policy);
    var history = actions.history(device, since).orElseThrow(() -> noHistory(device));
    var tied = last(history, Kind.ASSOCIATE_POLICY);
    if (tied.isPresent() && tied.get().progress() == Progress.FAILED) {
      return failed(reason("policy '%s'".formatted(policy), tied.get()));
    }
    if (tied.isPresent() && tied.get().progress() == Progress.PENDING) {
      return silent("policy '%s'".formatted(policy), seen);
    }
    if (!shown) {
      return tied.isPresent()
          ? failed("The policy '%s' was tied to it and is off again.".formatted(policy))
          : forgotten("policy '%s'".formatted(policy), since);
    }
    return tied.isPresent() || hasReported(seen.lastSeen(), since)
        ? done("It shows the policy '%s'.".formatted(policy))
        : silent("policy '%s'".formatted(policy), seen);
  }

  private static boolean hasReported(@Nullable Instant lastSeen, Instant since) {
    return lastSeen != null && !lastSeen.isBefore(since);
  }

  /** Of several tries, one that was done tells all, and one under way more than one that failed. */
  Sighting wipe(DeviceId device, WipeKind kind, Instant since) {
    return wipe(device, kind, since, actions.history(device, since));
  }

  /**
   * True if anything is seen of an order since then, were it a failure that may be an earlier
   * one's: what may have been sent is not sent again unseen.
   */
  boolean wipeLeftATrace(DeviceId device, WipeKind kind, Instant since) {
    return wipe(device, kind, since, actions.wideHistory(device, since)).progress()
        != Progress.NOT_FOUND;
  }

  private Sighting wipe(
      DeviceId device, WipeKind kind, Instant since, Optional<List<Happening>> history) {
    var word = kind == COMPLETE ? "wipe" : "disenrolment";
    var tries =
        history.orElse(List.of()).stream()
            .filter(happening -> happening.is(kind == COMPLETE ? Kind.WIPE : Kind.DISENROLL))
            .toList();
    if (tries.stream().anyMatch(happening -> happening.progress() == Progress.DONE)) {
      return done("The %s was carried out.".formatted(word));
    }
    var page = page(device, history);
    if (page.map(SeenDevice::device).filter(Device::enrolled).isEmpty()) {
      // to leave the fleet is what disenrolling means; but a device that left it before it was
      // seen wiped may still hold everything, and can no longer be told to wipe itself
      return kind == COMPLETE
          ? failed("It left device management before it was seen wiped.")
          : done("It left device management.");
    }
    return enrolledSince(left(word, tries, page.get(), since), page.get(), since);
  }

  private static Sighting left(String word, List<Happening> tries, SeenDevice page, Instant since) {
    if (tries.isEmpty()) {
      return forgotten(word, since);
    }
    return tries.stream().anyMatch(happening -> happening.progress() == Progress.PENDING)
        ? silent(word, page)
        : failed(reason(word, tries.get(tries.size() - 1)));
  }

  /**
   * Anybody may enrol a device anew that was never erased, and what waits in the queue may still
   * reach it; so an enrolment is told, and ends no order.
   */
  private static Sighting enrolledSince(Sighting seen, SeenDevice page, Instant since) {
    var enrolledAt = page.device().enrolledAt();
    return enrolledAt == null || !enrolledAt.isAfter(since)
        ? seen
        : new Sighting(
            seen.progress(),
            "%s It was enrolled anew at %s, which proves nothing about the order."
                .formatted(seen.words(), enrolledAt));
  }

  /**
   * The device's own page; empty if it is gone.
   *
   * @throws Unavailable if it is there and its history is not
   */
  private Optional<SeenDevice> page(DeviceId device, Optional<List<Happening>> history) {
    var page = devices.page(device);
    if (page.isPresent() && history.isEmpty()) {
      throw noHistory(device);
    }
    return page;
  }

  private static Unavailable noHistory(DeviceId device) {
    return Unavailable.turnedAway(
        "Hexnode has device %s and shows no history of it, so nothing is known of what was asked of it."
            .formatted(device),
        null,
        null);
  }

  private static Optional<Happening> last(List<Happening> history, Kind kind) {
    return history.stream().filter(entry -> entry.is(kind)).reduce((one, later) -> later);
  }

  private static Optional<Happening> undoing(List<Happening> history, Happening lock) {
    return history.subList(history.indexOf(lock) + 1, history.size()).stream()
        .filter(entry -> entry.is(Kind.UNLOCK) || entry.is(Kind.CLEAR_PASSCODE))
        .filter(entry -> entry.progress() == Progress.DONE)
        .findFirst();
  }

  private static Sighting done(String words) {
    return new Sighting(Progress.DONE, words);
  }

  private static Sighting failed(String words) {
    return new Sighting(Progress.FAILED, words);
  }

  private static String reason(String what, Happening failed) {
    return failed.message().isEmpty()
        ? "The %s failed, and Hexnode gives no reason.".formatted(what)
        : "The %s failed, Hexnode says: %s".formatted(what, failed.message());
  }

  private static Sighting silent(String what, SeenDevice seen) {
    var lastSeen = seen.lastSeen();
    return new Sighting(
        Progress.PENDING,
        lastSeen == null
            ? "The %s waits for the device, which has never reported.".formatted(what)
            : "The %s waits for the device, silent since %s.".formatted(what, lastSeen));
  }

  private static Sighting forgotten(String what, Instant since) {
    return new Sighting(
        Progress.NOT_FOUND,
        "Hexnode knows nothing of a %s asked for since %s.".formatted(what, since));
  }

  private static Sighting gone(DeviceId device) {
    return new Sighting(
        Progress.NOT_FOUND, "Device %s is not in device management any more.".formatted(device));
  }
}
