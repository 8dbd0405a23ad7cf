package io.muster.simulator.entra;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The people and groups of one tenant, and what time does to them. */
final class Tenant {
  private static final Duration BIN_KEEPS = Duration.ofDays(30);

  private final EntraOptions options;
  private final Clock clock;
  private final Map<String, EntraUser> users = new LinkedHashMap<>();
  private final Map<String, EntraGroup> groups = new LinkedHashMap<>();
  private final Set<String> software = new LinkedHashSet<>();
  private final Set<String> binned = new LinkedHashSet<>();
  private final Happenings happenings = new Happenings();
  private Instant nextDue = Instant.MAX;
  private long number;

  Tenant(EntraOptions options, Clock clock) {
    this.options = options;
    this.clock = clock;
  }

  Instant now() {
    return clock.instant();
  }

  Happenings happenings() {
    settle();
    return happenings;
  }

  String newId() {
    return new UUID(0x4d757374_6572_4000L, 0x8000_0000_0000_0000L | ++number).toString();
  }

  // users

  EntraUser addUser() {
    var user = new EntraUser(newId(), now());
    user.data.put("id", user.id);
    users.put(user.id, user);
    return user;
  }

  /** Everybody who is not in the bin. */
  Collection<EntraUser> users() {
    settle();
    return users.values().stream().filter(user -> user.deletedAt == null).toList();
  }

  Collection<EntraUser> bin() {
    return binned.stream().flatMap(id -> Optional.ofNullable(users.get(id)).stream()).toList();
  }

  /** By id or login; not those in the bin. */
  Optional<EntraUser> find(String key) {
    settle();
    return Optional.ofNullable(users.get(key))
        .or(
            () ->
                users.values().stream()
                    .filter(user -> user.login().equalsIgnoreCase(key))
                    .findFirst())
        .filter(user -> user.deletedAt == null);
  }

  Optional<EntraUser> binned(String id) {
    settle();
    return Optional.ofNullable(users.get(id)).filter(user -> user.deletedAt != null);
  }

  /** Something about the user is different now. */
  void touch(EntraUser user) {
    settle();
    user.touched(now());
    due(user, now().plus(options.ruleDelay()));
    happenings.add(now(), Happenings.Kind.USER, user.id, null, false);
    settle();
  }

  /** Into the bin, where it is in no group; Entra puts its id before its login. */
  void bin(EntraUser user) {
    settle();
    user.deletedAt = now();
    binned.add(user.id);
    user.data.put("userPrincipalName", user.id.replace("-", "") + user.login());
    user.touched(now());
    happenings.add(now(), Happenings.Kind.USER, user.id, null, true);
    groups.values().stream()
        .filter(
            group -> group.membersByRule.remove(user.id) || group.membersByHand.contains(user.id))
        .forEach(group -> happenings.add(now(), Happenings.Kind.MEMBER, group.id, user.id, true));
  }

  void restore(EntraUser user) {
    user.deletedAt = null;
    binned.remove(user.id);
    var bin = user.id.replace("-", "");
    user.data.put("userPrincipalName", user.login().substring(bin.length()));
    groups.values().stream()
        .filter(group -> group.membersByHand.contains(user.id))
        .forEach(group -> happenings.add(now(), Happenings.Kind.MEMBER, group.id, user.id, false));
    touch(user);
  }

  /** Gone for good. */
  void purge(String id) {
    var user = users.remove(id);
    binned.remove(id);
    if (user == null) {
      return;
    }
    happenings.add(now(), Happenings.Kind.USER, id, null, true);
    for (var group : groups.values()) {
      var wasIn = group.members().contains(id);
      group.membersByRule.remove(id);
      group.membersByHand.remove(id);
      if (wasIn) {
        happenings.add(now(), Happenings.Kind.MEMBER, group.id, id, true);
      }
    }
  }

  String addSoftware() {
    var id = newId();
    software.add(id);
    return id;
  }

