package io.muster.console;

import io.muster.intake.EventHistory;
import io.muster.intake.EventHistory.Filter;
import io.muster.intake.Inbox.Fate;
import io.muster.people.EmployeeId;
import io.muster.people.PeopleSearch;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriComponentsBuilder;

/** Every HR event: who sent it, what it says, what became of it and why. */
@Controller
class EventsPage implements ConsolePage {
  private static final int PER_PAGE = 50;

  private final EventHistory events;
  private final PeopleSearch people;

  EventsPage(EventHistory events, PeopleSearch people) {
    this.events = events;
    this.people = people;
  }

  /**
   * The filters, as they stand in the address; empty texts are not asked for.
   *
   * @param employee an employee number
   */
  record Asked(
      @Nullable String source,
      @Nullable String kind,
      @Nullable String fate,
      @Nullable String employee) {
    Filter filter(@Nullable Long before) {
      return new Filter(
          given(source),
          given(kind),
          Optional.ofNullable(given(fate)).flatMap(Asked::fate).orElse(null),
          Optional.ofNullable(given(employee)).map(Asked::person).orElse(null),
          before,
          PER_PAGE + 1);
    }

    /** True if something is asked for that nothing can be. */
    public boolean isUnreadable() {
      var noFate = given(fate) != null && fate(String.valueOf(fate)).isEmpty();
      var nobody = given(employee) != null && person(String.valueOf(employee)) == null;
      return noFate || nobody;
    }

    String older(long before) {
      return UriComponentsBuilder.fromPath("/console/events")
          .queryParamIfPresent("source", Optional.ofNullable(given(source)))
          .queryParamIfPresent("kind", Optional.ofNullable(given(kind)))
          .queryParamIfPresent("fate", Optional.ofNullable(given(fate)))
          .queryParamIfPresent("employee", Optional.ofNullable(given(employee)))
          .queryParam("before", before)
          .encode()
          .toUriString();
    }

    private static @Nullable String given(@Nullable String text) {
      return text == null || text.isBlank() ? null : text.strip();
    }

    private static Optional<Fate> fate(String text) {
      return Arrays.stream(Fate.values())
          .filter(fate -> fate.name().equalsIgnoreCase(text.strip()))
          .findFirst();
    }

    private static @Nullable EmployeeId person(String text) {
      try {
        return new EmployeeId(text.strip());
      } catch (IllegalArgumentException notANumber) {
        return null;
      }
    }
  }

  @GetMapping("/console/events")
  String events(
      @RequestParam(required = false) @Nullable String source,
      @RequestParam(required = false) @Nullable String kind,
      @RequestParam(required = false) @Nullable String fate,
      @RequestParam(required = false) @Nullable String employee,
      @RequestParam(required = false) @Nullable Long before,
      Viewer viewer,
      Model page) {
    viewer.demand(Page.EVENTS);
    var asked = new Asked(source, kind, fate, employee);
    var found =
        asked.isUnreadable() ? List.<EventHistory.Event>of() : events.newest(asked.filter(before));
    var shown = found.subList(0, Math.min(found.size(), PER_PAGE));
    page.addAttribute("asked", asked);
    page.addAttribute("events", shown);
    page.addAttribute(
        "older",
        found.size() > PER_PAGE ? asked.older(shown.get(PER_PAGE - 1).receipt().number()) : null);
    page.addAttribute("senders", events.senders());
    page.addAttribute(
        "fates",
        Arrays.stream(Fate.values()).map(it -> it.name().toLowerCase(Locale.ROOT)).toList());
    page.addAttribute("names", names(shown));
    return "console/events";
  }

  private Map<String, String> names(List<EventHistory.Event> shown) {
    var numbers =
        shown.stream()
            .map(event -> event.receipt().employee())
            .filter(Objects::nonNull)
            .map(EmployeeId::new)
            .collect(Collectors.toSet());
    return people.named(numbers).entrySet().stream()
        .collect(
            Collectors.toMap(entry -> entry.getKey().value(), entry -> entry.getValue().name()));
  }
}
