package io.muster.devices;

import io.muster.safety.DeviceId;
import io.muster.safety.Known;
import io.muster.safety.Ownership;
import io.muster.testing.InMemoryFleet.Deed;
import io.muster.testing.InMemoryFleet.Lie;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What happens around a fleet without its being asked, and what is really so. */
public interface FleetWorld {
  /** The fleet itself, as a step would use it. */
  DeviceFleet fleet();

  /** Somebody else makes a user. */
  FleetUserId user(String email);

  /** Somebody else makes a user of this name, and of no address if it is empty. */
  FleetUserId user(String name, String email);

  /** The user's address is another from now on. */
  void changeAddress(FleetUserId user, String email);

  /** Directory sync drops the user, who came from there. */
  void drop(FleetUserId user);

  /** How many users have this address. */
  int usersWith(String email);

  /** Somebody makes a policy. */
  void policy(String name);

  /** Somebody makes a policy that brings the login window. */
  void accessPolicy(String name);

  /** A person enrols a device. */
  DeviceId enrol(String email, Platform platform, Ownership ownership);

  /** Takes the device off the net, or lets it back. */
  void setOnline(DeviceId device, boolean online);

  /** Somebody gives the device to another person, or to nobody. */
  void hand(DeviceId device, @Nullable String email);

  /** The device is in shared use or not, and its recovery key is kept or not. */
  void facts(DeviceId device, Known shared, Known recoveryKey);

  /** The fleet lies so about the next such deed on this device, or about the last one. */
  void lie(Deed deed, DeviceId device, Lie lie);

  /** The fleet lies no more about it. */
  void beHonest(Deed deed, DeviceId device);

  /** The fleet will give up on wiping this device. */
  void failWipe(DeviceId device);

  /** So much time passes that every device that is online has done what it was told. */
  void timePasses();

  /** The policies tied to the group. */
  Set<String> policiesOf(String group);

  /** How many enrolment messages this person got. */
  int messagesTo(String email);

  /** Whether the device was told to lock. */
  boolean locked(DeviceId device);

  /** Whether the device is cut off. */
  boolean isolated(DeviceId device);

  /** How often the device, or the company's part of it, was erased. */
  int erasures(DeviceId device);

  /** The next writing call takes effect, but nobody hears the answer. */
  void loseNextAnswer(String operation);

  /** The next call is turned away and has no effect. */
  void turnAwayNext(String operation);
}
