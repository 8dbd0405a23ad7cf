package io.muster.console;

import io.muster.lifecycle.ActionRefused;
import io.muster.lifecycle.CaseRepairs;
import io.muster.lifecycle.CaseRequest;
import io.muster.lifecycle.StepsBack;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What an operator does to a case by hand, each with a reason. */
@Controller
class CaseActionsPage implements ConsolePage {
  private final CaseReader cases;
  private final CaseRepairs repairs;
  private final StepsBack steps;

  CaseActionsPage(CaseReader cases, CaseRepairs repairs, StepsBack steps) {
    this.cases = cases;
    this.repairs = repairs;
    this.steps = steps;
  }

  @PostMapping("/console/cases/{id}/retry")
  String retry(
      @PathVariable String id, @RequestParam(defaultValue = "") String reason, Viewer viewer) {
    return done(id, "retried", viewer, () -> repairs.retry(request(id, viewer, reason)));
  }

  /**
   * Hands a task over.
   *
   * @param to a sign-in name, or empty for the task's groups
   */
  @PostMapping("/console/cases/{id}/hand-over")
  String handOver(
      @PathVariable String id,
      @RequestParam(defaultValue = "") String task,
      @RequestParam(defaultValue = "") String to,
      @RequestParam(defaultValue = "") String reason,
      Viewer viewer) {
    return done(
        id,
        "handed-over",
        viewer,
        () ->
            repairs.handOver(request(id, viewer, reason), task, to.isBlank() ? null : to.strip()));
  }

  @PostMapping("/console/cases/{id}/cancel")
  String cancel(
      @PathVariable String id, @RequestParam(defaultValue = "") String reason, Viewer viewer) {
    return done(id, "cancelled", viewer, () -> repairs.cancel(request(id, viewer, reason)));
  }

  /** What going back to the step comes to, before anybody agrees to it. */
  @GetMapping("/console/cases/{id}/back")
  String preview(
      @PathVariable String id,
      @RequestParam(defaultValue = "") String step,
      Viewer viewer,
      Model page) {
    demand(viewer);
    page.addAttribute("head", cases.find(id).orElseThrow(PageRefused::noSuchCase));
    try {
      page.addAttribute(
          "back",
          steps.of(id).stream()
              .filter(one -> one.step().equals(step))
              .findFirst()
              .orElseThrow(
                  () ->
                      PageRefused.nothingDone(
                          "The case cannot go back to this step from where it stands.")));
    } catch (ActionRefused refused) {
      throw PageRefused.nothingDone(String.valueOf(refused.getMessage()));
    }
    return "console/back";
  }

  /**
   * Has the case go back to a step.
   *
   * @param state the state of the preview that was shown
   */
  @PostMapping("/console/cases/{id}/back")
  String goBack(
      @PathVariable String id,
      @RequestParam(defaultValue = "") String step,
      @RequestParam(defaultValue = "") String state,
      @RequestParam(defaultValue = "") String reason,
      Viewer viewer) {
    return done(
        id, "went-back", viewer, () -> steps.goBack(request(id, viewer, reason), step, state));
  }

  private static String done(String id, String what, Viewer viewer, Runnable action) {
    demand(viewer);
    try {
      action.run();
    } catch (ActionRefused refused) {
      throw PageRefused.nothingDone(String.valueOf(refused.getMessage()));
    }
    return "redirect:/console/cases/%s?done=%s".formatted(id, what);
  }

  private static CaseRequest request(String id, Viewer viewer, String reason) {
    return new CaseRequest(id, viewer.name(), reason);
  }

  private static void demand(Viewer viewer) {
    viewer.demand(Page.CASE);
    if (!viewer.sees(Page.CASE, Field.REPAIR)) {
      throw PageRefused.notForYourGroups();
    }
  }
}
