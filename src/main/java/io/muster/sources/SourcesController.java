package io.muster.sources;

import io.muster.intake.Inbox.Receipt;
import io.muster.sources.Readings.Held;
import io.muster.sources.Readings.NotHeld;
import io.muster.sources.SnapshotTable.Refused;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Shows how the HR sources are doing and what is held, and lets an operator let it through. */
@RestController
@RequestMapping("/api/sources")
class SourcesController {
  private final SourceWatch watch;
  private final Readings readings;
  private final Snapshots snapshots;
  private final SnapshotTable table;

  SourcesController(
      SourceWatch watch, Readings readings, Snapshots snapshots, SnapshotTable table) {
    this.watch = watch;
    this.readings = readings;
    this.snapshots = snapshots;
    this.table = table;
  }

  @GetMapping
  List<Source> sources() {
    return watch.health().stream().map(Source::of).toList();
  }

  @GetMapping("/{source}/readings")
  List<Held> held(@PathVariable String source) {
    if (watch.health().stream().noneMatch(it -> it.standing().source().equals(source))) {
      throw new ResponseStatusException(
          HttpStatus.NOT_FOUND,
          "There is no source '%s'. /api/sources lists those there are.".formatted(source));
    }
    return readings.held(source);
  }

  /** Whose rows are not, or not all, taken in, and why. */
  @GetMapping("/{source}/refused")
  List<Refused> refused(@PathVariable String source) {
    return table.refused(source);
  }

  @GetMapping("/{source}/readings/{number}")
  Held one(@PathVariable String source, @PathVariable long number) {
    return readings.find(source, number).orElseThrow(() -> nothing(source, number));
  }

  private static ResponseStatusException nothing(String source, long number) {
    return new ResponseStatusException(
        HttpStatus.NOT_FOUND,
        "There is no reading %d of the source '%s' that was held. /api/sources/%2$s/readings lists those that are."
            .formatted(number, source));
  }

  /** Does what the reading says, whatever the guards think of it. */
  @PostMapping(
      path = "/{source}/readings/{number}/let-through",
      consumes = MediaType.APPLICATION_JSON_VALUE)
  List<Receipt> letThrough(@PathVariable String source, @PathVariable long number, Principal who) {
    if (readings.find(source, number).isEmpty()) {
      throw nothing(source, number);
    }
    return snapshots.letThrough(number, who.getName());
  }

  @ExceptionHandler
  ProblemDetail settled(NotHeld settled) {
    return ProblemDetail.forStatusAndDetail(
        HttpStatus.CONFLICT, String.valueOf(settled.getMessage()));
  }

  /**
   * A source.
   *
   * @param heardAt when it was last heard, or null if never
   * @param rhythm how often it has to be heard, ISO 8601, or null if it may be silent
   * @param failingSince since when it cannot be read, or null
   * @param trouble what is wrong and what to do about it
   * @param held how many readings wait for an operator
   */
  record Source(
      String source,
      @Nullable Instant heardAt,
      @Nullable String rhythm,
      @Nullable Instant failingSince,
      List<String> trouble,
      int held) {
    static Source of(SourceWatch.Health health) {
      var standing = health.standing();
      return new Source(
          standing.source(),
          standing.heardAt(),
          health.rhythm().map(Object::toString).orElse(null),
          standing.failingSince(),
          health.trouble(),
          health.held());
    }
  }
}
