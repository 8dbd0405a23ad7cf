package io.muster.sources;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
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

/** Events and snapshots as they are kept. */
final class Payloads {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();
  private static final TypeReference<List<Kept>> SNAPSHOTS = new TypeReference<>() {};

  private Payloads() {}

  /** An event the way a webhook would have brought it. */
  static String of(String type, Map<String, Object> fields) {
    var event = new LinkedHashMap<String, Object>();
    event.put("type", type);
    event.put("data", fields);
    return written(event);
  }

  static String of(List<WorkerSnapshot> people) {
    return written(people.stream().map(Kept::of).toList());
  }

  static List<WorkerSnapshot> snapshots(String content) {
    try {
      return JSON.readValue(content, SNAPSHOTS).stream().map(Kept::snapshot).toList();
    } catch (JsonProcessingException damaged) {
      throw new IllegalStateException("a kept snapshot cannot be read", damaged);
    }
  }

  private static String written(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("texts, flags and days are JSON", impossible);
    }
  }

  /** A snapshot with its employee as text. */
  private record Kept(
      String employee,
      String record,
      Status status,
      Map<String, @Nullable String> facts,
      @Nullable KeptLeaving leaving,
      List<KeptPlan> planned,
      Instant enteredAt,
      @Nullable KeptLeaving earlier,
      @Nullable List<String> unread) {

    static Kept of(WorkerSnapshot snapshot) {
      return new Kept(
          snapshot.employee().value(),
          snapshot.record(),
          snapshot.status(),
          snapshot.facts(),
          KeptLeaving.of(snapshot.leaving()),
          snapshot.planned().stream()
              .map(plan -> new KeptPlan(plan.effective(), plan.facts()))
              .toList(),
          snapshot.enteredAt(),
          KeptLeaving.of(snapshot.earlier()),
          snapshot.unread());
    }

    WorkerSnapshot snapshot() {
      return new WorkerSnapshot(
          new EmployeeId(employee),
          record,
          status,
          facts,
          leaving == null ? null : leaving.leaving(),
          planned.stream().map(plan -> new Planned(plan.effective(), plan.facts())).toList(),
          enteredAt,
          earlier == null ? null : earlier.leaving(),
          unread == null ? List.of() : unread);
    }
  }

  private record KeptLeaving(
      LocalDate lastDay, Reason reason, boolean immediate, @Nullable String entry) {
    static @Nullable KeptLeaving of(@Nullable Leaving leaving) {
      return leaving == null
          ? null
          : new KeptLeaving(
              leaving.lastDay(), leaving.reason(), leaving.immediate(), leaving.entry());
    }

    Leaving leaving() {
      return new Leaving(lastDay, reason, immediate, entry);
    }
  }

  private record KeptPlan(LocalDate effective, Map<String, @Nullable String> facts) {}
}
