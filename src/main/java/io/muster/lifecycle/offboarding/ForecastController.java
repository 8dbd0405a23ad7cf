package io.muster.lifecycle.offboarding;

import io.muster.lifecycle.Forecast;
import io.muster.lifecycle.LeaverForecast;
import io.muster.lifecycle.LeaverForecast.Leave;
import io.muster.people.EmployeeId;
import io.muster.people.EmploymentChange.Terminated.Reason;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Foretells what would come of a list of leavers; starts nothing. */
@RestController
class ForecastController {
  private final LeaverForecast forecasts;

  ForecastController(LeaverForecast forecasts) {
    this.forecasts = forecasts;
  }

  @PostMapping(path = "/api/forecast", consumes = MediaType.APPLICATION_JSON_VALUE)
  Forecast forecast(@RequestBody Wanted wanted) {
    return forecasts.of(wanted.leaves());
  }

  @ExceptionHandler
  ProblemDetail unusable(IllegalArgumentException unusable) {
    return ProblemDetail.forStatusAndDetail(
        HttpStatus.BAD_REQUEST, String.valueOf(unusable.getMessage()));
  }

  /** Who is to leave. */
  record Wanted(@Nullable List<@Nullable Who> leavers) {
    List<Leave> leaves() {
      if (leavers == null || leavers.isEmpty()) {
        throw new IllegalArgumentException(
            "Name the people: {\"leavers\": [{\"employee\": \"E1001\", \"reason\": \"INVOLUNTARY\", \"immediate\": true}]}.");
      }
      return leavers.stream().map(Who::leave).toList();
    }
  }

  /**
   * One of them.
   *
   * @param reason default {@code UNKNOWN}
   * @param immediate default false
   */
  record Who(@Nullable String employee, @Nullable String reason, @Nullable Boolean immediate) {
    static Leave leave(@Nullable Who who) {
      if (who == null || who.employee == null) {
        throw new IllegalArgumentException("An employee number is missing.");
      }
      return new Leave(
          new EmployeeId(who.employee.strip()),
          reason(who.reason),
          Boolean.TRUE.equals(who.immediate));
    }

    private static Reason reason(@Nullable String said) {
      return said == null
          ? Reason.UNKNOWN
          : Arrays.stream(Reason.values())
              .filter(reason -> reason.name().equalsIgnoreCase(said.strip()))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "A reason is one of %s.".formatted(Arrays.toString(Reason.values()))));
    }
  }
}