  boolean isSoftware(String id) {
    return software.contains(id);
  }

  // groups

  EntraGroup addGroup(String name) {
    var group = new EntraGroup(newId(), name, now());
    groups.put(group.id, group);
    happenings.add(now(), Happenings.Kind.GROUP, group.id, null, false);
    return group;
  }

  Optional<EntraGroup> group(String id) {
    settle();
    return Optional.ofNullable(groups.get(id)).filter(group -> !group.deleted);
  }

  Collection<EntraGroup> groups() {
    settle();
    return groups.values().stream().filter(group -> !group.deleted).toList();
  }

  void changed(EntraGroup group) {
    happenings.add(now(), Happenings.Kind.GROUP, group.id, null, group.deleted);
  }

  void setRule(EntraGroup group, @Nullable String rule, boolean paused) {
    settle();
    group.rule = rule;
    group.paused = paused;
    changed(group);
    users.values().forEach(user -> due(user, now().plus(options.ruleDelay())));
    settle();
  }

  void addMember(EntraGroup group, String member) {
    if (group.membersByHand.add(member)) {
      happenings.add(now(), Happenings.Kind.MEMBER, group.id, member, false);
    }
  }

  void removeMember(EntraGroup group, String member) {
    if (group.membersByHand.remove(member)) {
      happenings.add(now(), Happenings.Kind.MEMBER, group.id, member, true);
    }
  }

  /** The groups a user or group is in, directly or through others. */
  List<EntraGroup> groupsAround(String member) {
    settle();
    var around = new LinkedHashMap<String, EntraGroup>();
    collect(member, around);
    return List.copyOf(around.values());
  }

  private void collect(String member, Map<String, EntraGroup> around) {
    for (var group : groups()) {
      if (group.members().contains(member) && around.putIfAbsent(group.id, group) == null) {
        collect(group.id, around);
      }
    }
  }

  /** Everything in the group, directly or through others: users, groups and software. */
  Set<String> membersWithin(EntraGroup group) {
    settle();
    var within = new LinkedHashSet<String>();
    collectWithin(group, within);
    return within;
  }

  private void collectWithin(EntraGroup group, Set<String> within) {
    for (var member : group.members()) {
      if (within.add(member)) {
        group(member).ifPresent(nested -> collectWithin(nested, within));
      }
    }
  }

  // time

  private void due(EntraUser user, Instant at) {
    user.rulesDue = at;
    if (at.isBefore(nextDue)) {
      nextDue = at;
    }
  }

  /** Everything that was due until now happens. */
  void settle() {
    emptyBin();
    if (nextDue.isAfter(now())) {
      return;
    }
    var next = Instant.MAX;
    for (var user : users.values()) {
      var due = user.rulesDue;
      if (due == null) {
        continue;
      }
      if (due.isAfter(now())) {
        next = due.isBefore(next) ? due : next;
      } else {
        user.rulesDue = null;
        evaluate(user, due);
      }
    }
    nextDue = next;
  }

  private void emptyBin() {
    if (!binned.isEmpty()) {
      bin().stream()
          .filter(user -> isOver(user.deletedAt))
          .map(user -> user.id)
          .toList()
          .forEach(this::purge);
    }
  }

  private boolean isOver(@Nullable Instant deletedAt) {
    return deletedAt != null && deletedAt.plus(BIN_KEEPS).isBefore(now());
  }

  private void evaluate(EntraUser user, Instant when) {
    for (var group : groups.values()) {
      var rule = group.rule;
      if (rule == null || group.paused || user.deletedAt != null) {
        continue;
      }
      if (MembershipRule.fits(rule, user)) {
        if (group.membersByRule.add(user.id)) {
          happenings.add(when, Happenings.Kind.MEMBER, group.id, user.id, false);
        }
      } else if (group.membersByRule.remove(user.id)) {
        happenings.add(when, Happenings.Kind.MEMBER, group.id, user.id, true);
      }
    }
  }
}
