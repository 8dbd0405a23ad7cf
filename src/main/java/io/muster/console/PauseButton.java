package io.muster.console;

import io.muster.remote.RemoteFailure.Refused;
import io.muster.safety.Destruction;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The big red button: stops all wipes on every node, and has two people go on. */
@Controller
class PauseButton implements ConsolePage {
  private static final int LONGEST = 1000;
  private static final String TODAY = "redirect:/console";

  private final Destruction destruction;

  PauseButton(Destruction destruction) {
    this.destruction = destruction;
  }

  /** Whoever is in a hurry need not say why. */
  @PostMapping("/console/pause")
  String pause(@RequestParam(defaultValue = "") String reason, Viewer viewer) {
    destruction.pause(
        viewer.name(), reason.isBlank() ? "no reason given" : checked(reason.strip()));
    return TODAY;
  }

  @PostMapping("/console/resume")
  String resume(@RequestParam(defaultValue = "") String reason, Viewer viewer) {
    if (reason.isBlank()) {
      throw PageRefused.nothingDone("Say why wipes may go on, for whoever looks later.");
    }
    try {
      destruction.resume(viewer.name(), checked(reason.strip()));
    } catch (Refused refused) {
      throw PageRefused.nothingDone(String.valueOf(refused.getMessage()));
    }
    return TODAY;
  }

  private static String checked(String text) {
    if (text.length() > LONGEST || text.indexOf('\0') >= 0) {
      throw PageRefused.nothingDone(
          "A reason is text of at most %d characters.".formatted(LONGEST));
    }
    return text;
  }
}
