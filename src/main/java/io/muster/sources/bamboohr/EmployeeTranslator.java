package io.muster.sources.bamboohr;

import io.muster.intake.Digest;
import io.muster.people.EmployeeId;
import io.muster.people.EmploymentChange.Terminated.Reason;
import io.muster.sources.Employments;
import io.muster.sources.Employments.Employment;
import io.muster.sources.FieldMapping;
import io.muster.sources.WorkerSnapshot;
import io.muster.sources.WorkerSnapshot.Leaving;
import io.muster.sources.WorkerSnapshot.Planned;
import io.muster.sources.WorkerSnapshot.Status;
import io.muster.sources.bamboohr.BambooHrProperties.Connection;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a record means.
 *
 * <p>{@code Inactive} says little: it is the future hire, the leaver and the one HR has switched
 * off by hand. Only together with the hire date and the rows of employment does it say which.
 */
final class EmployeeTranslator {
  /** What has to be known of a record besides the mapped columns. */
  private static final Set<String> NEEDED =
      Set.of(
          "id", "status", "hireDate", "terminationDate", "employmentHistoryStatus", "lastChanged");

  /** What of a row has somebody go, and when. */
  private static final List<String> ENTERED_OF_AN_END =
      List.of("date", "employmentStatus", "terminationTypeId", "terminationReasonId");

  private static final int DIGITS = 16;

  /** Where a day begins first, and where last: BambooHR's own zone may be either. */
  private static final ZoneId FIRST = ZoneOffset.ofHours(14);

  private static final ZoneId LAST = ZoneOffset.ofHours(-12);

  private final FieldMapping mapping;
  private final Connection connection;
  private final Clock clock;

  EmployeeTranslator(FieldMapping mapping, Connection connection, Clock clock) {
    this.mapping = mapping;
    this.connection = connection;
    this.clock = clock;
  }

  /** The columns of BambooHR for Muster's fields, where nothing else is configured. */
  static Map<String, List<String>> usualColumns() {
    return Map.of(
        "employeeId", List.of("employeeNumber"),
        "givenName", List.of("firstName"),
        "familyName", List.of("lastName"),
        "workEmail", List.of("workEmail"),
        "department", List.of("department"),
        "title", List.of("jobTitle"),
        "location", List.of("location"),
        "managerId", List.of("supervisorEId"),
        "startDate", List.of("hireDate"));
  }

  /** The fields that have to be asked for. */
  Set<String> fields() {
    var all = new LinkedHashSet<>(NEEDED);
    all.addAll(mapping.columns());
    return all;
  }

  /**
   * The number of the person.
   *
   * @throws IllegalArgumentException if the record has none that can be one
   */
  EmployeeId employee(RawEmployee raw) {
    var number = mapping.facts(raw.fields()).get("employeeId");
    if (number == null) {
      throw new IllegalArgumentException("it has no employee number");
    }
    return new EmployeeId(number);
  }

  /**
   * True if the record may be of somebody who is still to come, of whom BambooHR shows next to
   * nothing before the first day.
   */
  boolean isToCome(RawEmployee raw) {
    var start = start(raw.fields());
    return isInactive(raw) && start != null && !start.isBefore(today(LAST));
  }

  private static boolean isInactive(RawEmployee raw) {
    return "Inactive".equalsIgnoreCase(raw.fields().get("status"));
  }

  private @Nullable LocalDate start(Map<String, @Nullable String> fields) {
    return Texts.day(mapping.facts(fields).get("startDate"));
  }

  /** What all records of a person say: one snapshot, or several that contradict each other. */
  List<WorkerSnapshot> snapshots(List<RawEmployee> records, EmployeeId employee) {
    if (records.size() == 1) {
      return List.of(new Reading(records.get(0), employee).snapshot());
    }
    return Employments.of(
        records.stream()
            .sorted(Comparator.comparing(RawEmployee::record))
            .map(raw -> new Reading(raw, employee).employment())
            .toList(),
        connection.conversionGap());
  }

  /** The record is gone, and with it all that was in it. */
  WorkerSnapshot deleted(String record, EmployeeId employee, Instant at) {
    return new WorkerSnapshot(employee, record, Status.DELETED, Map.of(), null, List.of(), at);
  }

