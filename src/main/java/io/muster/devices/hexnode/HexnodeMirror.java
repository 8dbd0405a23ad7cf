package io.muster.devices.hexnode;

import static io.muster.devices.hexnode.HexnodeProperties.Family.GROUPS;
import static io.muster.devices.hexnode.HexnodeProperties.Family.USERS;

import io.muster.devices.FleetGroupId;
import io.muster.devices.FleetMirror;
import io.muster.devices.FleetUserId;
import io.muster.devices.hexnode.HexnodeApi.Group;
import io.muster.devices.hexnode.HexnodeApi.GroupDetail;
import io.muster.devices.hexnode.HexnodeApi.Members;
import io.muster.devices.hexnode.HexnodeApi.NewGroup;
import io.muster.devices.hexnode.HexnodeApi.NewUser;
import io.muster.devices.hexnode.HexnodeApi.User;
import io.muster.devices.hexnode.HexnodeApi.UserDetail;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.remote.RemoteFailure.Unavailable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Hexnode's users and user groups by the many. */
final class HexnodeMirror implements FleetMirror {
  private static final String DESCRIPTION = "Mirrored from the directory";

  private final Hexnode hexnode;

  HexnodeMirror(Hexnode hexnode) {
    this.hexnode = hexnode;
  }

  @Override
  public Page users(@Nullable String page) {
    int number = page == null ? 1 : Integer.parseInt(page);
    var shown = hexnode.find(api -> api.users(number, hexnode.properties().pageSize()));
    return new Page(
        shown.map(HexnodeApi.Page::results).stream()
            .flatMap(List::stream)
            .filter(user -> !FleetUsers.isNobody(user.name()))
            .map(HexnodeMirror::user)
            .toList(),
        // pages are counted and links not followed, so the key never goes where a link says
        shown.map(HexnodeApi.Page::next).isPresent() ? Integer.toString(number + 1) : null);
  }

  @Override
  public boolean hasUser(FleetUserId user) {
    return hexnode
        .findThe("user", number(user.value()), api -> api.user(user.value()), UserDetail::id)
        .isPresent();
  }

  private static FleetUser user(User user) {
    return new FleetUser(new FleetUserId(Long.toString(user.id())), user.email());
  }

  @Override
  public Map<String, FleetGroupId> groups() {
    var byName = new TreeMap<String, FleetGroupId>();
    var several = new TreeSet<String>();
    for (var group : hexnode.all(HexnodeApi::groups)) {
      var name = group.groupname();
      if (name != null) {
        var before = byName.put(name, id(group));
        if (before != null && !before.equals(id(group))) {
          several.add(name);
        }
      }
    }
    byName.keySet().removeAll(several);
    return byName;
  }

  private static FleetGroupId id(Group group) {
    return new FleetGroupId(Long.toString(group.id()));
  }

  @Override
  public Optional<Set<FleetUser>> members(FleetGroupId group) {
    return detail(group)
        .map(
            detail ->
                Optional.ofNullable(detail.users()).stream()
                    .flatMap(List::stream)
                    .map(HexnodeMirror::user)
                    .collect(Collectors.toSet()));
  }

  private Optional<GroupDetail> detail(FleetGroupId group) {
    var id = number(group.value());
    return hexnode.findThe("user group", id, api -> api.group(id), GroupDetail::id);
  }

  @Override
  public FleetGroupId ensureGroup(String name) {
    try {
      return hexnode
          .perform(
              "group.create",
              List.of(name),
              api ->
                  FleetUsers.newId(
                      api.createGroup(
                          hexnode.body(GROUPS, new NewGroup(name, DESCRIPTION, List.of())))))
          .map(id -> new FleetGroupId(Long.toString(id)))
          .orElseGet(
              () ->
                  bearing(name)
                      .orElseThrow(
                          () ->
                              Unavailable.answerLost(
                                  "Hexnode took the new group '%s' and does not show it yet."
                                      .formatted(name),
                                  null)));
    } catch (Refused refused) {
      // there is one already, or an earlier answer was lost
      return bearing(name).orElseThrow(() -> refused);
    }
  }

  private Optional<FleetGroupId> bearing(String name) {
    return Optional.ofNullable(groups().get(name));
  }

  @Override
  public void ensureNamed(FleetGroupId group, String name) {
    var detail = detail(group);
    if (detail.isEmpty() || name.equals(detail.get().groupname())) {
      return;
    }
    // the call replaces everything, so who is in it now is said again
    var members =
        detail.map(GroupDetail::users).stream().flatMap(List::stream).map(User::id).toList();
    hexnode.perform(
        "group.rename",
        List.of(group.value()),
        api -> {
          api.replaceGroup(
              number(group.value()),
              hexnode.body(GROUPS, new NewGroup(name, DESCRIPTION, members)));
          return true;
        });
  }

  @Override
  public void changeMembers(FleetGroupId group, Set<FleetUserId> in, Set<FleetUserId> out) {
    if (in.isEmpty() && out.isEmpty()) {
      return;
    }
    var members = new Members(numbers(in), numbers(out));
    hexnode.perform(
        "group.changeMembers",
        List.of(group.value()),
        api -> {
          api.changeMembers(number(group.value()), hexnode.body(GROUPS, members));
          return true;
        });
  }

  @Override
  public FleetUserId createUser(String name, String email, String about) {
    return hexnode
        .perform(
            "user.create",
            List.of(about),
            api -> FleetUsers.newId(api.createUser(hexnode.body(USERS, new NewUser(name, email)))))
        .map(id -> new FleetUserId(Long.toString(id)))
        .orElseThrow(
            () ->
                Unavailable.answerLost(
                    "Hexnode took the new user for %s and does not say which it is."
                        .formatted(about),
                    null));
  }

  private static List<Long> numbers(Set<FleetUserId> users) {
    return users.stream().map(user -> number(user.value())).sorted().toList();
  }

  private static long number(String id) {
    return Long.parseLong(id);
  }
}
