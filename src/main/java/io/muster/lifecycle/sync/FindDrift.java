package io.muster.lifecycle.sync;

import io.muster.directory.Account;
import io.muster.directory.AccountId;
import io.muster.directory.Directories;
import io.muster.directory.DirectoryGroup.KeptBy;
import io.muster.directory.GroupId;
import io.muster.lifecycle.OtherCases;
import io.muster.lifecycle.sync.Drifts.Drift;
import io.muster.lifecycle.sync.Drifts.Kind;
import io.muster.lifecycle.sync.Groups.Group;
import io.muster.lifecycle.sync.People.Person;
import io.muster.people.Worker;
import io.muster.people.Workforce;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.camunda.bpm.engine.DecisionService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.variable.Variables;
import org.springframework.stereotype.Component;

/**
 * Compares the groups of everybody who changed with those the table {@code expectedGroups} gives
 * them for what HR says, and keeps each difference with its reason. While a case of the person is
 * under way their groups are about to change, so they wait for a later run.
 */
@Component
class FindDrift extends SyncStep {
  private static final int AT_ONCE = 20;
  private static final Set<Account.Status> IN_USE_NO_MORE =
      Set.of(Account.Status.SUSPENDED, Account.Status.RETIRED);

  private final Directories directories;
  private final Workforce workforce;
  private final Groups groups;
  private final People people;
  private final Members members;
  private final Drifts drifts;
  private final OtherCases others;
  private final Clock clock;

  FindDrift(
      Directories directories,
      Workforce workforce,
      Groups groups,
      People people,
      Members members,
      Drifts drifts,
      OtherCases others,
      Clock clock) {
    this.directories = directories;
    this.workforce = workforce;
    this.groups = groups;
    this.people = people;
    this.members = members;
    this.drifts = drifts;
    this.others = others;
    this.clock = clock;
  }

  @Override
  protected boolean part(String connection, DelegateExecution execution) {
    var changed = people.toCompare(connection, AT_ONCE);
    var decisions = execution.getProcessEngineServices().getDecisionService();
    for (var person : changed) {
      var employee = person.employee();
      if (employee != null && others.areUnderWay(employee)) {
        people.compareNextTime(connection, person.account());
      } else {
        drifts.are(connection, person.account(), drifts(connection, decisions, person));
        people.compared(connection, person.account());
      }
    }
    return changed.size() == AT_ONCE;
  }

  private List<Drift> drifts(String connection, DecisionService decisions, Person person) {
    return Optional.ofNullable(person.employee())
        .flatMap(workforce::find)
        .map(worker -> compared(connection, person, worker, expected(decisions, worker)))
        .orElseGet(() -> ofNobody(connection, person));
  }

  /**
   * Of an account that HR told us nothing about no group can be expected, so it cannot be missing
   * anywhere. Whoever was put in by hand is there without HR's doing, and so is an account that
   * names no person at all.
   */
  private List<Drift> ofNobody(String connection, Person person) {
    return members.groupsOf(connection, person.account()).values().stream()
        .flatMap(id -> groups.find(connection, id).stream())
        .filter(
            group ->
                group.keptBy() == KeptBy.HAND
                    || group.keptBy() == KeptBy.ELSEWHERE
                    || (person.employee() == null && group.keptBy() == KeptBy.RULE))
        .map(
            group ->
                drift(
                    connection,
                    person,
                    group.name(),
                    Kind.UNEXPECTED,
                    "HR knows nobody with this account; " + reason(group)))
        .toList();
  }

  private static Set<String> expected(DecisionService decisions, Worker worker) {
    return new TreeSet<>(
        decisions
            .evaluateDecisionTableByKey("expectedGroups")
            .variables(
                Variables.createVariables()
                    .putValue("department", worker.department())
                    .putValue("location", worker.location())
                    .putValue("title", worker.title()))
            .evaluate()
            .<String>collectEntries("group"));
  }

  /** One number on two accounts: whoever leaves keeps one of them, if nobody notices. */
  private List<Drift> twins(String connection, Person person) {
    var employee = person.employee();
    if (employee == null || IN_USE_NO_MORE.contains(person.status())) {
      return List.of();
    }
    var twins = people.othersOf(connection, employee, person.account());
    return twins.isEmpty()
        ? List.of()
        : List.of(
            drift(
                connection,
                person,
                Drift.NUMBER,
                Kind.DIFFERENT,
                "the accounts %s bear the same employee number; leave it on one of them"
                    .formatted(twins)));
  }

  private static boolean hasAnotherLogin(Person person, Worker worker) {
    return !person.login().equalsIgnoreCase(worker.workEmail())
        && !worker.workEmail().equalsIgnoreCase(person.mail());
  }

  private List<Drift> compared(
      String connection, Person person, Worker worker, Set<String> expected) {
    var actual = members.groupsOf(connection, person.account());
    var found = new ArrayList<Drift>(twins(connection, person));
    if (hasAnotherLogin(person, worker)) {
      found.add(
          drift(
              connection,
              person,
              Drift.LOGIN,
              Kind.DIFFERENT,
              "HR names another address than the login and the mail address of the account (muster.transfer.login-on-rename)"));
    }
    var missing = new TreeSet<>(expected);
    missing.retainAll(groups.names(connection));
    missing.removeAll(actual.keySet());
    missing(connection, person.account(), missing)
        .forEach(
            (group, reason) -> found.add(drift(connection, person, group, Kind.MISSING, reason)));
    var unexpected = new TreeMap<String, GroupId>(actual);
    unexpected.keySet().removeAll(expected);
    unexpected
        .values()
        .forEach(
            id ->
                groups
                    .find(connection, id)
                    .ifPresent(
                        group ->
                            found.add(
                                drift(
                                    connection,
                                    person,
                                    group.name(),
                                    Kind.UNEXPECTED,
                                    reason(group)))));
    return found;
  }

  /** Costs a call, so it is asked only when somebody is missing somewhere. */
  private Map<String, String> missing(String connection, AccountId account, Set<String> groups) {
    var reasons = new TreeMap<String, String>();
    var directory = directories.find(connection);
    if (directory.isEmpty()) {
      groups.forEach(group -> reasons.put(group, "the directory has not pushed them as a member"));
      return reasons;
    }
    for (var group : groups) {
      var said = directory.get().whyNotIn(account, Set.of(group));
      reasons.put(group, said.startsWith(group + ": ") ? said.substring(group.length() + 2) : said);
    }
    return reasons;
  }

  private Drift drift(String connection, Person person, String group, Kind kind, String reason) {
    return new Drift(
        connection,
        person.account(),
        person.employee(),
        person.login(),
        group,
        kind,
        reason,
        clock.instant());
  }

  private static String reason(Group group) {
    if (!group.settled()) {
      return "the directory is still working out the rule of this group";
    }
    if (group.keptBy() == KeptBy.HAND) {
      return "put in by hand; no rule fills this group";
    }
    if (group.keptBy() == KeptBy.RULE) {
      return "the directory's rule (%s) puts them there, or somebody did by hand; the table of expected groups does not"
          .formatted(group.rule());
    }
    return "the directory or another system fills this group";
  }
}
