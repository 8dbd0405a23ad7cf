package io.muster.console;

import io.muster.directory.Account;
import io.muster.directory.Directories;
import io.muster.directory.Directory;
import io.muster.directory.DirectoryGroup;
import io.muster.lifecycle.Tables;
import io.muster.people.EmployeeId;
import io.muster.people.Worker;
import io.muster.people.Workforce;
import io.muster.process.DecisionTables.TableRule;
import io.muster.remote.CallPriority;
import io.muster.remote.RemoteFailure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Shows which rule put whom where: what our tables expect, and what the directories have. */
@RestController
class GroupsController {
  private final Workforce workforce;
  private final Directories directories;
  private final Tables tables;

  GroupsController(Workforce workforce, Directories directories, Tables tables) {
    this.workforce = workforce;
    this.directories = directories;
    this.tables = tables;
  }

  /** The groups of one person, behind every connection. */
  @GetMapping("/api/people/{employee}/groups")
  PersonView groupsOf(@PathVariable EmployeeId employee) {
    return workforce
        .find(employee)
        .map(
            worker -> CallPriority.VERIFICATION.during(() -> view(worker, tables.groupsOf(worker))))
        .orElseThrow(
            () ->
                new ResponseStatusException(
                    HttpStatus.NOT_FOUND,
                    "HR has not told us about employee %s. See whether the number is right, and under /api/events what came in."
                        .formatted(employee)));
  }

  /** What feeds the group rules, and the rules themselves, for every connection. */
  @GetMapping("/api/rules")
  List<ConnectionView> rules() {
    var expected = tables.groupRules();
    return CallPriority.VERIFICATION.during(
        () -> directories.all().stream().map(it -> rules(it, expected)).toList());
  }

  private PersonView view(Worker worker, Map<String, List<TableRule>> expected) {
    var accounts = new ArrayList<AccountView>();
    var unclear = new ArrayList<String>();
    for (var directory : directories.all()) {
      try {
        directory
            .find(worker.id())
            .map(account -> view(directory, account, expected))
            .ifPresent(accounts::add);
      } catch (RemoteFailure failure) {
        unclear.add("%s: %s".formatted(directory.connection(), failure.getMessage()));
      }
    }
    return new PersonView(
        worker.id().value(),
        worker.department(),
        worker.location(),
        worker.title(),
        accounts,
        unclear);
  }

  private AccountView view(
      Directory directory, Account account, Map<String, List<TableRule>> expected) {
    var actual = directory.groupsOf(account.id());
    var ours = tables.groups();
    var all = new TreeSet<>(expected.keySet());
    all.addAll(actual);
    var rows = new ArrayList<GroupView>();
    var missing = new HashSet<String>();
    for (var name : all) {
      var group = shown(directory, name);
      var row =
          new GroupView(
              name,
              said(expected.get(name)),
              actual.contains(name),
              group.map(DirectoryGroup::keptBy).orElse(null),
              group.map(DirectoryGroup::rule).orElse(null),
              Standing.of(
                  expected.containsKey(name), actual.contains(name), ours.contains(name), group));
      rows.add(row);
      if (row.standing() == Standing.MISSING || row.standing() == Standing.EVALUATING) {
        missing.add(name);
      }
    }
    return new AccountView(
        directory.connection(),
        account.id().value(),
        account.status(),
        rows,
        rows.stream().allMatch(row -> row.standing().fine),
        missing.isEmpty() ? null : directory.whyNotIn(account.id(), missing));
  }

  private static ConnectionView rules(Directory directory, Map<String, List<TableRule>> expected) {
    var groups = new ArrayList<RuleView>();
    try {
      expected.forEach(
          (name, rules) -> {
            var group = shown(directory, name);
            groups.add(
                new RuleView(
                    name,
                    rules,
                    group.isPresent(),
                    group.map(DirectoryGroup::keptBy).orElse(null),
                    group.map(DirectoryGroup::rule).orElse(null),
                    group.map(DirectoryGroup::settled).orElse(null)));
          });
      return new ConnectionView(directory.connection(), directory.attributes(), groups, null);
    } catch (RemoteFailure failure) {
      return new ConnectionView(
          directory.connection(), directory.attributes(), groups, failure.getMessage());
    }
  }

