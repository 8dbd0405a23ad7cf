package io.muster.intake;

import io.muster.intake.PersonTimeline.View;
import io.muster.people.EmployeeId;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Says what HR said about a person, what was decided, and why. */
@RestController
@RequestMapping("/api/people/{employee}/timeline")
class TimelineController {
  private final PersonTimeline timeline;

  TimelineController(PersonTimeline timeline) {
    this.timeline = timeline;
  }

  @GetMapping
  View of(@PathVariable String employee, HttpServletRequest who) {
    return timeline
        .of(new EmployeeId(employee), mayKnowReasons(who))
        .orElseThrow(
            () ->
                new ResponseStatusException(
                    HttpStatus.NOT_FOUND,
                    "No event about employee %s is kept. /api/events lists what came in."
                        .formatted(employee)));
  }

  /** HR said it, and approvers decide by it. */
  private static boolean mayKnowReasons(HttpServletRequest who) {
    return who.isUserInRole("HR") || who.isUserInRole("APPROVER");
  }

  @ExceptionHandler
  ProblemDetail unusable(IllegalArgumentException unusable) {
    return ProblemDetail.forStatusAndDetail(
        HttpStatus.BAD_REQUEST, String.valueOf(unusable.getMessage()));
  }
}