  private LocalDate today(ZoneId zone) {
    return LocalDate.ofInstant(clock.instant(), zone);
  }

  /**
   * The end of an employment as BambooHR has it.
   *
   * @param entry what of it HR has entered
   */
  private record End(LocalDate date, Reason reason, String entry) {}

  /** What follows from it all. */
  private record Standing(Status status, @Nullable End end) {}

  /** One record being read. */
  private final class Reading {
    private final RawEmployee raw;
    private final EmployeeId employee;
    private final Map<String, @Nullable String> fields;
    private final Map<String, @Nullable String> facts;
    private final ZoneId zone;
    private final LocalDate today;
    private final @Nullable LocalDate start;
    private final Instant enteredAt;

    Reading(RawEmployee raw, EmployeeId employee) {
      this.raw = raw;
      this.employee = employee;
      var hired = start(raw.fields());
      // of somebody to come, what will be so on the first day
      var day = isToCome(raw) && hired != null ? hired : today(zone(raw.fields()));
      fields = raw.fieldsOn(day);
      facts = facts(fields);
      zone = zone(fields);
      today = today(zone);
      start = start(fields);
      var changed = Texts.moment(raw.fields().get("lastChanged"));
      enteredAt = changed == null ? clock.instant() : changed;
    }

    WorkerSnapshot snapshot() {
      var standing = standing();
      return new WorkerSnapshot(
          employee,
          raw.record(),
          standing.status(),
          facts,
          leaving(standing),
          planned(standing),
          enteredAt);
    }

    Employment employment() {
      var end = standing().end();
      return new Employment(snapshot(), start, end == null ? null : end.date(), isToCome(raw));
    }

    private Standing standing() {
      var end = end();
      var status = raw.fields().get("status");
      if ("Active".equalsIgnoreCase(status)) {
        // BambooHR's midnight may still be to come
        boolean over = end != null && end.date().isBefore(today(LAST).minusDays(1));
        return over
            ? new Standing(Status.UNCLEAR, null)
            : new Standing(onLeave() ? Status.ON_LEAVE : Status.EMPLOYED, end);
      }
      if (!isInactive(raw)) {
        return new Standing(Status.UNCLEAR, null);
      }
      if (isToCome(raw)) {
        return toCome(Objects.requireNonNull(start), end);
      }
      if (end != null && !end.date().isAfter(today(FIRST))) {
        return new Standing(Status.ENDED, end);
      }
      if (isBetweenTwo()) {
        return new Standing(onLeave() ? Status.ON_LEAVE : Status.EMPLOYED, end);
      }
      return end == null && start == null && showsNoStart()
          ? new Standing(Status.CALLED_OFF, null)
          : new Standing(Status.UNCLEAR, null);
    }

    /** HR has emptied the hire date, which is not the same as that we may not see it. */
    private boolean showsNoStart() {
      return facts.containsKey("startDate") && facts.get("startDate") == null;
    }

    private Standing toCome(LocalDate first, @Nullable End end) {
      if (end == null || !end.date().isBefore(first)) {
        return new Standing(Status.EMPLOYED, end);
      }
      boolean workedBefore =
          raw.employment().stream()
              .anyMatch(row -> !isTermination(row) && !row.date().isAfter(end.date()));
      return new Standing(workedBefore ? Status.EMPLOYED : Status.CALLED_OFF, null);
    }

    /** The termination that is in force, or else the next one. */
    private @Nullable End end() {
      var rows = raw.employment();
      var current = RawEmployee.inForce(rows, today);
      if (current.filter(this::isTermination).isPresent() && !goesOnAfter(current.get())) {
        return end(current.get());
      }
      for (var row : rows) {
        if (row.date().isAfter(today) && isTermination(row) && !goesOnAfter(row)) {
          return end(row);
        }
      }
      var date = Texts.day(raw.fields().get("terminationDate"));
      return isInactive(raw) && date != null && current.isEmpty()
          ? new End(date, Reason.UNKNOWN, "terminationDate")
          : null;
    }

