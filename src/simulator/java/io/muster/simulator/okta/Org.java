package io.muster.simulator.okta;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The people, groups and rules of one org, and what time does to them. */
final class Org {
  static final String EVERYONE = "Everyone";

  private final OktaOptions options;
  private final Clock clock;
  private final Map<String, OktaUser> users = new LinkedHashMap<>();
  private final Map<String, Group> groups = new LinkedHashMap<>();
  private final List<Rule> rules = new ArrayList<>();
  private final SystemLog log;
  private int number;
  private Listener listener = (type, user, group) -> {};

  /** Hears what happens here. */
  interface Listener {
    void happened(String type, String user, @Nullable String group);
  }

  Org(OktaOptions options, Clock clock) {
    this.options = options;
    this.clock = clock;
    this.log = new SystemLog(clock, options.indexDelay());
    addGroup(EVERYONE);
  }

  /** Who hears what happens here. */
  void tell(Listener newListener) {
    listener = newListener;
  }

  record Group(
      String id,
      String name,
      String type,
      Instant created,
      Instant changed,
      Instant membersChanged) {
    Group called(String newName, Instant now) {
      return new Group(id, newName, type, created, now, membersChanged);
    }

    Group withOtherMembers(Instant now) {
      return new Group(id, name, type, created, changed, now);
    }
  }

  record Rule(
      String id,
      String name,
      String group,
      String expression,
      Set<String> leavesOut,
      String status,
      Instant created) {
    boolean fits(OktaUser user) {
      return status.equals("ACTIVE")
          && !leavesOut.contains(user.id)
          && Expression.rule(expression).holds(user::text);
    }

    Rule with(String newStatus) {
      return new Rule(id, name, group, expression, leavesOut, newStatus, created);
    }

    Rule leavingOut(String user) {
      var all = new LinkedHashSet<>(leavesOut);
      all.add(user);
      return new Rule(id, name, group, expression, all, status, created);
    }
  }

  Instant now() {
    return clock.instant();
  }

  String id(String prefix) {
    return "%s%017d".formatted(prefix, ++number);
  }

  // users

  OktaUser addUser(String status) {
    var user = new OktaUser(id("00u"), status, now());
    users.put(user.id, user);
    log.add("user.lifecycle.create", SystemLog.user(user.id));
    return user;
  }

  void remove(String id) {
    if (users.remove(id) != null) {
      log.add("user.lifecycle.delete.completed", SystemLog.user(id));
    }
  }

  Collection<OktaUser> users() {
    settle();
    return users.values();
  }

  /** By id, by login, or by the part of the login before the at sign if only one has it. */
  Optional<OktaUser> find(String key) {
    settle();
    var byId = Optional.ofNullable(users.get(key));
    return byId.isPresent() ? byId : byLogin(key).or(() -> byShortName(key));
  }

  Optional<OktaUser> byLogin(String login) {
    return users.values().stream()
        .filter(user -> user.text("login").equalsIgnoreCase(login))
        .findFirst();
  }

