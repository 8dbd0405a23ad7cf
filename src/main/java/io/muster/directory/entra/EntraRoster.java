package io.muster.directory.entra;

import com.microsoft.graph.models.DirectoryObject;
import com.microsoft.graph.models.Group;
import com.microsoft.graph.models.User;
import io.muster.directory.AccountId;
import io.muster.directory.DirectoryGroup;
import io.muster.directory.GroupId;
import io.muster.directory.Member;
import io.muster.directory.Roster;
import io.muster.remote.RemoteFailure.Misconfigured;
import io.muster.remote.RemoteFailure.Refused;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The groups of one tenant, who is in them, and what has changed, by Graph's delta queries.
 *
 * <p>A delta tells of direct memberships only. What it says of a group is therefore said of every
 * group around it too, and that somebody left one that may hold other groups is looked at first.
 *
 * @see <a href="https://learn.microsoft.com/graph/delta-query-overview">Graph's delta queries</a>
 */
final class EntraRoster implements Roster {
  private final String name;
  private final String number;
  private final EntraApi api;
  private final EntraGroups groups;
  private final EntraDeltas deltas;

  EntraRoster(String name, String number, EntraApi api, EntraGroups groups, EntraDeltas deltas) {
    this.name = name;
    this.number = number;
    this.api = api;
    this.groups = groups;
    this.deltas = deltas;
  }

  @Override
  public Optional<DirectoryGroup> group(String called) {
    var found = groups.named(called);
    if (found.size() > 1) {
      throw new Refused(
          "There are several groups '%s' in Entra (%s). Leave the name to one of them."
              .formatted(called, name));
    }
    return found.stream().findFirst().map(EntraGroups::ours);
  }

  @Override
  public Optional<DirectoryGroup> group(GroupId id) {
    return groups.group(id.value()).map(EntraGroups::ours);
  }

  @Override
  public Page members(GroupId group, @Nullable String page) {
    var shown =
        groups
            .members(group.value(), page, number)
            .orElseThrow(
                () ->
                    new Refused(
                        "Group %s is gone from Entra (%s). Take it out of what is to be read."
                            .formatted(group, name)));
    var members = Optional.ofNullable(shown.getValue()).orElse(List.of());
    var people = members.stream().flatMap(it -> only(User.class, it)).map(this::shown).toList();
    var nested = members.stream().flatMap(it -> only(Group.class, it));
    return new Page(people, nested.map(EntraGroups::ours).toList(), shown.getOdataNextLink());
  }

  private static <T> Stream<T> only(Class<T> kind, DirectoryObject member) {
    return Stream.of(member).filter(kind::isInstance).map(kind::cast);
  }

  @Override
  public Optional<Member> member(AccountId account) {
    return api.user(account.value()).map(user -> shown(user.user()));
  }

  private Member shown(User item) {
    var user = EntraUser.of(item, false);
    if (user.login().isEmpty()) {
      throw new Misconfigured(
          "Microsoft Graph (%s) shows members without their properties. Grant the app the application permission %s in Entra under App registrations, API permissions, and have an administrator consent."
              .formatted(name, EntraPermissions.READ_USERS));
    }
    return new Member(
        user.account(user.attribute(number)),
        user.attribute("displayName").orElse(user.login()),
        item.getMail());
  }

  // what has changed

  @Override
  public String mark() {
    return new EntraMark(EntraMark.Part.USERS, deltas.usersFromNow(), deltas.groupsFromNow())
        .text();
  }

  @Override
  public Changes changes(String text) {
    var mark = EntraMark.of(text);
    if (mark.isEmpty()) {
      return lost();
    }
    return mark.get().part() == EntraMark.Part.USERS
        ? accounts(mark.get())
        : memberships(mark.get());
  }

  private Changes lost() {
    return new Changes(List.of(), mark(), false, true);
  }

  private Changes accounts(EntraMark mark) {
    var shown = deltas.users(mark.users());
    if (shown.isEmpty()) {
      return lost();
    }
    var changes = new ArrayList<Change>();
    for (var user : Optional.ofNullable(shown.get().getValue()).orElse(List.of())) {
      var kind = EntraDeltas.removed(user) ? Change.Kind.ACCOUNT_GONE : Change.Kind.ACCOUNT;
      changes.add(new Change(kind, null, new AccountId(id(user))));
    }
    var next = shown.get().getOdataNextLink();
    return new Changes(
        changes,
        (next != null
                ? mark.going(EntraMark.Part.USERS, next)
                : mark.done(String.valueOf(shown.get().getOdataDeltaLink())))
            .text(),
        true,
        false);
  }

  private Changes memberships(EntraMark mark) {
    var shown = deltas.groups(mark.groups());
    if (shown.isEmpty()) {
      return lost();
    }
    var changes = new ArrayList<Change>();
    var around = new LinkedHashSet<GroupId>();
    for (var group : Optional.ofNullable(shown.get().getValue()).orElse(List.of())) {
      changes.addAll(changes(group, around));
    }
    around.forEach(group -> changes.add(new Change(Change.Kind.MEMBERS, group, null)));
    var next = shown.get().getOdataNextLink();
    return new Changes(
        changes,
        (next != null
                ? mark.going(EntraMark.Part.GROUPS, next)
                : mark.done(String.valueOf(shown.get().getOdataDeltaLink())))
            .text(),
        next != null,
        false);
  }

  private List<Change> changes(Group group, Set<GroupId> around) {
    var id = new GroupId(id(group));
    if (EntraDeltas.removed(group)) {
      return List.of(new Change(Change.Kind.GROUP_GONE, id, null));
    }
    var moved = EntraDeltas.members(group);
    if (moved.isEmpty()) {
      return List.of(new Change(Change.Kind.GROUP, id, null));
    }
    groups.around(id.value()).forEach(outer -> around.add(new GroupId(outer)));
    var changes = new ArrayList<Change>();
    changes.add(new Change(Change.Kind.GROUP, id, null));
    for (var member : moved) {
      if (member.isGroup()) {
        changes.add(new Change(Change.Kind.MEMBERS, id, null));
      } else if (member.isUser() && !isStillThere(group, member)) {
        var kind = member.left() ? Change.Kind.LEFT : Change.Kind.JOINED;
        changes.add(new Change(kind, id, new AccountId(member.id())));
      }
    }
    return changes;
  }

  /** Who left a group may still be in it through another; a dynamic one holds no others. */
  private boolean isStillThere(Group group, EntraDeltas.Moved member) {
    return member.left()
        && !EntraGroups.dynamic(group)
        && api.memberships(member.id()).stream()
            .flatMap(in -> in.groups().stream())
            .anyMatch(around -> id(group).equals(around.getId()));
  }

  private static String id(DirectoryObject thing) {
    return Optional.ofNullable(thing.getId()).orElse("");
  }
}
