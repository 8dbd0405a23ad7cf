package io.muster.devices;

import io.muster.people.Worker;
import io.muster.remote.RemoteFailure;
import io.muster.safety.DeviceId;
import io.muster.safety.Ownership;
import io.muster.safety.WipeKind;
import io.muster.safety.WipeWarrant;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The managed devices, their users, and what is laid upon them.
 *
 * <p>Every method states a wish. The engine may run a step twice, so a wish that already holds is
 * granted in silence. Any method may throw {@link RemoteFailure.Unavailable} if a later try may
 * succeed and {@link RemoteFailure.Misconfigured} if the connection itself is wrong. The fleet
 * answers "accepted"; whether it happened is read back with the methods that ask.
 */
public interface DeviceFleet {
  /** The configured name of this connection. */
  String connection();

  /** Its users and user groups by the many. */
  FleetMirror mirror();

  /**
   * Finds the user with this address, for people who come. A leaver's are found by {@link #trace}.
   *
   * @throws RemoteFailure.Refused if several match
   */
  Optional<FleetUserId> findUser(String email);

  /** Sees to it that the worker is a user of the fleet. */
  FleetUserId ensureUser(Worker worker);

  /** The names of the user groups this user is in now. */
  Set<String> groupsOf(FleetUserId user);

  /** Sees to it that the groups exist and the user is in them. */
  void ensureInGroups(FleetUserId user, Set<String> groups);

  /** Takes the user out of these groups; one that is not there is no trouble. */
  void ensureOutOfGroups(FleetUserId user, Set<String> unwanted);

  /** Takes the user out of every user group. */
  void ensureInNoGroup(FleetUserId user);

  /**
   * Ties policies to a user group, so that they follow its members.
   *
   * @throws RemoteFailure.Refused if a policy of that name is missing or there are several
   */
  void ensurePoliciesOnGroup(String group, Set<String> policies);

  /**
   * Sends the person the request to enrol a device. Every call sends a message, so a request of the
   * same case with the same {@code occasion} is never sent twice.
   *
   * @param occasion tells the first request from each reminder
   */
  void askToEnrol(FleetUserId user, Ownership ownership, String occasion);

  /**
   * The devices enrolled for this user; ownership may be unknown in this list. It may be as of a
   * little while ago, as one reading of the whole list serves all who ask at about the same time.
   */
  List<Device> devicesOf(FleetUserId user);

  /**
   * Reads one device as it is now, never from a cache; empty if the fleet no longer has it.
   *
   * @throws RemoteFailure.Unavailable also if the fleet answered about another device
   */
  Optional<Device> read(DeviceId device);

  /** Ties a policy to single devices. */
  void ensurePolicyOnDevices(String policy, Set<DeviceId> devices);

  /** The names of the policies the device reports. */
  Set<String> policiesOn(DeviceId device);

  /** Whether the login window component has been seen on the device. */
  boolean accessSeenOn(DeviceId device);

  /**
   * Locks the screens of these devices, with a message on them where the platform shows one. What
   * failed or was forgotten is asked for again.
   *
   * @throws RemoteFailure.Refused naming the devices that were refused; the others are locked
   */
  void ensureLocked(Set<DeviceId> devices);

  /**
   * Cuts these devices off from the company's networks by the configured lock-down policy. What
   * failed or was forgotten is asked for again.
   *
   * @throws RemoteFailure.Refused naming the devices that were refused; the others are cut off
   */
  void ensureIsolated(Set<DeviceId> devices);

  /**
   * Lets these devices into the company's networks again. One that is gone is passed by; a lock is
   * undone by the person, on the device.
   */
  void ensureReleased(Set<DeviceId> devices);

  /** How far the lock asked for since then has come on this device. */
  default Progress lockProgress(DeviceId device, Instant since) {
    return lockSeen(device, since).progress();
  }

  /**
   * Wipes the one device the warrant names, as the warrant says, once.
   *
   * @return when it was asked for, which may be long ago: an earlier try may have died without
   *     hearing the answer
   * @throws RemoteFailure.Refused if the live device differs from what was approved, or does not
   *     show its serial number and enrolment
   */
  Instant wipe(WipeWarrant warrant);

  /** How far a wipe asked for since then has come on the device itself. */
  default Progress wipeProgress(DeviceId device, WipeKind kind, Instant since) {
    return wipeSeen(device, kind, since).progress();
  }

  /**
   * Finds what is, or may be, a leaver's by every trace there is, reading users and devices once.
   *
   * <p>An address that several users bear finds all of them. A device that is known by serial
   * number and enrolment is found though nobody owns it now; one that somebody else owns now is
   * not. Ownership, sharing and recovery keys may be unknown in this list.
   */
  TracedDevices trace(DeviceTraces traces);

  /**
   * Finds the same by what is known already, for whoever cannot wait until all is read anew. Where
   * that leads to no user or no device, all is read anew.
   */
  default TracedDevices traceKnown(DeviceTraces traces) {
    return trace(traces);
  }

  /** Finds the same for whoever acts on nothing; what is not found is not looked for anew. */
  default TracedDevices traceIndexed(DeviceTraces traces) {
    return traceKnown(traces);
  }

  /** What its work costs in calls. */
  default FleetCosts costs() {
    return FleetCosts.USUAL;
  }

  /**
   * Asks these devices to report, which does nothing else to them.
   *
   * @throws RemoteFailure.Refused naming the devices that the fleet would not ask
   */
  void wake(Set<DeviceId> devices);

  /**
   * What can be seen of the lock asked for since then. Of several tries the last one counts, and a
   * lock that was taken off again has failed.
   *
   * @throws RemoteFailure.Unavailable also if the fleet answered about another device
   */
  Sighting lockSeen(DeviceId device, Instant since);

  /**
   * What can be seen of the isolation asked for since then. It is done where the device shows the
   * policy and nothing says that the device has not taken it.
   *
   * @throws RemoteFailure.Unavailable also if the fleet answered about another device
   */
  Sighting isolationSeen(DeviceId device, Instant since);

  /**
   * What can be seen of the wipe asked for since then. A device that left device management before
   * it was seen wiped has not been wiped completely, as far as anybody knows.
   *
   * @throws RemoteFailure.Unavailable also if the fleet answered about another device
   */
  Sighting wipeSeen(DeviceId device, WipeKind kind, Instant since);
}
