package io.muster.console;

import io.muster.doors.Role;
import io.muster.leavers.LeaverReports;
import io.muster.leavers.LeaverTimes;
import io.muster.lifecycle.Cases;
import io.muster.people.EmployeeId;
import io.muster.people.PeopleSearch;
import io.muster.safety.Destruction;
import io.muster.sources.FeedHealth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** What goes on now: who joins, moves and leaves, what waits for whom, and what ended today. */
@Controller
class TodayPage implements ConsolePage {
  private static final int PER_LANE = 6;
  private static final int MOST_TASKS = 25;
  private static final int MOST_LEAVERS = 12;
  private static final int MOST_ENDED = 15;

  /** The processes of a person's life here, by what people call those in them. */
  private static final List<LaneOf> LANES =
      List.of(
          new LaneOf("onboarding", "Joiners"),
          new LaneOf("transfer", "Movers"),
          new LaneOf("offboarding", "Leavers"),
          new LaneOf("leave", "On leave"));

  private final Cases running;
  private final CaseReader cases;
  private final TaskReader tasks;
  private final LeaverReports leavers;
  private final FeedHealth feeds;
  private final PeopleSearch people;
  private final Times times;
  private final Destruction destruction;

  TodayPage(
      Cases running,
      CaseReader cases,
      TaskReader tasks,
      LeaverReports leavers,
      FeedHealth feeds,
      PeopleSearch people,
      Times times,
      Destruction destruction) {
    this.running = running;
    this.cases = cases;
    this.tasks = tasks;
    this.leavers = leavers;
    this.feeds = feeds;
    this.people = people;
    this.times = times;
    this.destruction = destruction;
  }

  private record LaneOf(String process, String title) {}

  /**
   * The running cases of one process.
   *
   * @param count how many there are
   * @param newest those that began last
   */
  record InFlight(String process, String title, int count, List<Traveller> newest) {}

  /**
   * A running case.
   *
   * @param standsAt the steps it stands at
   */
  record Traveller(Cases.Begun begun, String standsAt) {}

  @GetMapping("/console")
  String today(Viewer viewer, Model page) {
    viewer.demand(Page.TODAY);
    var named = viewer.sees(Page.TODAY, Field.PERSON);
    var lanes = LANES.stream().map(lane -> inFlight(lane, named)).toList();
    var waiting =
        viewer.sees(Page.TODAY, Field.TASK)
            ? tasks.oldest(viewer, named, MOST_TASKS)
            : List.<OpenTask>of();
    var unsecured = named ? leavers.unsecured(MOST_LEAVERS) : List.<LeaverTimes>of();
    var ended =
        named
            ? cases.endedSince(times.startOfToday(), processes(), MOST_ENDED)
            : List.<CaseHead>of();
    page.addAttribute("lanes", lanes);
    page.addAttribute("tasks", waiting);
    page.addAttribute("taskCount", named ? tasks.count() : waiting.size());
    page.addAttribute("unsecured", unsecured);
    page.addAttribute("promise", Times.span(leavers.promise()));
    page.addAttribute("ended", ended);
    page.addAttribute("endedCount", cases.countEndedSince(times.startOfToday(), processes()));
    page.addAttribute(
        "feeds",
        viewer.sees(Page.TODAY, Field.FEED)
            ? feeds.feeds().stream().filter(feed -> !feed.trouble().isEmpty()).toList()
            : List.of());
    var wipes = viewer.sees(Page.TODAY, Field.DEVICE) ? destruction.state() : null;
    page.addAttribute("wipes", wipes);
    page.addAttribute("mayPause", mayPause(viewer));
    page.addAttribute("named", named);
    page.addAttribute("seesFeeds", viewer.sees(Page.TODAY, Field.FEED));
    page.addAttribute("seesTasks", viewer.sees(Page.TODAY, Field.TASK));
    page.addAttribute("seesDevices", viewer.sees(Page.TODAY, Field.DEVICE));
    page.addAttribute("names", names(lanes, waiting, unsecured, ended));
    return "console/today";
  }

  private static boolean mayPause(Viewer viewer) {
    return viewer.roles().contains(Role.OPERATOR) || viewer.roles().contains(Role.ADMINISTRATOR);
  }

  private InFlight inFlight(LaneOf lane, boolean named) {
    var newest =
        named
            ? running.newest(lane.process(), PER_LANE).stream()
                .map(
                    begun ->
                        new Traveller(begun, String.join(" · ", cases.standsAt(begun.caseId()))))
                .toList()
            : List.<Traveller>of();
    return new InFlight(lane.process(), lane.title(), running.count(lane.process()), newest);
  }

  private Map<String, String> names(
      List<InFlight> lanes,
      List<OpenTask> waiting,
      List<LeaverTimes> unsecured,
      List<CaseHead> ended) {
    var numbers = new ArrayList<EmployeeId>();
    lanes.forEach(lane -> lane.newest().forEach(one -> numbers.add(one.begun().employee())));
    Stream.concat(waiting.stream().map(OpenTask::about), ended.stream())
        .map(CaseHead::employee)
        .filter(employee -> employee != null)
        .forEach(numbers::add);
    unsecured.forEach(leaver -> numbers.add(new EmployeeId(leaver.employee())));
    return people.named(numbers).entrySet().stream()
        .collect(
            Collectors.toMap(entry -> entry.getKey().value(), entry -> entry.getValue().name()));
  }

  private static List<String> processes() {
    return LANES.stream().map(LaneOf::process).toList();
  }
}
