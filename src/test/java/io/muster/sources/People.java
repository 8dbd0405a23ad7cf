package io.muster.sources;

import io.muster.people.EmployeeId;
import io.muster.people.EmploymentChange.Terminated.Reason;
import io.muster.sources.WorkerSnapshot.Leaving;
import io.muster.sources.WorkerSnapshot.Planned;
import io.muster.sources.WorkerSnapshot.Status;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Snapshots of a made-up person, and what may become of them. */
final class People {
  private People() {}

  static WorkerSnapshot employed(String number, LocalDate since, Instant enteredAt) {
    var facts = new LinkedHashMap<String, @Nullable String>();
    facts.put("givenName", "Grace");
    facts.put("familyName", "Hopper");
    facts.put(
        "workEmail", "grace.hopper." + number.toLowerCase(java.util.Locale.ROOT) + "@example.com");
    facts.put("department", "Engineering");
    facts.put("title", "Developer");
    facts.put("location", "Berlin");
    facts.put("costCenter", "CC-1");
    facts.put("timeZone", "Europe/Berlin");
    facts.put("startDate", since.toString());
    return new WorkerSnapshot(
        new EmployeeId(number),
        "record-" + number,
        Status.EMPLOYED,
        facts,
        null,
        List.of(),
        enteredAt);
  }

  static WorkerSnapshot with(WorkerSnapshot person, String field, @Nullable String value) {
    var facts = new LinkedHashMap<>(person.facts());
    facts.put(field, value);
    return copy(person, person.status(), facts, person.leaving(), person.planned());
  }

  static WorkerSnapshot without(WorkerSnapshot person, String field) {
    var facts = new LinkedHashMap<>(person.facts());
    facts.remove(field);
    return copy(person, person.status(), facts, person.leaving(), person.planned());
  }

  static WorkerSnapshot leaving(WorkerSnapshot person, LocalDate lastDay) {
    return leaving(person, new Leaving(lastDay, Reason.VOLUNTARY, false));
  }

  static WorkerSnapshot leaving(WorkerSnapshot person, Leaving leaving) {
    return copy(person, person.status(), person.facts(), leaving, person.planned());
  }

  static WorkerSnapshot staying(WorkerSnapshot person) {
    return copy(person, person.status(), person.facts(), null, person.planned());
  }

  static WorkerSnapshot planning(WorkerSnapshot person, Planned... planned) {
    return copy(person, person.status(), person.facts(), person.leaving(), List.of(planned));
  }

  static WorkerSnapshot as(WorkerSnapshot person, Status status) {
    return copy(person, status, person.facts(), person.leaving(), person.planned());
  }

  private static WorkerSnapshot copy(
      WorkerSnapshot person,
      Status status,
      Map<String, @Nullable String> facts,
      @Nullable Leaving leaving,
      List<Planned> planned) {
    return new WorkerSnapshot(
        person.employee(),
        person.record(),
        status,
        facts,
        leaving,
        planned,
        person.enteredAt().plusSeconds(1));
  }
}
