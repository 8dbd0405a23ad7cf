package io.muster.console;

import io.muster.leavers.LeaverReports;
import io.muster.leavers.LeaverTimes;
import io.muster.people.EmployeeId;
import io.muster.people.PeopleSearch;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriComponentsBuilder;

/** How long each leaver took, or takes, to be secured, and what that waited for. */
@Controller
class LeaversPage implements ConsolePage {
  private static final int PER_PAGE = 25;
  private static final int LONGEST = 366;

  private final LeaverReports leavers;
  private final PeopleSearch people;

  LeaversPage(LeaverReports leavers, PeopleSearch people) {
    this.leavers = leavers;
    this.people = people;
  }

  @GetMapping("/console/leavers")
  String leavers(
      @RequestParam(required = false) @Nullable Boolean secured,
      @RequestParam(required = false) @Nullable Long before,
      @RequestParam(defaultValue = "30") int days,
      Viewer viewer,
      Model page) {
    viewer.demand(Page.LEAVERS);
    var span = Math.max(1, Math.min(days, LONGEST));
    var found = leavers.newest(secured, before, PER_PAGE);
    page.addAttribute("secured", secured);
    page.addAttribute("days", span);
    page.addAttribute("summary", leavers.summary(Duration.ofDays(span)));
    page.addAttribute("promise", Times.span(leavers.promise()));
    page.addAttribute("leavers", found.leavers());
    page.addAttribute(
        "older",
        found
            .lowest()
            .map(
                lowest ->
                    UriComponentsBuilder.fromPath("/console/leavers")
                        .queryParamIfPresent("secured", Optional.ofNullable(secured))
                        .queryParam("days", span)
                        .queryParam("before", lowest)
                        .toUriString())
            .orElse(null));
    page.addAttribute("seesDevices", viewer.sees(Page.LEAVERS, Field.DEVICE));
    page.addAttribute(
        "names",
        people
            .named(
                found.leavers().stream().map(LeaverTimes::employee).map(EmployeeId::new).toList())
            .entrySet()
            .stream()
            .collect(
                Collectors.toMap(
                    entry -> entry.getKey().value(), entry -> entry.getValue().name())));
    return "console/leavers";
  }
}
