package io.muster.simulator.workday;

import io.muster.simulator.workday.Happening.Line;
import io.muster.simulator.workday.Happening.Version;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One employment or contract of somebody; another one has another WID and the same Worker ID. */
final class WorkerRecord {
  final String wid;
  final String workerId;
  final boolean contingent;
  final List<Happening> happenings = new ArrayList<>();

  /** Changed without a trace in the log. */
  final Map<String, String> untraced = new LinkedHashMap<>();

  WorkerRecord(String wid, String workerId, boolean contingent) {
    this.wid = wid;
    this.workerId = workerId;
    this.contingent = contingent;
  }

  /**
   * A worker as of a day, as far as it was entered by a moment.
   *
   * @param begun whether the first day has come; what is shown before that is incomplete
   * @param terminated whether the termination has come into force
   * @param termination when, or null; not shown before that either
   * @param fields everything else
   */
  record State(
      boolean begun,
      boolean rescinded,
      LocalDate hired,
      boolean terminated,
      @Nullable LocalDate termination,
      @Nullable LocalDate onLeaveFrom,
      Map<String, String> fields) {

    boolean active() {
      return begun && !terminated && !rescinded;
    }
  }

  /** Nothing if nobody had entered it by then. */
  Optional<State> asOf(LocalDate day, Instant entry) {
    var hire = happenings.stream().filter(it -> it.kind.begins()).findFirst().orElseThrow();
    var begin = hire.knownAt(entry);
    if (begin.isEmpty()) {
      return Optional.empty();
    }
    var fields = new LinkedHashMap<String, String>();
    LocalDate termination = null;
    LocalDate leave = null;
    for (var known : inForce(day, entry)) {
      fields.putAll(known.version().fields());
      switch (known.of().kind) {
        case TERMINATION, CONTRACT_END ->
            // the last day counts as employed
            termination =
                known.version().effective().isBefore(day) ? known.version().effective() : null;
        case LEAVE -> leave = known.version().effective();
        case RETURN -> leave = null;
        default -> {}
      }
    }
    if (termination == null) {
      fields.keySet().removeIf(field -> field.startsWith("Termination_"));
    }
    if (fields.isEmpty()) {
      fields.putAll(begin.get().fields());
    }
    fields.putAll(untraced);
    return Optional.of(
        new State(
            !begin.get().effective().isAfter(day),
            hire.rescindedBy(entry),
            begin.get().effective(),
            termination != null,
            termination,
            leave,
            fields));
  }

  /** The lines of the log that are shown as of a day. */
  List<Line> log(LocalDate day, Instant entry, boolean onlyNearestPending) {
    var lines = all(entry);
    if (!onlyNearestPending) {
      return lines;
    }
    var nearest =
        lines.stream()
            .filter(line -> !line.rescindedOrRescind() && line.effective().isAfter(day))
            .map(Line::effective)
            .min(Comparator.naturalOrder());
    return lines.stream()
        .filter(
            line ->
                line.rescindedOrRescind()
                    || !line.effective().isAfter(day)
                    || line.effective().equals(nearest.orElse(null)))
        .toList();
  }

  /** All lines of the log, by when they were entered. */
  List<Line> all(Instant entry) {
    return happenings.stream()
        .flatMap(happening -> happening.lines(entry).stream())
        .sorted(Comparator.comparing(Line::entered))
        .toList();
  }

  private record Known(Happening of, Version version) {}

  private List<Known> inForce(LocalDate day, Instant entry) {
    var known = new ArrayList<Known>();
    for (var happening : happenings) {
      var version = happening.knownAt(entry);
      if (version.isPresent()
          && !happening.rescindedBy(entry)
          && !version.get().effective().isAfter(day)) {
        known.add(new Known(happening, version.get()));
      }
    }
    known.sort(
        Comparator.comparing((Known it) -> it.version().effective())
            .thenComparing(it -> it.version().entered()));
    return known;
  }
}
