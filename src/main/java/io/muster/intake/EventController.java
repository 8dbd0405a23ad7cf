package io.muster.intake;

import io.muster.intake.EventReplay.NotReplayable;
import io.muster.intake.Inbox.Fate;
import io.muster.intake.Inbox.Receipt;
import io.muster.people.EmployeeId;
import java.security.Principal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Shows operators what came in and what became of it, never the payload, and takes in again what
 * was refused.
 */
@RestController
@RequestMapping("/api/events")
class EventController {
  private static final int MOST = 500;

  private final Inbox inbox;
  private final EventReplay replays;

  EventController(Inbox inbox, EventReplay replays) {
    this.inbox = inbox;
    this.replays = replays;
  }

  @GetMapping
  Page newest(
      @RequestParam(required = false) @Nullable String fate,
      @RequestParam(required = false) @Nullable String employee,
      @RequestParam(required = false) @Nullable Long before,
      @RequestParam(defaultValue = "50") int most) {
    var only = fate == null || fate.isBlank() ? null : fate(fate);
    var person = employee == null || employee.isBlank() ? null : person(employee);
    var many = Math.max(1, Math.min(most, MOST));
    // one more than asked for tells whether there is another page
    var found = inbox.newest(only, person, before, many + 1);
    if (found.size() <= many) {
      return new Page(found, null);
    }
    var events = found.subList(0, many);
    var older =
        UriComponentsBuilder.fromPath("/api/events")
            .queryParamIfPresent("fate", Optional.ofNullable(only).map(EventController::word))
            .queryParamIfPresent("employee", Optional.ofNullable(person))
            .queryParam("before", events.get(many - 1).number())
            .queryParam("most", many)
            .toUriString();
    return new Page(events, older);
  }

  @GetMapping("/{source}/{eventId}")
  Receipt one(@PathVariable String source, @PathVariable String eventId) {
    return inbox.find(source, eventId).orElseThrow(() -> nothing(source, eventId));
  }

  /** Takes a refused event in again, with fields corrected if there is a body. */
  @PostMapping(path = "/{source}/{eventId}/replay", consumes = MediaType.APPLICATION_JSON_VALUE)
  Receipt replay(
      @PathVariable String source,
      @PathVariable String eventId,
      @RequestBody(required = false) @Nullable Corrections corrections,
      Principal who) {
    var fields = corrections == null ? null : corrections.data();
    return replays
        .replay(source, eventId, fields == null ? Map.of() : fields, who.getName())
        .orElseThrow(() -> nothing(source, eventId));
  }

  private static ResponseStatusException nothing(String source, String eventId) {
    return new ResponseStatusException(
        HttpStatus.NOT_FOUND,
        "Nothing came in under the id '%s' from the source '%s', or it is older than events are kept. /api/events lists what there is."
            .formatted(eventId, source));
  }

  /**
   * What is different from what came.
   *
   * @param data fields by name; null takes one away
   */
  record Corrections(@Nullable Map<String, @Nullable Object> data) {}

  @ExceptionHandler
  ProblemDetail notReplayable(NotReplayable settled) {
    return ProblemDetail.forStatusAndDetail(
        HttpStatus.CONFLICT, String.valueOf(settled.getMessage()));
  }

  @ExceptionHandler
  ProblemDetail unknown(NoSuch unknown) {
    return ProblemDetail.forStatusAndDetail(
        HttpStatus.BAD_REQUEST, String.valueOf(unknown.getMessage()));
  }

  private static Fate fate(String text) {
    return Arrays.stream(Fate.values())
        .filter(fate -> fate.name().equalsIgnoreCase(text.strip()))
        .findFirst()
        .orElseThrow(NoSuch::fate);
  }

  private static EmployeeId person(String text) {
    try {
      return new EmployeeId(text.strip());
    } catch (IllegalArgumentException notAnId) {
      throw new NoSuch("Parameter employee is no employee id: %s.".formatted(notAnId.getMessage()));
    }
  }

  private static String word(Fate fate) {
    return fate.name().toLowerCase(Locale.ROOT);
  }

  private static final class NoSuch extends RuntimeException {
    NoSuch(String why) {
      super(why);
    }

    static NoSuch fate() {
      return new NoSuch(
          "Parameter fate is one of %s, or left out for all events."
              .formatted(Arrays.stream(Fate.values()).map(EventController::word).toList()));
    }
  }

  /**
   * Some of the events, the newest first.
   *
   * @param older where those before them are, or null if there are none
   */
  record Page(List<Receipt> events, @Nullable String older) {}
}
