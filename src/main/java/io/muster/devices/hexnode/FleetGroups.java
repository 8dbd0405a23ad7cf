package io.muster.devices.hexnode;

import static io.muster.devices.hexnode.HexnodeProperties.Family.ACTIONS;
import static io.muster.devices.hexnode.HexnodeProperties.Family.GROUPS;

import com.fasterxml.jackson.databind.JsonNode;
import io.muster.devices.FleetUserId;
import io.muster.devices.hexnode.FleetIndex.Freshness;
import io.muster.devices.hexnode.HexnodeApi.Group;
import io.muster.devices.hexnode.HexnodeApi.GroupDetail;
import io.muster.devices.hexnode.HexnodeApi.Members;
import io.muster.devices.hexnode.HexnodeApi.NewGroup;
import io.muster.devices.hexnode.HexnodeApi.Policy;
import io.muster.devices.hexnode.HexnodeApi.PolicyOrder;
import io.muster.devices.hexnode.HexnodeApi.UserDetail;
import io.muster.remote.RemoteFailure.Refused;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The user groups, who is in them, and the policies that follow their members. */
final class FleetGroups {
  private final Hexnode hexnode;
  private final FleetIndex index;
  private final Policies policies;

  FleetGroups(Hexnode hexnode, FleetIndex index, Policies policies) {
    this.hexnode = hexnode;
    this.index = index;
    this.policies = policies;
  }

  Set<String> of(FleetUserId user) {
    return new TreeSet<>(memberships(user).values());
  }

  void ensureIn(FleetUserId user, Set<String> wanted) {
    var missing = new TreeSet<>(wanted);
    if (missing.isEmpty()) {
      return;
    }
    missing.removeAll(memberships(user).values());
    if (missing.isEmpty()) {
      return;
    }
    for (var name : missing) {
      var group = group(name);
      if (group.isPresent()) {
        change(group.get().id(), user, new Members(List.of(number(user)), List.of()));
      } else {
        createWith(name, user);
      }
    }
  }

  void ensureOutOf(FleetUserId user, Set<String> unwanted) {
    if (unwanted.isEmpty()) {
      return;
    }
    memberships(user)
        .forEach(
            (group, name) -> {
              if (unwanted.contains(name)) {
                change(group, user, new Members(List.of(), List.of(number(user))));
              }
            });
  }

  void ensureInNone(FleetUserId user) {
    memberships(user)
        .keySet()
        .forEach(group -> change(group, user, new Members(List.of(), List.of(number(user)))));
  }

  void ensurePolicies(String name, Set<String> wanted) {
    if (wanted.isEmpty()) {
      return;
    }
    var group = group(name);
    var missing = new TreeSet<>(wanted);
    group
        .flatMap(found -> detail(found.id()))
        .map(GroupDetail::policy)
        .ifPresent(tied -> tied.stream().map(Policy::name).forEach(missing::remove));
    if (missing.isEmpty()) {
      return;
    }
    var ids = policies.named(missing);
    var id = group.map(Group::id).or(() -> created(name)).or(() -> idOf(name));
    if (id.isEmpty()) {
      throw new Refused("Hexnode has no user group '%s'. Make one in the portal.".formatted(name));
    }
    var order = new PolicyOrder(ids, List.of(), List.of(), List.of(id.get()), List.of());
    hexnode.perform(
        "policy.tieToGroup",
        List.of(id.get().toString()),
        api -> {
          api.act(hexnode.properties().actions().associatePolicy(), hexnode.body(ACTIONS, order));
          return true;
        });
  }

  /** The groups of the user by their ids; none if the user is gone. */
  private Map<Long, String> memberships(FleetUserId user) {
    var detail =
        hexnode.findThe("user", number(user), api -> api.user(user.value()), UserDetail::id);
    if (detail.isEmpty()) {
      return Map.of();
    }
    return detail
        .map(UserDetail::usergroups)
        .flatMap(FleetGroups::shown)
        .orElseGet(() -> lookedThrough(number(user)));
  }

  /** The groups as the user's own page shows them; empty if it does not say id and name of each. */
  private static Optional<Map<Long, String>> shown(List<JsonNode> groups) {
    var found = new LinkedHashMap<Long, String>();
    for (var group : groups) {
      var name = group.hasNonNull("groupname") ? group.path("groupname") : group.path("name");
      if (!group.path("id").canConvertToLong() || !name.isTextual()) {
        return Optional.empty();
      }
      found.put(group.path("id").longValue(), name.textValue());
    }
    return Optional.of(found);
  }

  /** Looks into each group; where a user's page does not show the groups there is no other way. */
  private Map<Long, String> lookedThrough(long user) {
    var found = new LinkedHashMap<Long, String>();
    for (var group : index.groups(Freshness.NOW)) {
      if (Objects.equals(group.usersCount(), 0) || group.groupname() == null) {
        continue;
      }
      // a group can be in the list and yet not be there when asked for; then nobody is in it
      detail(group.id())
          .map(GroupDetail::users)
          .filter(users -> users.stream().anyMatch(member -> member.id() == user))
          .ifPresent(member -> found.put(group.id(), group.groupname()));
    }
    return found;
  }

  private Optional<GroupDetail> detail(long group) {
    return hexnode.findThe("user group", group, api -> api.group(group), GroupDetail::id);
  }

  private void change(long group, FleetUserId user, Members members) {
    hexnode.perform(
        members.addUsers().isEmpty() ? "group.removeMember" : "group.addMember",
        List.of(group + "/" + user),
        api -> {
          api.changeMembers(group, hexnode.body(GROUPS, members));
          return true;
        });
  }

  /** Many are hired at once into a group that is not there yet, and one of their cases is first. */
  private void createWith(String name, FleetUserId user) {
    try {
      create(name, List.of(number(user)));
    } catch (Refused refused) {
      var made = idOf(name).orElseThrow(() -> refused);
      change(made, user, new Members(List.of(number(user)), List.of()));
    }
  }

  /** The new group; empty if its id is not told or another case was faster. */
  private Optional<Long> created(String name) {
    try {
      return create(name, List.of());
    } catch (Refused refused) {
      return Optional.of(idOf(name).orElseThrow(() -> refused));
    }
  }

  private Optional<Long> create(String name, List<Long> users) {
    var group = new NewGroup(name, "Mirrored from the directory", users);
    return hexnode.perform(
        "group.create",
        List.of(name),
        api -> FleetUsers.newId(api.createGroup(hexnode.body(GROUPS, group))));
  }

  private Optional<Long> idOf(String name) {
    return named(name, Freshness.NOW).map(Group::id);
  }

  /** A group that is there may be known from before; that one is not there has to be seen now. */
  private Optional<Group> group(String name) {
    return named(name, Freshness.FRESH).or(() -> named(name, Freshness.NOW));
  }

  private Optional<Group> named(String name, Freshness freshness) {
    var found =
        index.groupsNamed(name, freshness).stream()
            .collect(Collectors.toMap(Group::id, group -> group, (one, again) -> one));
    if (found.size() > 1) {
      throw new Refused(
          "Hexnode has %d user groups named '%s'. Keep one of them.".formatted(found.size(), name));
    }
    return found.values().stream().findFirst();
  }

  private static long number(FleetUserId user) {
    return Long.parseLong(user.value());
  }
}
