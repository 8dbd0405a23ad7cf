package io.muster.sources.bamboohr;

import io.muster.intake.Digest;
import io.muster.intake.Inbox;
import io.muster.people.EmployeeId;
import io.muster.remote.RemoteFailure.Misconfigured;
import io.muster.sources.WorkerSnapshot;
import io.muster.sources.WorkerSnapshot.Status;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads people, one or all of them, and puts aside for operators what cannot be anybody. */
final class Reader {
  private static final int DIGITS = 16;
  private static final Set<Status> EMPLOYED = Set.of(Status.EMPLOYED, Status.ON_LEAVE);

  private final String source;
  private final Company company;
  private final EmployeeTranslator meaning;
  private final KnownRecords known;
  private final Inbox inbox;

  Reader(
      String source, Company company, EmployeeTranslator meaning, KnownRecords known, Inbox inbox) {
    this.source = source;
    this.company = company;
    this.meaning = meaning;
    this.known = known;
    this.inbox = inbox;
  }

  Company company() {
    return company;
  }

  /**
   * The person whose record this is, by all their records; empty if the record is gone, or is put
   * aside.
   *
   * @throws Misconfigured if we may not see what matters, which must not be taken for emptiness
   */
  List<WorkerSnapshot> one(String record) {
    var raw = raw(record);
    if (raw.isEmpty()) {
      return List.of();
    }
    return understood(raw.get()).map(person -> person.with(others(person))).stream()
        .flatMap(person -> meaning.snapshots(person.records(), person.employee()).stream())
        .toList();
  }

  private Optional<RawEmployee> raw(String record) {
    var fields = company.fields(record, meaning.fields(), true);
    if (fields.isEmpty()) {
      return Optional.empty();
    }
    var employment = company.rows(record, Company.EMPLOYMENT);
    var jobs = company.rows(record, Company.JOB);
    if (employment.isEmpty() || jobs.isEmpty()) {
      if (company.fields(record, meaning.fields(), true).isEmpty()) {
        return Optional.empty();
      }
      throw hidden(
          "the table " + (employment.isEmpty() ? Company.EMPLOYMENT : Company.JOB),
          "record " + record);
    }
    return Optional.of(new RawEmployee(record, fields.get(), employment.get(), jobs.get()));
  }

  /** The other records of a person whose record has been read: one of them may be what counts. */
  private List<RawEmployee> others(Records person) {
    var read = person.records().get(0).record();
    return known.of(person.employee()).stream()
        .filter(record -> !record.equals(read))
        .flatMap(record -> raw(record).flatMap(this::understood).stream())
        .filter(other -> other.employee().equals(person.employee()))
        .flatMap(other -> other.records().stream())
        .toList();
  }

  /** Everybody: one list for what is so now, and two for what is not so yet. */
  List<WorkerSnapshot> everybody() {
    var people = company.everybody(meaning.fields());
    var employment =
        company
            .everybodysRows(Company.EMPLOYMENT)
            .orElseThrow(() -> hidden("the table " + Company.EMPLOYMENT, "everybody"));
    var jobs =
        company
            .everybodysRows(Company.JOB)
            .orElseThrow(() -> hidden("the table " + Company.JOB, "everybody"));
    var all = new LinkedHashMap<EmployeeId, Records>();
    people.forEach(
        (record, fields) ->
            understood(
                    new RawEmployee(
                        record, fields, rowsOf(record, employment), rowsOf(record, jobs)))
                .ifPresent(
                    person ->
                        all.merge(
                            person.employee(),
                            person,
                            (first, next) -> first.with(next.records()))));
    return all.values().stream()
        .flatMap(person -> meaning.snapshots(person.records(), person.employee()).stream())
        .toList();
  }

  private static List<Row> rowsOf(String record, Map<String, List<Row>> rows) {
    return rows.getOrDefault(record, List.of());
  }

  /**
   * Somebody whose record was deleted; empty if we never knew whose it was. Of somebody who is
   * there by another record nothing but that record is gone.
   */
  List<WorkerSnapshot> deleted(Company.Change change) {
    var employee = known.find(change.record());
    if (employee.isEmpty()) {
      return List.of();
    }
    var left =
        known.of(employee.get()).stream()
            .filter(record -> !record.equals(change.record()))
            .flatMap(record -> one(record).stream())
            .filter(person -> EMPLOYED.contains(person.status()))
            .distinct()
            .toList();
    return left.isEmpty()
        ? List.of(meaning.deleted(change.record(), employee.get(), change.at()))
        : left;
  }

  /** The deletion has been handed on. */
  void forget(String record) {
    known.forget(record);
  }

  /** A person whose record cannot be read, for operators to see. */
  void putAside(String record, String why) {
    var reason = "Record %s of BambooHR was not taken in: %s".formatted(record, why);
    var eventId = "record-%s-%s".formatted(record, Digest.of(reason).substring(0, DIGITS));
    inbox.refuse(source, eventId, null, reason, reason);
  }

  private Misconfigured hidden(String what, String whose) {
    return new Misconfigured(
        "BambooHR does not show us %s (of %s), so a termination could not be told from its absence and nothing was taken in. Have the access level of the API key's owner show it."
            .formatted(what, whose));
  }

  /** What is hidden looks like what is not there, and that would be a rescinded termination. */
  private void demandVisible(RawEmployee raw) {
    if (!raw.fields().containsKey("status")) {
      throw hidden("the field status", "record " + raw.record());
    }
    if (raw.says("employmentHistoryStatus")
        && raw.employment().stream().noneMatch(row -> row.says("employmentStatus"))) {
      throw hidden("the rows of " + Company.EMPLOYMENT, "record " + raw.record());
    }
    if (raw.jobs().isEmpty() && (raw.says("jobTitle") || raw.says("department"))) {
      throw hidden("the rows of " + Company.JOB, "record " + raw.record());
    }
  }

  private Optional<Records> understood(RawEmployee raw) {
    demandVisible(raw);
    EmployeeId employee;
    try {
      employee = meaning.employee(raw);
    } catch (IllegalArgumentException nobody) {
      putAside(
          raw.record(),
          "%s. Have HR fill in the number, or set muster.sources.%s.columns.employeeId to a field that everybody has, such as id."
              .formatted(nobody.getMessage(), source));
      return Optional.empty();
    }
    var before = known.find(raw.record());
    if (before.isPresent() && !before.get().equals(employee)) {
      putAside(
          raw.record(),
          "it was the record of %s and now says %s, and people are known by their number. Have HR put the number back, or let %s out and make a new record."
              .formatted(before.get(), employee, before.get()));
      return Optional.empty();
    }
    known.keep(raw.record(), employee);
    // of somebody to come the tables' fields, the manager among them, are hidden until the day
    var whole =
        meaning.isToCome(raw)
            ? company.fields(raw.record(), meaning.fields(), false).map(raw::filledFrom).orElse(raw)
            : raw;
    return Optional.of(new Records(employee, List.of(whole)));
  }

  /** What has been read of one person. */
  private record Records(EmployeeId employee, List<RawEmployee> records) {
    Records with(List<RawEmployee> more) {
      return new Records(employee, Stream.concat(records.stream(), more.stream()).toList());
    }
  }
}
