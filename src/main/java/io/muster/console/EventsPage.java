package io.muster.console;

import io.muster.intake.EventHistory;
import io.muster.intake.EventHistory.Filter;
import io.muster.intake.Inbox.Fate;
import io.muster.people.EmployeeId;
import io.muster.people.EmploymentFacts;
import io.muster.people.PeopleSearch;
import io.muster.sources.FileTrials;
import io.muster.sources.FileTrials.Trial;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.util.UriComponentsBuilder;

/** Every HR event: who sent it, what it says, what became of it and why. */
@Controller
class EventsPage implements ConsolePage {
  private static final int PER_PAGE = 50;
  private static final int MOST_CASES = 10;
  private static final String TERMINATED = EmploymentFacts.TERMINATED;

  private final EventHistory events;
  private final PeopleSearch people;
  private final FileTrials trials;
  private final CaseReader cases;

  EventsPage(EventHistory events, PeopleSearch people, FileTrials trials, CaseReader cases) {
    this.events = events;
    this.people = people;
    this.trials = trials;
    this.cases = cases;
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
    page.addAttribute(
        "trySources",
        viewer.sees(Page.EVENTS, Field.REPAIR) ? trials.sources() : List.<String>of());
    return "console/events";
  }

  /** Says what a file would do; nothing of it is kept. */
  @PostMapping("/console/events/try")
  ModelAndView tryFile(
      @RequestParam(defaultValue = "") String source,
      @RequestParam(required = false) @Nullable MultipartFile file,
      Viewer viewer)
      throws IOException {
    viewer.demand(Page.EVENTS);
    if (!viewer.sees(Page.EVENTS, Field.REPAIR)) {
      throw PageRefused.notForYourGroups();
    }
    var page = new ModelAndView("console/try");
    var trial =
        trials
            .of(source, file == null ? new byte[0] : file.getBytes())
            .orElseThrow(
                () ->
                    PageRefused.nothingDone(
                        "No files of '%s' are read; there are %s."
                            .formatted(source, String.join(", ", trials.sources()))));
    if (!trial.problems().isEmpty()) {
      page.setStatus(HttpStatus.UNPROCESSABLE_ENTITY);
    }
    page.addObject("source", source);
    page.addObject("file", file == null ? "" : String.valueOf(file.getOriginalFilename()));
    page.addObject("trial", trial);
    page.addObject("counts", counts(trial));
    page.addObject("stops", stops(trial));
    return page;
  }

  private static Map<Fate, Long> counts(Trial trial) {
    return trial.events().stream()
        .collect(
            Collectors.groupingBy(
                event -> event.expected().fate(), TreeMap::new, Collectors.counting()));
  }

  /** The cases that a leaving would end, by the number of the person. */
  private Map<String, List<CaseHead>> stops(Trial trial) {
    return trial.events().stream()
        .filter(event -> event.type().equals(TERMINATED))
        .filter(event -> event.expected().fate() == Fate.STARTED && !event.expected().repeat())
        .map(FileTrials.Event::employee)
        .distinct()
        .collect(
            Collectors.toMap(
                EmployeeId::value,
                employee ->
                    cases.of(employee, MOST_CASES).stream().filter(CaseHead::runs).toList()));
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
