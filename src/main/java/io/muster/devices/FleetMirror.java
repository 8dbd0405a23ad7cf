package io.muster.devices;

import io.muster.remote.RemoteFailure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fleet's users and user groups by the many, for keeping them equal to a directory.
 *
 * <p>There is no way here to delete a user: that would disenrol the user's devices. Any method may
 * throw {@link RemoteFailure.Unavailable} if a later try may succeed and {@link
 * RemoteFailure.Misconfigured} if the connection itself is wrong.
 */
public interface FleetMirror {
  /**
   * Some of the users there are.
   *
   * @param page what the page before named as the next, or null for the first
   */
  Page users(@Nullable String page);

  /** True if there is still such a user. */
  boolean hasUser(FleetUserId user);

  /** The ids of the user groups by name; a name that several bear is left out. */
  Map<String, FleetGroupId> groups();

  /** Who is in the group now; empty if it is gone. */
  Optional<Set<FleetUser>> members(FleetGroupId group);

  /**
   * Sees to it that there is a group of this name.
   *
   * @throws RemoteFailure.Refused if several bear it
   */
  FleetGroupId ensureGroup(String name);

  /**
   * Sees to it that the group bears this name, and keeps its members.
   *
   * @throws RemoteFailure.Refused if another bears it
   */
  void ensureNamed(FleetGroupId group, String name);

  /** Puts these users in and takes those out, all of them by one call. */
  void changeMembers(FleetGroupId group, Set<FleetUserId> in, Set<FleetUserId> out);

  /**
   * Makes a user of the fleet's own.
   *
   * @param about whom it is for in the ledger, an employee number or an account id
   * @throws RemoteFailure.Refused if another user has the address
   */
  FleetUserId createUser(String name, String email, String about);

  /**
   * A user.
   *
   * @param email the address, or null
   */
  record FleetUser(FleetUserId id, @Nullable String email) {}

  /**
   * A part of the users.
   *
   * @param next how to ask for the part after it, or null if this was the last
   */
  record Page(List<FleetUser> users, @Nullable String next) {
    public Page {
      users = List.copyOf(users);
    }
  }
}
