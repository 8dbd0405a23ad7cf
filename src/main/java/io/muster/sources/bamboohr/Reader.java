package io.muster.sources.bamboohr;

import io.muster.intake.Digest;
import io.muster.intake.Inbox;
import io.muster.people.EmployeeId;
import io.muster.remote.RemoteFailure.Misconfigured;
import io.muster.sources.WorkerSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads people, one or all of them, and puts aside for operators what cannot be anybody. */
final class Reader {
  private static final int DIGITS = 16;

  private final String source;
  private final Company company;
  private final Meaning meaning;
  private final KnownRecords known;
  private final Inbox inbox;

  Reader(String source, Company company, Meaning meaning, KnownRecords known, Inbox inbox) {
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
   * One person; empty if the record is gone, or is put aside.
   *
   * @throws Misconfigured if we may not see what matters, which must not be taken for emptiness
   */
  Optional<WorkerSnapshot> one(String record) {
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
    return understood(new Raw(record, fields.get(), employment.get(), jobs.get()));
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
    var all = new ArrayList<WorkerSnapshot>();
    people.forEach(
        (record, fields) ->
            understood(new Raw(record, fields, rowsOf(record, employment), rowsOf(record, jobs)))
                .ifPresent(all::add));
    return all;
  }

  private static List<Row> rowsOf(String record, Map<String, List<Row>> rows) {
    return rows.getOrDefault(record, List.of());
  }

  /** Somebody whose record was deleted; empty if we never knew whose it was. */
  Optional<WorkerSnapshot> deleted(Company.Change change) {
    return known
        .find(change.record())
        .map(employee -> meaning.deleted(change.record(), employee, change.at()));
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
  private void demandVisible(Raw raw) {
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

  private Optional<WorkerSnapshot> understood(Raw raw) {
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
    return Optional.of(meaning.snapshot(whole, employee));
  }
}
