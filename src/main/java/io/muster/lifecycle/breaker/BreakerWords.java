package io.muster.lifecycle.breaker;

import io.muster.safety.Destruction.State;
import io.muster.safety.Destruction.Waiting;
import io.muster.safety.Destruction.Yes;
import io.muster.safety.WipeKind;
import java.util.stream.Collectors;

/** What people are shown of the breaker. */
final class BreakerWords {
  /** What the engine keeps as text is at most 4,000 characters. */
  private static final int LONGEST = 3800;

  private BreakerWords() {}

  /** Who has agreed to the list as it is. */
  static String agreed(State state) {
    var opening = state.opening();
    return opening == null || opening.closing().isEmpty()
        ? "nobody yet"
        : opening.closing().stream().map(Yes::by).collect(Collectors.joining(", "));
  }

  /** The wipes that wait, a line each; what would be too long for a form is counted. */
  static String lines(State state) {
    var lines = new StringBuilder();
    var said = 0;
    for (var waiting : state.waiting()) {
      var line = line(waiting);
      if (lines.length() + line.length() > LONGEST) {
        break;
      }
      lines.append(line);
      said++;
    }
    var left = state.waiting().size() - said;
    if (left > 0) {
      lines.append("- and %d more; the whole list is at /api/destruction".formatted(left));
    }
    return said == 0 ? "- none" : lines.toString();
  }

  private static String line(Waiting waiting) {
    return "- employee **%s**, device %s, serial number %s: %s\n"
        .formatted(
            waiting.employee(),
            waiting.device(),
            waiting.serial(),
            waiting.kind() == WipeKind.COMPLETE ? "everything" : "company data");
  }
}
