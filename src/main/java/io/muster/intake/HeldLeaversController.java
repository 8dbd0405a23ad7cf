package io.muster.intake;

import io.muster.intake.EventReplay.NotReplayable;
import io.muster.intake.HeldLeavers.Held;
import io.muster.intake.Inbox.Receipt;
import java.security.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows the leavers that wait, and lets an operator agree to exactly those that were shown. */
@RestController
@RequestMapping("/api/held-leavers")
class HeldLeaversController {
  private static final int LONGEST = 1000;

  private final HeldLeavers held;

  HeldLeaversController(HeldLeavers held) {
    this.held = held;
  }

  @GetMapping
  List<Held> all() {
    return held.all();
  }

  /** They leave: each is taken in as of the moment it came. */
  @PostMapping(path = "/{source}/agree", consumes = MediaType.APPLICATION_JSON_VALUE)
  List<Receipt> agree(@PathVariable String source, @RequestBody Answer answer, Principal who) {
    return held.agree(source, answer.demandList(), who.getName());
  }

  /** They stay: nothing is done, and each is kept with the reason. */
  @PostMapping(path = "/{source}/decline", consumes = MediaType.APPLICATION_JSON_VALUE)
  List<Receipt> decline(@PathVariable String source, @RequestBody Answer answer, Principal who) {
    return held.decline(source, answer.demandList(), who.getName(), answer.demandReason());
  }

  @ExceptionHandler
  ProblemDetail settled(NotReplayable settled) {
    return ProblemDetail.forStatusAndDetail(
        HttpStatus.CONFLICT, String.valueOf(settled.getMessage()));
  }

  @ExceptionHandler
  ProblemDetail unusable(IllegalArgumentException unusable) {
    return ProblemDetail.forStatusAndDetail(
        HttpStatus.BAD_REQUEST, String.valueOf(unusable.getMessage()));
  }

  /**
   * What somebody says.
   *
   * @param list the digest of the list that was shown
   * @param reason why; needed to decline
   */
  record Answer(@Nullable String list, @Nullable String reason) {
    String demandList() {
      if (list == null || list.isBlank()) {
        throw new IllegalArgumentException(
            "Say which list you mean, by the digest it was shown with: {\"list\": \"…\"}.");
      }
      return list.strip();
    }

    String demandReason() {
      if (reason == null || reason.isBlank() || reason.length() > LONGEST) {
        throw new IllegalArgumentException(
            "Say why, in at most %d characters: {\"list\": \"…\", \"reason\": \"…\"}."
                .formatted(LONGEST));
      }
      return reason.strip().replace('\0', ' ');
    }
  }
}