  /**
   * The group as the directory tells of it; empty too where directories of its kind do not tell.
   */
  private static Optional<DirectoryGroup> shown(Directory directory, String name) {
    try {
      return directory.roster().group(name);
    } catch (RemoteFailure.Misconfigured doesNotTell) {
      return Optional.empty();
    }
  }

  private static List<String> said(@Nullable List<TableRule> rules) {
    return rules == null ? List.of() : rules.stream().map(GroupsController::said).toList();
  }

  private static String said(TableRule rule) {
    return "%s (%s %s)".formatted(rule.says(), rule.id(), rule.conditions());
  }

  /** How a person stands to a group. */
  enum Standing {
    /** In it, as the table and the directory's rule have it. */
    AS_EXPECTED(true),
    /** In it as the table has it, but no rule of the directory keeps it so: drift waiting. */
    BY_HAND(false),
    /** Not in it yet, and the directory says that it is still working its rule out. */
    EVALUATING(false),
    /** Not in it although the table has it. */
    MISSING(false),
    /** In it although the table does not have it, which is drift. */
    NOT_EXPECTED(false),
    /** In a group that no table speaks of. */
    NOT_OURS(true);

    private final boolean fine;

    Standing(boolean fine) {
      this.fine = fine;
    }

    static Standing of(
        boolean expected, boolean member, boolean ours, Optional<DirectoryGroup> group) {
      if (expected && member) {
        return group.filter(it -> it.keptBy() == DirectoryGroup.KeptBy.HAND).isPresent()
            ? BY_HAND
            : AS_EXPECTED;
      }
      if (expected) {
        return group.filter(it -> !it.settled()).isPresent() ? EVALUATING : MISSING;
      }
      return ours ? NOT_EXPECTED : NOT_OURS;
    }
  }

  /**
   * One person.
   *
   * @param unclear the connections that did not say, with what they said instead
   */
  record PersonView(
      String employee,
      String department,
      String location,
      String title,
      List<AccountView> accounts,
      List<String> unclear) {}

  /**
   * One account of the person.
   *
   * @param settled true if every group is as the table has it
   * @param whyMissing what the directory says about those that are missing, or null
   */
  record AccountView(
      String connection,
      String account,
      Account.Status status,
      List<GroupView> groups,
      boolean settled,
      @Nullable String whyMissing) {}

  /**
   * One group.
   *
   * @param expectedBecause the rules of expected-groups.dmn that fit, in their authors' words
   * @param member whether the person is in it
   * @param keptBy who decides who is in it, or null if there is no such group
   * @param rule the directory's rule in its own words, or null
   */
  record GroupView(
      String group,
      List<String> expectedBecause,
      boolean member,
      DirectoryGroup.@Nullable KeptBy keptBy,
      @Nullable String rule,
      Standing standing) {}

  /**
   * One connection.
   *
   * @param attributes where each thing that HR says is written, by HR's name for it
   * @param problem why the list is not whole, or null
   */
  record ConnectionView(
      String connection,
      Map<String, String> attributes,
      List<RuleView> groups,
      @Nullable String problem) {}

  /**
   * One group that a table expects.
   *
   * @param expectedBy the rules of expected-groups.dmn that expect it
   * @param there whether the directory has it
   * @param settled false while the directory works its rule out; null if there is no such group
   */
  record RuleView(
      String group,
      List<TableRule> expectedBy,
      boolean there,
      DirectoryGroup.@Nullable KeptBy keptBy,
      @Nullable String rule,
      @Nullable Boolean settled) {}
}
