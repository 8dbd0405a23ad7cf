package io.muster.guard;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.muster.doors.Role;
import io.muster.guard.Loosening.Kind;
import io.muster.guard.Loosenings.Change;
import io.muster.remote.RemoteFailure.Refused;
import java.security.Principal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows the changes that make destruction easier, and takes the answers of people to them. */
@RestController
@RequestMapping("/api/models/pending")
class LooseningController {
  private static final int LONGEST = 1000;
  private static final Set<Role> READING_HOLDS =
      Set.of(Role.OPERATOR, Role.APPROVER, Role.AUDITOR, Role.ADMINISTRATOR);

  /** It says for which reasons people have left. */
  private static final Set<Role> READING_REPLAYS =
      Set.of(Role.PROCESSOWNER, Role.APPROVER, Role.AUDITOR, Role.ADMINISTRATOR);

  private final Loosenings loosenings;
  private final Signatories signatories;
  private final ChangePreviews previews;

  LooseningController(Loosenings loosenings, Signatories signatories, ChangePreviews previews) {
    this.loosenings = loosenings;
    this.signatories = signatories;
    this.previews = previews;
  }

  /** Who is under a legal hold is not for those who only draw processes. */
  @GetMapping
  List<Pending> pending(@RequestParam(defaultValue = "false") boolean all, Authentication who) {
    var changes = all ? loosenings.latest() : loosenings.waiting();
    var roles = Role.among(who.getAuthorities());
    var readsHolds = roles.stream().anyMatch(READING_HOLDS::contains);
    var readsReplays = roles.stream().anyMatch(READING_REPLAYS::contains);
    return changes.stream()
        .filter(each -> readsHolds || each.kind() != Kind.HOLD)
        .map(each -> new Pending(each, readsReplays ? previews.of(each.number()) : List.of()))
        .toList();
  }

  /**
   * A change, and what it would have done.
   *
   * @param replay what each edited table would have answered otherwise; empty if none was tried
   */
  record Pending(@JsonUnwrapped Change change, List<?> replay) {}

  /** Agrees to exactly the content that was shown; 202 until enough people have. */
  @PostMapping(path = "/{number}/agree", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Change> agree(
      @PathVariable long number, @RequestBody Answer answer, Principal who) {
    var change =
        loosenings.agree(
            number, answer.demandContent(), signatories.find(who.getName()), answer.demandReason());
    return ResponseEntity.status(change.missing() > 0 ? HttpStatus.ACCEPTED : HttpStatus.OK)
        .body(change);
  }

  /** Refuses it for good. */
  @PostMapping(path = "/{number}/refuse", consumes = MediaType.APPLICATION_JSON_VALUE)
  Change refuse(@PathVariable long number, @RequestBody Answer answer, Principal who) {
    return loosenings.refuse(number, signatories.find(who.getName()), answer.demandReason());
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

  /**
   * Somebody's answer.
   *
   * @param content the digest of the content that was shown
   * @param reason why
   */
  record Answer(@Nullable String content, @Nullable String reason) {
    String demandContent() {
      if (content == null || content.isBlank()) {
        throw new IllegalArgumentException(
            "Say which content you agree to, by the digest it was shown with: {\"content\": \"…\", \"reason\": \"…\"}.");
      }
      return content.strip();
    }

    String demandReason() {
      if (reason == null || reason.isBlank()) {
        throw new IllegalArgumentException(
            "Say why, for whoever looks later: {\"reason\": \"…\"}.");
      }
      if (reason.length() > LONGEST || reason.indexOf('\0') >= 0) {
        throw new IllegalArgumentException(
            "A reason is text of at most %d characters.".formatted(LONGEST));
      }
      return reason.strip();
    }
  }
}
