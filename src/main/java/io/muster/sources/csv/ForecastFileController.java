package io.muster.sources.csv;

import io.muster.lifecycle.Forecast;
import io.muster.lifecycle.LeaverForecast;
import java.time.Clock;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Foretells what would come of the leavers in a file; takes nothing in. */
@RestController
class ForecastFileController {
  private final LeaversInFiles files;
  private final LeaverForecast forecasts;
  private final Clock clock;

  ForecastFileController(LeaversInFiles files, LeaverForecast forecasts, Clock clock) {
    this.files = files;
    this.forecasts = forecasts;
    this.clock = clock;
  }

  /**
   * Reads the file as the folder of the source would.
   *
   * @param source the name of the source, as in the settings
   */
  @PostMapping(path = "/api/forecast/{source}", consumes = "text/csv")
  Forecast forecast(@PathVariable String source, @RequestBody byte[] content) {
    var reader =
        files
            .of(source)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "No files of '%s' are read; there are %s."
                            .formatted(source, files.sources())));
    var found = reader.read(content, clock.instant());
    if (!found.problems().isEmpty()) {
      throw new IllegalArgumentException(
          "The file would not be taken in. " + String.join(" ", found.problems()));
    }
    if (found.leavers().isEmpty()) {
      throw new IllegalArgumentException("Nobody would leave by this file.");
    }
    return forecasts.of(found.leavers());
  }

  @ExceptionHandler
  ProblemDetail unusable(IllegalArgumentException unusable) {
    return ProblemDetail.forStatusAndDetail(
        HttpStatus.BAD_REQUEST, String.valueOf(unusable.getMessage()));
  }
}
