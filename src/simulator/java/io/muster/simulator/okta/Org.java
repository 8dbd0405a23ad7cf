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
  private int number;
  private Listener listener = (type, user, group) -> {};

  /** Hears what happens here. */
  interface Listener {
    void happened(String type, String user, @Nullable String group);
  }

  Org(OktaOptions options, Clock clock) {
    this.options = options;
    this.clock = clock;
    addGroup(EVERYONE);
  }

  /** Who hears what happens here. */
  void tell(Listener newListener) {
    listener = newListener;
  }

  record Group(String id, String name, Instant created) {}

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
    return user;
  }

  void remove(String id) {
    users.remove(id);
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
    user.touched(now(), now().plus(options.ruleDelay()));
    settle();
  }

  void move(OktaUser user, String status) {
    user.status = status;
    listener.happened(
        switch (status) {
          case "SUSPENDED" -> "user.lifecycle.suspend";
          case "DEPROVISIONED" -> "user.lifecycle.deactivate";
          default -> "user.lifecycle.activate";
        },
        user.id,
        null);
    user.goneAt = null;
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
        .orElseGet(
            () -> {
              var group = new Group(id("00g"), name, now());
              groups.put(group.id(), group);
              return group.id();
            });
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
        user.touched(goneAt, goneAt);
      }
      var due = user.rulesDue;
      if (due != null && !due.isAfter(now())) {
        user.rulesDue = null;
        var before = user.groupsByRule;
        user.groupsByRule =
            user.status.equals("DEPROVISIONED")
                ? Set.of()
                : rules.stream()
                    .filter(rule -> rule.fits(user))
                    .map(Rule::group)
                    .collect(Collectors.toSet());
        tellMoves(user, before);
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
