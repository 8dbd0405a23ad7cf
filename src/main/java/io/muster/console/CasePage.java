package io.muster.console;

import io.muster.console.CaseReader.Stop;
import io.muster.people.PeopleSearch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** One case, running or ended: its diagram, where it stands, what was asked for and answered. */
@Controller
class CasePage implements ConsolePage {
  private static final Map<String, String> DONE =
      Map.of(
          "started", "The repair has begun; this is its case.",
          "retried", "Failed steps are being tried again.",
          "handed-over", "The task was handed over.",
          "went-back", "The case goes on from the earlier step.",
          "cancelled", "The case was cancelled.");

  private final CaseReader cases;
  private final CaseDetail detail;
  private final PeopleSearch people;

  CasePage(CaseReader cases, CaseDetail detail, PeopleSearch people) {
    this.cases = cases;
    this.detail = detail;
    this.people = people;
  }

  @GetMapping("/console/cases/{id}")
  String show(
      @PathVariable String id,
      @RequestParam(required = false) @Nullable String done,
      Viewer viewer,
      Model page) {
    viewer.demand(Page.CASE);
    var head = cases.find(id).orElseThrow(PageRefused::noSuchCase);
    demandPartIsSeen(head, viewer);
    var view = detail.of(head, viewer);
    page.addAttribute("view", view);
    page.addAttribute("head", head);
    page.addAttribute("name", name(head));
    page.addAttribute("here", elements(view.path(), true));
    page.addAttribute("taken", elements(view.path(), false));
    page.addAttribute("seesPerson", viewer.opens(Page.PERSON));
    page.addAttribute("seesDevices", viewer.sees(Page.CASE, Field.DEVICE));
    page.addAttribute("seesEffects", viewer.sees(Page.CASE, Field.EFFECT));
    page.addAttribute("seesAnswers", viewer.sees(Page.CASE, Field.ANSWER));
    page.addAttribute("seesDecisions", viewer.sees(Page.CASE, Field.DECISION));
    page.addAttribute("done", done == null ? null : DONE.get(done));
    return "console/case";
  }

  /** The diagram itself, which is about nobody. */
  @GetMapping("/console/cases/{id}/diagram.bpmn")
  ResponseEntity<String> diagram(@PathVariable String id, Viewer viewer) {
    viewer.demand(Page.CASE);
    var head = cases.find(id).orElseThrow(PageRefused::noSuchCase);
    demandPartIsSeen(head, viewer);
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_XML)
        .body(cases.diagram(head.diagram()));
  }

  /** What a case calls is about devices, most of it. */
  private static void demandPartIsSeen(CaseHead head, Viewer viewer) {
    if (head.isPart() && !viewer.sees(Page.CASE, Field.DEVICE)) {
      throw PageRefused.notForYourGroups();
    }
  }

  private String name(CaseHead head) {
    if (head.employee() == null) {
      return "";
    }
    var match = people.named(List.of(head.employee())).get(head.employee());
    return match == null ? head.employee().value() : match.name();
  }

  /** The ids of the elements, with spaces between, for the script that draws on the diagram. */
  private static String elements(List<Stop> path, boolean here) {
    var latest = new LinkedHashMap<String, Boolean>();
    path.forEach(stop -> latest.merge(stop.element(), stop.endedAt() == null, Boolean::logicalOr));
    return String.join(
        " ",
        latest.entrySet().stream()
            .filter(entry -> entry.getValue() == here)
            .map(Map.Entry::getKey)
            .toList());
  }
}
