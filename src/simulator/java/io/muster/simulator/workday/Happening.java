package io.muster.simulator.workday;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Something entered about a worker: when it is so, and, a correction at a time, what. */
final class Happening {
  final long id;
  final Kind kind;
  private final List<Version> versions = new ArrayList<>();
  private @Nullable Instant rescinded;

  Happening(long id, Kind kind, Version first) {
    this.id = id;
    this.kind = kind;
    versions.add(first);
  }

  /** What it is. */
  enum Kind {
    HIRE("Hire Employee"),
    CONTRACT("Contract Contingent Worker"),
    CHANGE("Change Job"),
    LEAVE("Request Leave of Absence"),
    RETURN("Return Worker from Leave of Absence"),
    TERMINATION("Terminate Employee"),
    CONTRACT_END("End Contingent Worker Contract");

    final String words;

    Kind(String words) {
      this.words = words;
    }

    boolean begins() {
      return this == HIRE || this == CONTRACT;
    }

    boolean ends() {
      return this == TERMINATION || this == CONTRACT_END;
    }
  }

  /** What somebody entered. */
  record Version(Instant entered, LocalDate effective, Map<String, String> fields) {}

  /** A line of the transaction log. */
  record Line(
      Happening of,
      Instant entered,
      LocalDate effective,
      boolean rescindedOrRescind,
      boolean correctedOrCorrection) {}

  void correct(Version version) {
    versions.add(version);
  }

  void rescind(Instant at) {
    rescinded = at;
  }

  boolean rescindedBy(Instant entry) {
    return rescinded != null && !rescinded.isAfter(entry);
  }

  /** What it was known as at that moment; nothing if it had not been entered yet. */
  Optional<Version> knownAt(Instant entry) {
    return versions.stream()
        .filter(version -> !version.entered().isAfter(entry))
        .reduce((earlier, later) -> later);
  }

  /** What the log says of it. */
  List<Line> lines(Instant entry) {
    var lines = new ArrayList<Line>();
    for (int number = 0; number < versions.size(); number++) {
      var version = versions.get(number);
      if (!version.entered().isAfter(entry)) {
        var last =
            number == versions.size() - 1 || versions.get(number + 1).entered().isAfter(entry);
        lines.add(
            new Line(
                this,
                version.entered(),
                version.effective(),
                rescindedBy(entry),
                number > 0 || !last));
      }
    }
    if (rescinded != null && !rescinded.isAfter(entry)) {
      lines.add(
          new Line(this, rescinded, versions.get(versions.size() - 1).effective(), true, false));
    }
    return lines;
  }
}
