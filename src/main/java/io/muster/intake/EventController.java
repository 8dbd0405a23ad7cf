package io.muster.intake;

import io.muster.intake.Inbox.Fate;
import io.muster.intake.Inbox.Receipt;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows operators what came in and what became of it; never the payload. */
@RestController
@RequestMapping("/api/events")
class EventController {
  private static final int MOST = 500;

  private final Inbox inbox;

  EventController(Inbox inbox) {
    this.inbox = inbox;
  }

  @GetMapping
  List<Receipt> newest(
      @RequestParam(required = false) @Nullable Fate fate,
      @RequestParam(defaultValue = "50") int most) {
    return inbox.newest(fate, Math.max(1, Math.min(most, MOST)));
  }

  @GetMapping("/{source}/{eventId}")
  ResponseEntity<Receipt> one(@PathVariable String source, @PathVariable String eventId) {
    return ResponseEntity.of(inbox.find(source, eventId));
  }
}
