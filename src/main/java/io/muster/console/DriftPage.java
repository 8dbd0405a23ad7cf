package io.muster.console;

import io.muster.lifecycle.ActionRefused;
import io.muster.lifecycle.DriftRepairs;
import io.muster.lifecycle.DriftReports;
import io.muster.lifecycle.DriftReports.Kind;
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
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriComponentsBuilder;

/** Memberships that HR's rules, the directory and device management do not agree on. */
@Controller
class DriftPage implements ConsolePage {
  private static final int MOST = 200;

  private final DriftReports drifts;
  private final DriftRepairs repairs;
  private final PeopleSearch people;

  DriftPage(DriftReports drifts, DriftRepairs repairs, PeopleSearch people) {
    this.drifts = drifts;
    this.repairs = repairs;
    this.people = people;
  }

  /**
   * One membership, and what puts it right.
   *
   * @param remedy what somebody can do
   * @param repair where it is repaired with one click, or null if it cannot be
   */
  record Line(Membership it, String remedy, @Nullable String repair) {}

  /** What names a difference in an address, and finds it again if it is still there. */
  record Named(String connection, String login, String group) {
    boolean isOf(Membership it) {
      return it.connection().equals(connection)
          && it.login().equals(login)
          && it.group().equals(group);
    }
  }

  @GetMapping("/console/drift")
  String drift(
      @RequestParam(required = false) @Nullable String connection,
      @RequestParam(required = false) @Nullable String done,
      Viewer viewer,
      Model page) {
    viewer.demand(Page.DRIFT);
    var all = drifts.differing(MOST);
    var mayRepair = viewer.sees(Page.DRIFT, Field.REPAIR);
    var shown =
        all.stream()
            .filter(
                it ->
                    connection == null
                        || connection.isBlank()
                        || it.connection().equals(connection.strip()))
            .map(it -> new Line(it, remedy(it), mayRepair ? repairPage(it) : null))
            .toList();
    page.addAttribute("lines", shown);
    page.addAttribute("full", all.size() >= MOST);
    page.addAttribute("connection", connection);
    page.addAttribute(
        "connections", all.stream().map(Membership::connection).distinct().sorted().toList());
    page.addAttribute("names", names(all));
    page.addAttribute("done", "sync".equals(done));
    return "console/drift";
  }

  private @Nullable String repairPage(Membership it) {
    return repairs.of(it).isEmpty()
        ? null
        : UriComponentsBuilder.fromPath("/console/drift/repair")
            .queryParam("connection", "{connection}")
            .queryParam("login", "{login}")
            .queryParam("group", "{group}")
            .encode()
            .buildAndExpand(it.connection(), it.login(), it.group())
            .toUriString();
  }

  /** What the repair would do, before anybody agrees to it. */
  @GetMapping("/console/drift/repair")
  String confirm(Named named, Viewer viewer, Model page) {
    demandRepair(viewer);
    var drift = find(named);
    page.addAttribute("it", drift);
    page.addAttribute(
        "repair",
        repairs
            .of(drift)
            .orElseThrow(() -> PageRefused.nothingDone("Nothing here repairs this safely."))
            .name());
    page.addAttribute("names", names(List.of(drift)));
    return "console/repair";
  }

  @PostMapping("/console/drift/repair")
  String repair(Named named, @RequestParam(defaultValue = "") String reason, Viewer viewer) {
    demandRepair(viewer);
    try {
      return repairs
          .repair(find(named), viewer.name(), reason)
          .map("redirect:/console/cases/%s?done=started"::formatted)
          .orElse("redirect:/console/drift?done=sync");
    } catch (ActionRefused refused) {
      throw PageRefused.nothingDone(String.valueOf(refused.getMessage()));
    }
  }

  private Membership find(Named named) {
    return drifts.differing(MOST).stream()
        .filter(named::isOf)
        .findFirst()
        .orElseThrow(
            () -> PageRefused.nothingDone("This does not differ any more, as of the last sync."));
  }

  private static void demandRepair(Viewer viewer) {
    viewer.demand(Page.DRIFT);
    if (!viewer.sees(Page.DRIFT, Field.REPAIR)) {
      throw PageRefused.notForYourGroups();
    }
  }

  static String remedy(Membership it) {
    if (it.kind() == Kind.DIFFERENT) {
      return ofAccount(it);
    }
    if (it.kind() == Kind.MIRROR) {
      return "HR and the directory agree. The next sync brings it to device management; if it stays, look at the page Doctor and at the task about the mirror.";
    }
    return it.expected()
        ? "Correct what HR says of the person, or the rule of the group in '%s'. If nobody should be expected there, change expected-groups.dmn."
            .formatted(it.connection())
        : "Take the person out of the group in '%s', where somebody put them in by hand. If it is meant so, add a rule to expected-groups.dmn."
            .formatted(it.connection());
  }

  /** What no process repairs by one click says why. */
  private static String ofAccount(Membership it) {
    return switch (it.shows()) {
      case LOGIN ->
          "A transfer makes HR's address the login where muster.transfer.login-on-rename is 'change'. With 'keep' the login stays on purpose: people may sign in elsewhere with it.";
      case MANAGER ->
          "No process can repair this: '%s' links accounts, and the manager has none there. It is written by itself as soon as there is one; until then, see whether HR names the right manager, or whether that person should live in '%s'."
              .formatted(it.connection(), it.connection());
      case NUMBER ->
          "No process can repair this, as nobody but a person knows which account is the right one. Take the employee number from the other in '%s'."
              .formatted(it.connection());
      case GROUP ->
          "Correct it in the account in '%s', or what HR says of the person."
              .formatted(it.connection());
    };
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
