package io.muster.safety;

import io.muster.people.EmployeeId;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.safety.Destruction.Opening;
import io.muster.safety.Destruction.Pause;
import io.muster.safety.Destruction.PeopleList;
import io.muster.safety.Destruction.State;
import java.security.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows whether anything may be destroyed, stops it with one call, and has two people go on. */
@RestController
@RequestMapping("/api/destruction")
class DestructionController {
  private static final int LONGEST = 1000;

  private final Destruction destruction;

  DestructionController(Destruction destruction) {
    this.destruction = destruction;
  }

  @GetMapping
  State state() {
    return destruction.state();
  }

  /** Whether wipes are paused, by whom and why. */
  @GetMapping("/pause")
  Paused paused() {
    var pause = destruction.state().pause();
    return new Paused(pause != null, pause);
  }

  /** Stops every wipe on every node. It asks for nothing, as whoever calls it is in a hurry. */
  @PostMapping(path = "/pause", consumes = MediaType.APPLICATION_JSON_VALUE)
  Paused pause(@RequestBody(required = false) @Nullable Why why, Principal who) {
    var reason = why == null || why.reason() == null ? "" : why.reason().strip();
    return new Paused(
        true,
        destruction.pause(who.getName(), reason.isEmpty() ? "no reason given" : checked(reason)));
  }

  /** Agrees that wipes go on; 202 until a second person has. */
  @DeleteMapping("/pause")
  ResponseEntity<Paused> resume(@RequestParam(defaultValue = "") String reason, Principal who) {
    if (reason.isBlank()) {
      throw new IllegalArgumentException(
          "Say why wipes may go on, for whoever looks later: ?reason=… at the end of the address.");
    }
    var pause = destruction.resume(who.getName(), checked(reason.strip()));
    var lasts = pause.resumedAt() == null;
    return ResponseEntity.status(lasts ? HttpStatus.ACCEPTED : HttpStatus.OK)
        .body(new Paused(lasts, pause));
  }

  /** Agrees to close the breaker for exactly the list that was shown; 202 until a second has. */
  @PostMapping(path = "/breaker/close", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Opening> close(@RequestBody Agreement agreement, Principal who) {
    var opening =
        destruction.close(agreement.demandList(), who.getName(), agreement.demandReason());
    return ResponseEntity.status(opening.closedAt() == null ? HttpStatus.ACCEPTED : HttpStatus.OK)
        .body(opening);
  }

  @GetMapping("/lists")
  List<PeopleList> lists() {
    return destruction.lists();
  }

  /** Proposes people whose leaving was rehearsed. */
  @PostMapping(path = "/lists", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<PeopleList> propose(@RequestBody Proposal proposal, Principal who) {
    var people = proposal.people();
    proposal.demandShown(Destruction.digest(people));
    return ResponseEntity.status(HttpStatus.CREATED)
        .body(destruction.propose(people, who.getName(), new Why(proposal.reason()).demand()));
  }

  /** Agrees to a list of people; 202 until a second person has. */
  @PostMapping(path = "/lists/{number}/agree", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<PeopleList> agree(
      @PathVariable long number, @RequestBody Agreement agreement, Principal who) {
    var list =
        destruction.agree(number, agreement.demandList(), who.getName(), agreement.demandReason());
    return ResponseEntity.status(list.agreedAt() == null ? HttpStatus.ACCEPTED : HttpStatus.OK)
        .body(list);
  }

  @ExceptionHandler
  ProblemDetail refused(Refused refused) {
    return ProblemDetail.forStatusAndDetail(
        HttpStatus.CONFLICT, String.valueOf(refused.getMessage()));
  }

  @ExceptionHandler
  ProblemDetail unusable(IllegalArgumentException unusable) {
    return ProblemDetail.forStatusAndDetail(
        HttpStatus.BAD_REQUEST, String.valueOf(unusable.getMessage()));
  }

  private static String checked(String text) {
    if (text.length() > LONGEST || text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "A reason is text of at most %d characters.".formatted(LONGEST));
    }
    return text;
  }

  /**
   * Whether wipes are paused.
   *
   * @param paused true while they are
   * @param pause the pause, or null if there is none
   */
  record Paused(boolean paused, @Nullable Pause pause) {}

  /** Why somebody does it. */
  record Why(@Nullable String reason) {
    String demand() {
      if (reason == null || reason.isBlank()) {
        throw new IllegalArgumentException(
            "Say why, for whoever looks later: {\"reason\": \"…\"}.");
      }
      return checked(reason.strip());
    }
  }

  /**
   * Somebody's yes.
   *
   * @param list the digest of the list that was shown
   * @param reason why
   */
  record Agreement(@Nullable String list, @Nullable String reason) {
    String demandList() {
      if (list == null || list.isBlank()) {
        throw new IllegalArgumentException(
            "Say which list you agree to, by the digest it was shown with: {\"list\": \"…\", \"reason\": \"…\"}.");
      }
      return list.strip();
    }

    String demandReason() {
      return new Why(reason).demand();
    }
  }

  /**
   * People whose leaving was rehearsed.
   *
   * @param employees their numbers
   * @param reason why they leave together
   * @param list the digest of the list that a forecast showed; null asks for no comparison
   */
  record Proposal(
      @Nullable List<@Nullable String> employees, @Nullable String reason, @Nullable String list) {
    /** A list that is proposed is the one that was rehearsed. */
    void demandShown(String digest) {
      if (list != null && !list.strip().equals(digest)) {
        throw new Refused(
            "These are not the people of the forecast you name. Ask for the forecast anew, and propose exactly its people.");
      }
    }

    List<EmployeeId> people() {
      if (employees == null || employees.isEmpty()) {
        throw new IllegalArgumentException(
            "Name the people by their numbers: {\"employees\": [\"E1001\"], \"reason\": \"…\"}.");
      }
      return employees.stream().map(Proposal::person).toList();
    }

    private static EmployeeId person(@Nullable String number) {
      if (number == null) {
        throw new IllegalArgumentException("An employee number is missing.");
      }
      return new EmployeeId(number.strip());
    }
  }
}
