package io.muster.leavers;

import io.muster.leavers.JdbcLeaverClock.Query;
import io.muster.people.EmployeeId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.util.UriComponentsBuilder;

/** Shows operators and auditors how long each leaver took to be secured, and what it waited for. */
@RestController
@RequestMapping("/api/leavers")
class LeaversController {
  private static final int LONGEST_PAGE = 500;
  private static final int LONGEST_SUMMARY = 366;

  private final TimeToSecure times;

  LeaversController(TimeToSecure times) {
    this.times = times;
  }

  /**
   * Some leavers, the newest first.
   *
   * @param older where those before them are, or null if there are none
   */
  record Page(List<LeaverTimes> leavers, @Nullable String older) {}

  @GetMapping
  Page newest(
      @RequestParam(required = false) @Nullable Boolean secured,
      @RequestParam(required = false) @Nullable String employee,
      @RequestParam(required = false) @Nullable Long before,
      @RequestParam(defaultValue = "50") int limit) {
    demand("limit", limit, LONGEST_PAGE);
    var person = employee == null || employee.isBlank() ? null : person(employee);
    var page = times.newest(new Query(secured, person, before, limit));
    var older =
        page.lowest()
            .map(
                lowest ->
                    UriComponentsBuilder.fromPath("/api/leavers")
                        .queryParamIfPresent("secured", Optional.ofNullable(secured))
                        .queryParamIfPresent("employee", Optional.ofNullable(person))
                        .queryParam("before", lowest)
                        .queryParam("limit", limit)
                        .toUriString());
    return new Page(page.leavers(), older.orElse(null));
  }

  @GetMapping("/{caseId}")
  LeaverTimes one(@PathVariable String caseId) {
    return times
        .find(caseId)
        .orElseThrow(
            () ->
                new ResponseStatusException(
                    HttpStatus.NOT_FOUND,
                    "No leaver has the case '%s'. /api/leavers lists those there are."
                        .formatted(caseId)));
  }

  @GetMapping("/summary")
  Summary summary(@RequestParam(defaultValue = "30") int days) {
    demand("days", days, LONGEST_SUMMARY);
    return times.summary(Duration.ofDays(days));
  }

  private static void demand(String parameter, int value, int highest) {
    if (value < 1 || value > highest) {
      throw unusable("Parameter %s is a number from 1 to %d.".formatted(parameter, highest));
    }
  }

  private static EmployeeId person(String text) {
    try {
      return new EmployeeId(text.strip());
    } catch (IllegalArgumentException notAnId) {
      throw unusable("Parameter employee is no employee id: %s.".formatted(notAnId.getMessage()));
    }
  }

  private static ResponseStatusException unusable(String why) {
    return new ResponseStatusException(HttpStatus.BAD_REQUEST, why);
  }
}
