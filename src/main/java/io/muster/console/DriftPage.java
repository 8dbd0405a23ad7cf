package io.muster.console;

import io.muster.lifecycle.DriftReports;
import io.muster.lifecycle.DriftReports.Membership;
import io.muster.people.EmployeeId;
import io.muster.people.PeopleSearch;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Memberships that HR's rules, the directory and device management do not agree on. */
@Controller
class DriftPage implements ConsolePage {
  private static final int MOST = 200;

  private final DriftReports drifts;
  private final PeopleSearch people;

  DriftPage(DriftReports drifts, PeopleSearch people) {
    this.drifts = drifts;
    this.people = people;
  }

  /**
   * One membership, and what puts it right.
   *
   * @param remedy what somebody can do
   */
  record Line(Membership it, String remedy) {}

  @GetMapping("/console/drift")
  String drift(
      @RequestParam(required = false) @Nullable String connection, Viewer viewer, Model page) {
    viewer.demand(Page.DRIFT);
    var all = drifts.differing(MOST);
    var shown =
        all.stream()
            .filter(
                it ->
                    connection == null
                        || connection.isBlank()
                        || it.connection().equals(connection.strip()))
            .map(it -> new Line(it, remedy(it)))
            .toList();
    page.addAttribute("lines", shown);
    page.addAttribute("full", all.size() >= MOST);
    page.addAttribute("connection", connection);
    page.addAttribute(
        "connections", all.stream().map(Membership::connection).distinct().sorted().toList());
    page.addAttribute("names", names(all));
    return "console/drift";
  }

  static String remedy(Membership it) {
    if (it.expected() == it.actual()) {
      return "HR and the directory agree. The next sync brings it to device management; if it stays, look at the page Doctor and at the task about the mirror.";
    }
    return it.expected()
        ? "Correct what HR says of the person, or the rule of the group in '%s'. If nobody should be expected there, change expected-groups.dmn."
            .formatted(it.connection())
        : "Take the person out of the group in '%s', where somebody put them in by hand. If it is meant so, add a rule to expected-groups.dmn."
            .formatted(it.connection());
  }

  private Map<String, String> names(List<Membership> all) {
    var numbers =
        all.stream()
            .map(Membership::employee)
            .filter(Objects::nonNull)
            .map(EmployeeId::new)
            .collect(Collectors.toSet());
    return people.named(numbers).entrySet().stream()
        .collect(
            Collectors.toMap(entry -> entry.getKey().value(), entry -> entry.getValue().name()));
  }
}
