package io.muster.deployment;

import io.muster.deployment.TableReplay.Difference;
import io.muster.deployment.TableReplay.Replay;
import io.muster.deployment.TableReplay.UnknownTable;
import java.time.Duration;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Tells process owners, before an edited table is live, whom it would have answered otherwise. */
@RestController
class ReplayController {
  private static final int LONGEST_DAYS = 366;

  private final TableReplay replay;
  private final WholeView view;

  ReplayController(TableReplay replay, WholeView view) {
    this.replay = replay;
    this.view = view;
  }

  /** The table is the body, as Camunda Modeler saves it. */
  @PostMapping(
      path = "/api/tables/{table}/replay",
      consumes = {MediaType.APPLICATION_OCTET_STREAM_VALUE, MediaType.APPLICATION_XML_VALUE})
  Replay replay(
      @PathVariable String table,
      @RequestParam(defaultValue = "30") int days,
      @RequestBody byte[] edited,
      Authentication caller) {
    if (days < 1 || days > LONGEST_DAYS) {
      throw new IllegalArgumentException("Ask for 1 to %d days: ?days=30.".formatted(LONGEST_DAYS));
    }
    var replayed = view.of(() -> replay.replay(table, edited, Duration.ofDays(days)));
    return seesCases(caller) ? replayed : withoutCases(replayed);
  }

  /** Which case it was tells who it was about. */
  private static boolean seesCases(Authentication caller) {
    return caller.getAuthorities().stream()
        .anyMatch(
            role ->
                "ROLE_AUDITOR".equals(role.getAuthority())
                    || "ROLE_ADMINISTRATOR".equals(role.getAuthority()));
  }

  private static Replay withoutCases(Replay replay) {
    return new Replay(
        replay.table(),
        replay.since(),
        replay.decisions(),
        replay.same(),
        replay.unanswered(),
        replay.missing(),
        replay.truncated(),
        replay.loosens(),
        replay.differences().stream().map(Difference::withoutCases).toList());
  }

  @ExceptionHandler
  ProblemDetail unknown(UnknownTable unknown) {
    return ProblemDetail.forStatusAndDetail(
        HttpStatus.NOT_FOUND, String.valueOf(unknown.getMessage()));
  }

  @ExceptionHandler
  ProblemDetail refused(RefusedDeployment refused) {
    var problem =
        ProblemDetail.forStatusAndDetail(
            HttpStatus.UNPROCESSABLE_ENTITY, "The gate would refuse this table.");
    problem.setProperty("problems", refused.problems());
    return problem;
  }

  @ExceptionHandler
  ProblemDetail refused(IllegalArgumentException refused) {
    return ProblemDetail.forStatusAndDetail(
        HttpStatus.BAD_REQUEST, String.valueOf(refused.getMessage()));
  }
}
