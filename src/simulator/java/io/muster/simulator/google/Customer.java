package io.muster.simulator.google;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muster.simulator.Call;
import java.time.Clock;
import java.time.Duration;
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
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** The people and groups of one domain, and what time does to them. */
final class Customer {
  private final GoogleOptions options;
  private final Clock clock;
  private final BiConsumer<String, Person> bell;
  private final Map<String, Person> people = new LinkedHashMap<>();
  private final Map<String, Team> teams = new LinkedHashMap<>();
  private final Set<Person> due = new LinkedHashSet<>();
  private long number = 100_000_000_000_000_000L;

  /** The bell is rung with the event and whom it is about. */
  Customer(GoogleOptions options, Clock clock, BiConsumer<String, Person> bell) {
    this.options = options;
    this.clock = clock;
    this.bell = bell;
  }

  Instant now() {
    return clock.instant();
  }

  boolean ours(String address) {
    return address.toLowerCase(Locale.ROOT).endsWith("@" + options.domain());
  }

  /** Refuses a call about a domain that is somebody else's. */
  void checkDomain(Call call) {
    if (call.parameter("domain").filter(it -> !it.equalsIgnoreCase(options.domain())).isPresent()) {
      throw Problems.noDomain();
    }
  }

  // people

  Person addPerson(ObjectNode data) {
    var person = new Person(Long.toString(++number), data, now());
    people.put(person.id, person);
    changed("add", person);
    return person;
  }

  /** Those that are there, new ones too that nobody can read yet. */
  Collection<Person> people() {
    settle();
    return people.values().stream().filter(person -> person.deleted == null).toList();
  }

  Collection<Person> deleted() {
    return people.values().stream().filter(person -> person.deleted != null).toList();
  }

  /** By id, address or alias, whether it is shown yet or not. */
  Optional<Person> find(String key) {
    settle();
    return Optional.ofNullable(people.get(key))
        .filter(person -> person.deleted == null)
        .or(() -> people().stream().filter(person -> person.reachedBy(key)).findFirst());
  }

  /** For 20 days nobody else gets the address of somebody who was deleted. */
  boolean isHeldByDeleted(String address) {
    var oldest = now().minus(Duration.ofDays(20));
    return deleted().stream()
        .filter(person -> person.deleted != null && person.deleted.isAfter(oldest))
        .anyMatch(person -> person.reachedBy(address));
  }

  /** True unless somebody else gave the administrator only some privileges. */
  boolean callerIsSuper() {
    return find("admin@" + options.domain())
        .filter(admin -> admin.data.path("isDelegatedAdmin").asBoolean())
        .isEmpty();
  }

  Optional<Person> deletedOne(String id) {
    return Optional.ofNullable(people.get(id)).filter(person -> person.deleted != null);
  }

  boolean taken(String address) {
    return people().stream().anyMatch(person -> person.reachedBy(address))
        || teams.values().stream().anyMatch(team -> team.address.equalsIgnoreCase(address));
  }

  /** Something about the person is different now. */
  void changed(String event, Person person) {
    settle();
    person.touched(now(), now().plus(options.ruleDelay()));
    due.add(person);
    settle();
    bell.accept(event, person);
  }

  void delete(Person person) {
    person.deleted = now();
    teams.values().forEach(team -> team.members.remove(person.id));
    person.groupsByRule = Set.of();
    bell.accept("delete", person);
  }

  void undelete(Person person) {
    person.deleted = null;
    changed("undelete", person);
  }

  /** The old address goes on reaching the person. */
  void rename(Person person, String address) {
    var aliases = person.data.withArray("aliases");
    aliases.add(person.address());
    person.data.put("primaryEmail", address);
  }

  // groups

  Team addTeam(String name) {
    return teams.values().stream()
        .filter(team -> team.name.equals(name))
        .findFirst()
        .orElseGet(() -> newTeam(name));
  }

  /** With an address like its name, if that is free. */
  Team newTeam(String name) {
    var id = "0%dgrp".formatted(++number);
    var local = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    var address = local + "@" + options.domain();
    var team = new Team(id, taken(address) ? id + "@" + options.domain() : address, name);
    teams.put(id, team);
    return team;
  }

  Collection<Team> teams() {
    settle();
    return teams.values();
  }

  Optional<Team> team(String key) {
    settle();
    return Optional.ofNullable(teams.get(key))
        .or(
            () ->
                teams.values().stream()
                    .filter(team -> team.address.equalsIgnoreCase(key))
                    .findFirst());
  }

  void removeTeam(String id) {
    teams.remove(id);
    teams.values().forEach(team -> team.members.remove(id));
  }

  void setQuery(Team team, String query) {
    if (!options.dynamicGroups()) {
      throw new IllegalStateException("this edition has no dynamic groups");
    }
    settle();
    team.query = query;
    team.version++;
    people.values().forEach(person -> person.rulesDue = now().plus(options.ruleDelay()));
    due.addAll(people.values());
    settle();
  }

  /** True while somebody's membership in dynamic groups is not worked out yet. */
  boolean updating() {
    settle();
    return !due.isEmpty();
  }

  /** Who is in the group by itself: ids of people and of groups. */
  Set<String> direct(Team team) {
    settle();
    if (!team.dynamic()) {
      return team.members;
    }
    return people.values().stream()
        .filter(person -> person.groupsByRule.contains(team.id))
        .map(person -> person.id)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Those of nested groups too, and the nested groups. */
  List<String> derived(Team team) {
    var all = new LinkedHashSet<String>();
    var open = new ArrayList<>(List.of(team));
    var seen = new LinkedHashSet<>(List.of(team.id));
    while (!open.isEmpty()) {
      for (var member : direct(open.remove(0))) {
        all.add(member);
        var nested = teams.get(member);
        if (nested != null && seen.add(nested.id)) {
          open.add(nested);
        }
      }
    }
    return List.copyOf(all);
  }

  /** Everything that was due until now happens. */
  private void settle() {
    due.removeIf(this::settled);
  }

  private boolean settled(Person person) {
    var at = person.rulesDue;
    if (at == null || at.isAfter(now())) {
      return at == null;
    }
    person.rulesDue = null;
    person.groupsByRule =
        teams.values().stream()
            .filter(team -> person.deleted == null && team.wants(person.data))
            .map(team -> team.id)
            .collect(Collectors.toSet());
    return true;
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
