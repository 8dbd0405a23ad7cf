package io.muster.console;

import io.muster.devices.SerialNumbers;
import io.muster.directory.AccountId;
import io.muster.directory.KnownAccounts;
import io.muster.lifecycle.Logins;
import io.muster.people.EmployeeId;
import io.muster.people.PeopleSearch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

/** Finds people by whatever is known of them, and cases by their number. */
@Controller
class FindPage implements ConsolePage {
  private static final int MOST = 20;
  private static final int LONGEST = 200;

  private final PeopleSearch people;
  private final Logins logins;
  private final KnownAccounts accounts;
  private final SerialNumbers serials;
  private final CaseReader cases;

  FindPage(
      PeopleSearch people,
      Logins logins,
      KnownAccounts accounts,
      SerialNumbers serials,
      CaseReader cases) {
    this.people = people;
    this.logins = logins;
    this.accounts = accounts;
    this.serials = serials;
    this.cases = cases;
  }

  /**
   * Somebody found.
   *
   * @param match what HR says, or null if it never said anything
   * @param because by what the person was found
   */
  record Hit(EmployeeId employee, PeopleSearch.@Nullable Match match, String because) {}

  @GetMapping("/console/find")
  String find(
      @RequestParam(defaultValue = "") String q,
      @RequestHeader(name = "HX-Request", required = false) @Nullable String part,
      Viewer viewer,
      Model page) {
    viewer.demand(Page.FIND);
    var text = q.strip();
    var asked = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    page.addAttribute("q", asked);
    page.addAttribute("hits", asked.isEmpty() ? List.of() : hits(asked, viewer));
    page.addAttribute("found", asked.isEmpty() ? null : cases.find(asked).orElse(null));
    page.addAttribute("seesDevices", viewer.sees(Page.FIND, Field.DEVICE));
    page.addAttribute("most", MOST);
    return part == null ? "console/find" : "console/find :: results";
  }

  private List<Hit> hits(String text, Viewer viewer) {
    var because = new LinkedHashMap<EmployeeId, String>();
    var known = people.startingWith(text, MOST);
    known.forEach(match -> because.put(match.employee(), ""));
    if (viewer.sees(Page.FIND, Field.ACCOUNT)) {
      logins
          .startingWith(text, MOST)
          .forEach(
              login ->
                  because.putIfAbsent(
                      login.employee(),
                      "login %s of %s".formatted(login.login(), login.connection())));
      accounts
          .whose(new AccountId(text))
          .forEach(employee -> because.putIfAbsent(employee, "account %s".formatted(text)));
    }
    if (viewer.sees(Page.FIND, Field.DEVICE)) {
      serials
          .startingWith(text, MOST)
          .forEach(
              seen ->
                  because.putIfAbsent(
                      seen.employee(), "device with serial number %s".formatted(seen.serial())));
    }
    var matches = people.named(because.keySet());
    return because.entrySet().stream().limit(MOST).map(found -> hit(found, matches)).toList();
  }

  private static Hit hit(
      Map.Entry<EmployeeId, String> found, Map<EmployeeId, PeopleSearch.Match> matches) {
    return new Hit(found.getKey(), matches.get(found.getKey()), found.getValue());
  }
}