    /**
     * A contract that ends where the next begins is no end. Whoever is thrown out is: a row that
     * was planned for the next days before that takes nobody back.
     */
    private boolean goesOnAfter(Row termination) {
      if (connection.reason(termination.values().get("terminationTypeId")) == Reason.INVOLUNTARY) {
        return false;
      }
      var latest = termination.date().plusDays(connection.conversionGap());
      return raw.employment().stream()
          .filter(row -> row.compareTo(termination) > 0)
          .findFirst()
          .filter(next -> !isTermination(next) && !next.date().isAfter(latest))
          .isPresent();
    }

    /** On BambooHR's day, whichever that is, the old contract is over and the next one begins. */
    private boolean isBetweenTwo() {
      return Stream.of(today(LAST), today, today(FIRST))
          .flatMap(day -> RawEmployee.inForce(raw.employment(), day).stream())
          .anyMatch(row -> isTermination(row) && goesOnAfter(row));
    }

    private End end(Row row) {
      var type = row.values().get("terminationTypeId");
      if (type != null) {
        mapping.heard(
            "muster.bamboohr.connections.<name>.termination-types", type, connection.knows(type));
      }
      return new End(row.date(), connection.reason(type), entry(row));
    }

    /**
     * BambooHR does not say when a row was entered. What does not bear on when somebody goes, such
     * as a comment or whether they may be hired again, is left out: it is often filled in on the
     * last day.
     */
    private static String entry(Row row) {
      var said =
          ENTERED_OF_AN_END.stream()
              .map(column -> String.valueOf(row.values().get(column)))
              .collect(Collectors.joining("|"));
      return row.number() + "-" + Digest.of(said).substring(0, DIGITS);
    }

    private boolean isTermination(Row row) {
      return connection.isTerminated(row.values().get("employmentStatus"));
    }

    private boolean onLeave() {
      var current = RawEmployee.inForce(raw.employment(), today);
      return connection.isLeave(
          current.isPresent()
              ? current.get().values().get("employmentStatus")
              : raw.fields().get("employmentHistoryStatus"));
    }

    private @Nullable Leaving leaving(Standing standing) {
      var end = standing.end();
      return end == null
          ? null
          : new Leaving(mapping.lastDay(end.date()), end.reason(), atOnce(end), end.entry());
    }

    /**
     * Whoever is thrown out on the day it is entered does not stay until midnight. That the record
     * was changed on that day is all that BambooHR tells of it, so this is true, too, of an end
     * that was announced and whose record is touched; what was announced is known elsewhere.
     */
    private boolean atOnce(End end) {
      return connection.forCauseAtOnce()
          && end.reason() == Reason.INVOLUNTARY
          && !end.date().isAfter(today)
          && !LocalDate.ofInstant(enteredAt, zone).isBefore(end.date());
    }

    private List<Planned> planned(Standing standing) {
      if (standing.status() != Status.EMPLOYED && standing.status() != Status.ON_LEAVE) {
        return List.of();
      }
      var from = start != null && start.isAfter(today) ? start : today;
      var plans = new ArrayList<Planned>();
      var before = facts;
      var state = new LinkedHashMap<>(fields);
      for (var row : raw.jobsAfter(from)) {
        state.putAll(RawEmployee.columns(row));
        var after = facts(state);
        var different = new LinkedHashMap<String, @Nullable String>();
        for (var fact : after.entrySet()) {
          var value = fact.getValue();
          if (value != null && !value.equals(before.get(fact.getKey()))) {
            different.put(fact.getKey(), value);
          }
        }
        if (!different.isEmpty()) {
          plans.add(new Planned(row.date(), different));
        }
        before = after;
      }
      return plans;
    }

    private Map<String, @Nullable String> facts(Map<String, @Nullable String> row) {
      var all = new LinkedHashMap<>(mapping.facts(row));
      all.remove("employeeId");
      return all;
    }

    private ZoneId zone(Map<String, @Nullable String> row) {
      var name = mapping.facts(row).get("timeZone");
      try {
        return name == null ? ZoneOffset.UTC : ZoneId.of(name);
      } catch (DateTimeException unreadable) {
        return ZoneOffset.UTC;
      }
    }
  }
}
