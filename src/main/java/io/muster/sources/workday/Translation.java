package io.muster.sources.workday;

import io.muster.people.EmployeeId;
import io.muster.sources.Employments;
import io.muster.sources.Employments.Employment;
import io.muster.sources.FieldMapping;
import io.muster.sources.WorkerSnapshot;
import io.muster.sources.WorkerSnapshot.Leaving;
import io.muster.sources.WorkerSnapshot.Planned;
import io.muster.sources.WorkerSnapshot.Status;
import io.muster.sources.workday.SeenWorker.Entry;
import io.muster.sources.workday.WorkdayProperties.Connection;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says in Muster's words what the records of people say, at one moment. */
final class Translation {
  private static final String NUMBER = "employeeId";
  private static final String START = "startDate";

  private final Connection connection;
  private final FieldMapping mapping;
  private final Instant at;
  private final LocalDate today;

  Translation(Connection connection, FieldMapping mapping, Instant at) {
    this.connection = connection;
    this.mapping = mapping;
    this.at = at;
    this.today = LocalDate.ofInstant(at, connection.zone());
  }

  /**
   * What was read, as snapshots.
   *
   * @param people one for each person
   * @param nameless the records in which no usable employee number is
   */
  record People(List<WorkerSnapshot> people, List<String> nameless) {}

  People people(List<KnownWorker> records) {
    var byNumber = new LinkedHashMap<EmployeeId, List<KnownWorker>>();
    var nameless = new ArrayList<String>();
    for (var record : records) {
      number(record)
          .ifPresentOrElse(
              number -> byNumber.computeIfAbsent(number, each -> new ArrayList<>()).add(record),
              () -> nameless.add(record.now().record()));
    }
    var people = new ArrayList<WorkerSnapshot>();
    byNumber.forEach((number, theirs) -> people.addAll(person(number, theirs)));
    return new People(people, nameless);
  }

  private Optional<EmployeeId> number(KnownWorker record) {
    var number = mapping.facts(record.now().row()).get(NUMBER);
    try {
      return number == null ? Optional.empty() : Optional.of(new EmployeeId(number));
    } catch (IllegalArgumentException unusable) {
      return Optional.empty();
    }
  }

  private List<WorkerSnapshot> person(EmployeeId number, List<KnownWorker> records) {
    return Employments.of(
        records.stream().map(record -> employment(number, record)).toList(),
        connection.conversionGap());
  }

  private Employment employment(EmployeeId number, KnownWorker record) {
    var employment = record.now().employment();
    var snapshot = snapshot(number, record, status(record)).withItsOwnEnd(today);
    return new Employment(
        snapshot,
        employment == null ? null : employment.hired(),
        snapshot.earlier() == null ? End.of(record).map(End::termination).orElse(null) : null,
        toCome(record));
  }

  private LocalDate begin(KnownWorker record) {
    var employment = record.now().employment();
    return employment == null || employment.hired() == null ? LocalDate.MIN : employment.hired();
  }

  private boolean toCome(KnownWorker record) {
    var employment = record.now().employment();
    return employment != null && employment.toCome(today);
  }

  private WorkerSnapshot snapshot(EmployeeId number, KnownWorker record, Status status) {
    var facts = facts(record);
    return new WorkerSnapshot(
        number,
        record.now().record().isEmpty() ? number.value() : record.now().record(),
        status,
        facts,
        status == Status.UNCLEAR || status == Status.CALLED_OFF ? null : leaving(record, facts),
        status == Status.EMPLOYED || status == Status.ON_LEAVE ? planned(record, facts) : List.of(),
        at,
        null,
        unread(record));
  }

  private static List<String> unread(KnownWorker record) {
    var why = record.now().unread();
    return why == null ? List.of() : List.of(why);
  }

  private Status status(KnownWorker record) {
    var employment = record.now().employment();
    if (employment == null) {
      return Status.UNCLEAR;
    }
    if (calledOff(record.now(), employment)) {
      return Status.CALLED_OFF;
    }
    if (employment.active()) {
      if (employment.terminated()) {
        return Status.UNCLEAR;
      }
      return employment.onLeave() ? Status.ON_LEAVE : Status.EMPLOYED;
    }
    if (employment.toCome(today)) {
      return Status.EMPLOYED;
    }
    return employment.terminated() || past(employment.termination())
        ? Status.ENDED
        : Status.UNCLEAR;
  }

  private boolean past(@Nullable LocalDate termination) {
    return termination != null && termination.isBefore(today);
  }

  /** Where the flag is not shown, the log may tell that the hire was taken back. */
  private static boolean calledOff(SeenWorker worker, SeenWorker.Employment employment) {
    if (employment.rescinded() != null) {
      return employment.rescinded();
    }
    var hires = worker.log().stream().filter(Entry::begins).toList();
    return !employment.active()
        && !employment.terminated()
        && !hires.isEmpty()
        && hires.stream().allMatch(Entry::rescinded);
  }

  /** As of today, or of the first day where that is still to come. */
  private Map<String, @Nullable String> facts(KnownWorker record) {
    var row = new LinkedHashMap<>(record.now().row());
    if (toCome(record)) {
      record.ahead().stream()
          .filter(ahead -> !ahead.from().isBefore(begin(record)))
          .findFirst()
          .ifPresent(first -> row.putAll(first.then().row()));
    }
    return mapping.facts(row);
  }

  private List<Planned> planned(KnownWorker record, Map<String, @Nullable String> today) {
    var planned = new ArrayList<Planned>();
    var facts = new LinkedHashMap<>(today);
    for (var ahead : record.ahead()) {
      var employment = ahead.then().employment();
      var first = toCome(record) && !ahead.from().isAfter(begin(record));
      if (!first && employment != null && employment.active()) {
        plan(ahead.from(), facts, mapping.facts(ahead.then().row()), planned);
      }
    }
    return planned;
  }

  private static void plan(
      LocalDate from,
      Map<String, @Nullable String> before,
      Map<String, @Nullable String> then,
      List<Planned> planned) {
    var different = new LinkedHashMap<>(then);
    different.keySet().removeAll(List.of(NUMBER, START));
    different
        .entrySet()
        .removeIf(fact -> Objects.equals(before.get(fact.getKey()), fact.getValue()));
    if (!different.isEmpty()) {
      planned.add(new Planned(from, different));
      before.putAll(different);
    }
  }

  private @Nullable Leaving leaving(KnownWorker record, Map<String, @Nullable String> facts) {
    return End.of(record).map(end -> end.leaving(mapping, at, zone(facts))).orElse(null);
  }

  private ZoneId zone(Map<String, @Nullable String> facts) {
    var zone = facts.get("timeZone");
    try {
      return zone == null ? connection.zone() : ZoneId.of(zone);
    } catch (DateTimeException unknown) {
      return connection.zone();
    }
  }
}
