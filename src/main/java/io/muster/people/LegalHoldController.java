package io.muster.people;

import io.muster.people.LegalHolds.Hold;
import java.security.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows the legal holds, and lets people place and lift them, each with a reason. */
@RestController
@RequestMapping("/api/legal-holds")
class LegalHoldController {
  private final LegalHolds holds;
  private final HoldLifts lifts;

  LegalHoldController(LegalHolds holds, HoldLifts lifts) {
    this.holds = holds;
    this.lifts = lifts;
  }

  /** Why somebody does it. */
  record Why(@Nullable String reason) {
    private static final int LONGEST = 1_000;

    String demand() {
      if (reason == null || reason.isBlank()) {
        throw new IllegalArgumentException(
            "Say why, for whoever looks later: {\"reason\": \"…\"}.");
      }
      var said = reason.strip();
      if (said.length() > LONGEST || said.indexOf('\0') >= 0) {
        throw new IllegalArgumentException(
            "The reason may have at most %d characters, and no U+0000.".formatted(LONGEST));
      }
      return said;
    }
  }

  @GetMapping
  List<Hold> standing() {
    return holds.standing();
  }

  @GetMapping("/{employee}")
  List<Hold> of(@PathVariable String employee) {
    return holds.of(new EmployeeId(employee));
  }

  @PutMapping(path = "/{employee}", consumes = MediaType.APPLICATION_JSON_VALUE)
  List<Hold> place(@PathVariable String employee, @RequestBody Why why, Principal who) {
    var person = new EmployeeId(employee);
    holds.place(person, who.getName(), why.demand());
    return holds.of(person);
  }

  /** Asks that it is lifted; 202, as another person has to agree, and it stands until then. */
  @PostMapping(path = "/{employee}/lift", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<?> lift(@PathVariable String employee, @RequestBody Why why, Principal who) {
    var reason = why.demand();
    var standing =
        holds.of(new EmployeeId(employee)).stream()
            .filter(hold -> hold.liftedAt() == null)
            .findFirst();
    if (standing.isEmpty()) {
      return ResponseEntity.of(
              ProblemDetail.forStatusAndDetail(
                  HttpStatus.NOT_FOUND, "Employee %s is not under legal hold.".formatted(employee)))
          .build();
    }
    return ResponseEntity.accepted()
        .body(new Asked(lifts.ask(standing.get(), who.getName(), reason), standing.get()));
  }

  /**
   * A hold that somebody wants to lift, and that still stands.
   *
   * @param change the number under which another person agrees: {@code GET /api/models/pending}
   * @param hold the hold
   */
  record Asked(long change, Hold hold) {}

  @ExceptionHandler
  ProblemDetail unusable(IllegalArgumentException unusable) {
    return ProblemDetail.forStatusAndDetail(
        HttpStatus.BAD_REQUEST, String.valueOf(unusable.getMessage()));
  }
}
