package io.muster.console;

import io.muster.console.DecisionReader.Decided;
import io.muster.devices.KnownDevice;
import io.muster.devices.KnownDevices;
import io.muster.directory.AccountAt;
import io.muster.directory.KnownAccounts;
import io.muster.intake.EventHistory;
import io.muster.intake.EventHistory.Event;
import io.muster.intake.EventHistory.Filter;
import io.muster.people.EmployeeId;
import io.muster.people.LegalHolds;
import io.muster.people.PeopleSearch;
import io.muster.people.Worker;
import io.muster.people.Workforce;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** One person: what HR said, what was decided and why, accounts, devices, cases, tasks. */
@Controller
class PersonPage implements ConsolePage {
  private static final int MOST_EVENTS = 50;
  private static final int MOST_CASES = 20;
  private static final int CASES_IN_FULL = 5;

  private final Workforce workforce;
  private final PeopleSearch people;
  private final LegalHolds holds;
  private final EventHistory events;
  private final KnownAccounts accounts;
  private final KnownDevices devices;
  private final CaseReader cases;
  private final CaseDetail detail;
  private final TaskReader tasks;
  private final DecisionReader decisions;

  PersonPage(
      Workforce workforce,
      PeopleSearch people,
      LegalHolds holds,
      EventHistory events,
      KnownAccounts accounts,
      KnownDevices devices,
      CaseReader cases,
      CaseDetail detail,
      TaskReader tasks,
      DecisionReader decisions) {
    this.workforce = workforce;
    this.people = people;
    this.holds = holds;
    this.events = events;
    this.accounts = accounts;
    this.devices = devices;
    this.cases = cases;
    this.detail = detail;
    this.tasks = tasks;
    this.decisions = decisions;
  }

  @GetMapping("/console/people/{number}")
  String person(@PathVariable String number, Viewer viewer, Model page) {
    viewer.demand(Page.PERSON);
    var employee = employee(number);
    var worker = workforce.find(employee).orElse(null);
    var heard = events.newest(Filter.about(employee, MOST_EVENTS));
    var theirs = cases.of(employee, MOST_CASES);
    if (worker == null && heard.isEmpty() && theirs.isEmpty()) {
      throw PageRefused.noSuchPerson();
    }
    page.addAttribute("employee", employee.value());
    page.addAttribute("worker", worker);
    page.addAttribute("manager", manager(worker));
    page.addAttribute("holds", holds.of(employee));
    page.addAttribute("events", viewer.sees(Page.PERSON, Field.EVENT) ? heard : List.<Event>of());
    page.addAttribute("cases", theirs);
    page.addAttribute(
        "reasons", viewer.sees(Page.PERSON, Field.REASON) ? reasons(theirs) : Map.of());
    page.addAttribute(
        "accounts",
        viewer.sees(Page.PERSON, Field.ACCOUNT) ? accounts.of(employee) : List.<AccountAt>of());
    page.addAttribute("seesDevices", viewer.sees(Page.PERSON, Field.DEVICE));
    page.addAttribute(
        "devices",
        viewer.sees(Page.PERSON, Field.DEVICE)
            ? devices.devicesOf(employee)
            : List.<KnownDevice>of());
    var ids = withParts(theirs.stream().limit(CASES_IN_FULL).toList());
    page.addAttribute(
        "tasks", viewer.sees(Page.PERSON, Field.TASK) ? tasks.in(ids) : List.<OpenTask>of());
    page.addAttribute("seesDecisions", viewer.sees(Page.PERSON, Field.DECISION));
    page.addAttribute(
        "decisions",
        viewer.sees(Page.PERSON, Field.DECISION) ? decided(ids, viewer) : List.<Decided>of());
    return "console/person";
  }

  private static EmployeeId employee(String number) {
    try {
      return new EmployeeId(number);
    } catch (IllegalArgumentException notANumber) {
      throw PageRefused.noSuchPerson();
    }
  }

  private String manager(@Nullable Worker worker) {
    if (worker == null || worker.manager() == null) {
      return "";
    }
    var match = people.named(List.of(worker.manager())).get(worker.manager());
    return match == null ? worker.manager().value() : match.name();
  }

  private Map<String, String> reasons(List<CaseHead> theirs) {
    var reasons = new LinkedHashMap<String, String>();
    theirs.forEach(head -> detail.reason(head).ifPresent(why -> reasons.put(head.id(), why)));
    return reasons;
  }

  private List<String> withParts(List<CaseHead> theirs) {
    var ids = new ArrayList<String>();
    for (var head : theirs) {
      ids.add(head.id());
      cases.parts(head.id()).forEach(part -> ids.add(part.id()));
    }
    return ids;
  }

  private List<Decided> decided(List<String> ids, Viewer viewer) {
    var all = decisions.in(ids);
    return viewer.sees(Page.PERSON, Field.REASON)
        ? all
        : all.stream().map(Decided::withoutReason).toList();
  }
}