  private Optional<OktaUser> byShortName(String name) {
    var start = name.toLowerCase(Locale.ROOT) + "@";
    var found =
        users.values().stream()
            .filter(user -> user.text("login").toLowerCase(Locale.ROOT).startsWith(start))
            .toList();
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  /** Something about the user is different now. */
  void touch(OktaUser user) {
    settle();
    log.add("user.account.update_profile", SystemLog.user(user.id));
    user.touched(now(), now().plus(options.ruleDelay()));
    settle();
  }

  void move(OktaUser user, String status) {
    user.status = status;
    var type =
        switch (status) {
          case "SUSPENDED" -> "user.lifecycle.suspend";
          case "DEPROVISIONED" -> "user.lifecycle.deactivate";
          default -> "user.lifecycle.activate";
        };
    listener.happened(type, user.id, null);
    user.goneAt = null;
    log.add(type, SystemLog.user(user.id));
    touch(user);
  }

  /** Takes as long as deactivations take here. */
  void deactivate(OktaUser user) {
    user.goneAt = now().plus(options.leavingDelay());
    settle();
  }

  // groups

  String addGroup(String name) {
    return groups.values().stream()
        .filter(group -> group.name().equals(name))
        .map(Group::id)
        .findFirst()
        .orElseGet(() -> newGroup(name, name.equals(EVERYONE) ? "BUILT_IN" : "OKTA_GROUP"));
  }

  /** A group of a name that another may have, if it comes from an application. */
  String newGroup(String name, String type) {
    var group = new Group(id("00g"), name, type, now(), now(), now());
    groups.put(group.id(), group);
    log.add("group.lifecycle.create", SystemLog.group(group.id()));
    return group.id();
  }

  void rename(String id, String name) {
    groups.computeIfPresent(id, (same, group) -> group.called(name, now()));
    log.add("group.profile.update", SystemLog.group(id));
  }

  /** With the group go its members, and nothing is said of them. */
  void removeGroup(String id) {
    if (groups.remove(id) != null) {
      users
          .values()
          .forEach(
              user -> {
                user.groupsByHand.remove(id);
                user.groupsByRule =
                    user.groupsByRule.stream()
                        .filter(group -> !group.equals(id))
                        .collect(Collectors.toSet());
              });
      rules.removeIf(rule -> rule.group().equals(id));
      log.add("group.lifecycle.delete", SystemLog.group(id));
    }
  }

  /** Puts somebody in by hand, or takes them out. */
  void setMember(String group, OktaUser user, boolean in) {
    var groupsBefore = allOf(user);
    if (in) {
      user.groupsByHand.add(group);
    } else {
      user.groupsByHand.remove(group);
    }
    tellOfGroups(user, groupsBefore, now());
  }

  private static Set<String> allOf(OktaUser user) {
    var all = new LinkedHashSet<>(user.groupsByHand);
    all.addAll(user.groupsByRule);
    return all;
  }

  private void tellOfGroups(OktaUser user, Set<String> before, Instant at) {
    var after = allOf(user);
    after.stream()
        .filter(group -> !before.contains(group))
        .forEach(group -> membership("group.user_membership.add", group, user, at));
    before.stream()
        .filter(group -> !after.contains(group))
        .forEach(group -> membership("group.user_membership.remove", group, user, at));
  }

  private void membership(String type, String group, OktaUser user, Instant at) {
    groups.computeIfPresent(group, (same, it) -> it.withOtherMembers(at));
    log.add(at, type, SystemLog.user(user.id), SystemLog.group(group));
  }

  Optional<Group> group(String id) {
    return Optional.ofNullable(groups.get(id));
  }

  /** Who is in it; a deactivated user is in no group. */
  List<OktaUser> membersOf(String group) {
    settle();
    var everyone = group(group).filter(it -> it.type().equals("BUILT_IN")).isPresent();
    return users.values().stream()
        .filter(user -> !user.status.equals("DEPROVISIONED"))
        .filter(
            user ->
                everyone || user.groupsByHand.contains(group) || user.groupsByRule.contains(group))
        .toList();
  }

  SystemLog log() {
    settle();
    return log;
  }

  Collection<Group> groups() {
    return groups.values();
  }

  List<Group> groupsOf(OktaUser user) {
    settle();
    return groups.values().stream()
        .filter(
            group ->
                group.name().equals(EVERYONE)
                    || user.groupsByHand.contains(group.id())
                    || user.groupsByRule.contains(group.id()))
        .toList();
  }

  // rules

  void add(Rule rule) {
    settle();
    rules.add(rule);
    rulesChanged();
  }

  List<Rule> rules() {
    return rules;
  }

  void change(String group, java.util.function.UnaryOperator<Rule> change) {
    settle();
    var id = addGroup(group);
    for (var rule : rules) {
      if (rule.group().equals(id) && rule.status().equals("ACTIVE")) {
        var changed = change.apply(rule).status();
        if (!changed.equals("ACTIVE")) {
          log.add(
              "group.user_membership.rule."
                  + (changed.equals("INVALID") ? "invalidate" : "deactivated"),
              new SystemLog.Target(rule.id(), "GroupRule"));
        }
      }
    }
    rules.replaceAll(rule -> rule.group().equals(id) ? change.apply(rule) : rule);
    rulesChanged();
  }

  private void rulesChanged() {
    users.values().forEach(user -> user.rulesDue = now().plus(options.ruleDelay()));
    settle();
  }

  /** Everything that was due until now happens. */
  private void settle() {
    for (var user : users.values()) {
      var goneAt = user.goneAt;
      if (goneAt != null && !goneAt.isAfter(now())) {
        user.goneAt = null;
        user.status = "DEPROVISIONED";
        listener.happened("user.lifecycle.deactivate", user.id, null);
        log.add(goneAt, "user.lifecycle.deactivate", SystemLog.user(user.id));
        user.touched(goneAt, goneAt);
      }
      var due = user.rulesDue;
      if (due != null && !due.isAfter(now())) {
        user.rulesDue = null;
        var byRule = user.groupsByRule;
        var before = allOf(user);
        user.groupsByRule =
            user.status.equals("DEPROVISIONED")
                ? Set.of()
                : rules.stream()
                    .filter(rule -> rule.fits(user))
                    .map(Rule::group)
                    .collect(Collectors.toSet());
        tellMoves(user, byRule);
        if (!user.status.equals("DEPROVISIONED")) {
          // of a deactivated user the log tells just that
          tellOfGroups(user, before, due);
        }
      }
    }
  }

  private void tellMoves(OktaUser user, Set<String> before) {
    user.groupsByRule.stream()
        .filter(group -> !before.contains(group))
        .forEach(group -> listener.happened("group.user_membership.add", user.id, group));
    before.stream()
        .filter(group -> !user.groupsByRule.contains(group))
        .forEach(group -> listener.happened("group.user_membership.remove", user.id, group));
  }
}
