package io.muster.simulator.workday;

import io.muster.simulator.workday.Happening.Kind;
import io.muster.simulator.workday.Happening.Line;
import io.muster.simulator.workday.Happening.Version;
import io.muster.simulator.workday.WorkerRecord.State;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Everybody in the tenant, with all that was entered about them and when. */
final class Tenant {
  private final WorkdayOptions options;
  private final Clock clock;
  private final Map<String, WorkerRecord> records = new LinkedHashMap<>();
  private final Map<Long, Happening> happenings = new LinkedHashMap<>();
  final Set<Block> hidden = EnumSet.noneOf(Block.class);
  final Set<String> hiddenFields = new LinkedHashSet<>();
  boolean losesOne;
  private Predicate<Map<String, String>> visible = fields -> true;
  private long number;

  Tenant(WorkdayOptions options, Clock clock) {
    this.options = options;
    this.clock = clock;
  }

  // what people in HR do

  String begin(String workerId, Kind kind, LocalDate first, Map<String, String> fields) {
    var wid = "%032x".formatted(0xa1b2c3d4000L + ++number);
    records.put(wid, new WorkerRecord(wid, workerId, kind == Kind.CONTRACT));
    enter(wid, kind, first, fields);
    return wid;
  }

  long enter(String wid, Kind kind, LocalDate effective, Map<String, String> fields) {
    var happening =
        new Happening(++number, kind, new Version(clock.instant(), effective, Map.copyOf(fields)));
    happenings.put(happening.id, happening);
    record(wid).happenings.add(happening);
    return happening.id;
  }

  void correct(long id, LocalDate effective, Map<String, String> fields) {
    var happening = happening(id);
    var all =
        new LinkedHashMap<>(happening.knownAt(clock.instant()).map(Version::fields).orElseThrow());
    all.putAll(fields);
    happening.correct(new Version(clock.instant(), effective, all));
  }

  void rescind(long id) {
    happening(id).rescind(clock.instant());
  }

  Happening hire(String wid) {
    return record(wid).happenings.get(0);
  }

  void remove(String wid) {
    records.remove(wid);
  }

  /** Only workers of whom this is true are shown; what a constrained security group does. */
  void constrain(Predicate<Map<String, String>> only) {
    visible = only;
  }

  WorkerRecord record(String wid) {
    var record = records.get(wid);
    if (record == null) {
      throw new IllegalArgumentException("no worker " + wid);
    }
    return record;
  }

  private Happening happening(long id) {
    var happening = happenings.get(id);
    if (happening == null) {
      throw new IllegalArgumentException("no event " + id);
    }
    return happening;
  }

  // what an integration user sees

  /** One worker as of a day. */
  record Seen(WorkerRecord record, State state, List<Line> log) {}

  LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), options.zone());
  }

  Instant now() {
    return clock.instant();
  }

  List<Seen> everybody(LocalDate day, Instant entry) {
    var all = new ArrayList<Seen>();
    for (var record : records.values()) {
      see(record, day, entry).ifPresent(all::add);
    }
    return all;
  }

  private Optional<Seen> see(WorkerRecord record, LocalDate day, Instant entry) {
    return record
        .asOf(day, entry)
        .filter(state -> visible.test(state.fields()))
        .map(
            state -> new Seen(record, state, record.log(day, entry, options.onlyNearestPending())));
  }

  /** The worker behind a WID, as an id of people; nothing for one who is not there. */
  Optional<WorkerRecord> find(String wid) {
    return Optional.ofNullable(records.get(wid));
  }
}
