package io.muster.sources.bamboohr;

import io.muster.intake.Inbox;
import io.muster.people.EmployeeId;
import io.muster.people.EmploymentChange;
import io.muster.people.EmploymentChange.Terminated;
import io.muster.sources.Snapshots;
import io.muster.sources.SourceCursors;
import io.muster.sources.SourceHealthRecorder;
import io.muster.sources.WorkerSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Remembers what an adapter hands on, where a test is about the adapter alone. */
final class TakenIn implements Snapshots, SourceCursors, SourceHealthRecorder, Inbox {
  final List<WorkerSnapshot> some = new ArrayList<>();
  final List<List<WorkerSnapshot>> whole = new ArrayList<>();
  final List<String> failures = new ArrayList<>();
  final Map<String, String> refused = new LinkedHashMap<>();
  final Map<String, String> marks = new HashMap<>();
  int heard;
  boolean databaseGone;

  @Override
  public List<Receipt> some(String source, List<WorkerSnapshot> people) {
    if (databaseGone) {
      throw new IllegalStateException("no database");
    }
    some.addAll(people);
    return List.of();
  }

  @Override
  public Reading all(String source, List<WorkerSnapshot> everybody, int nameless) {
    whole.add(everybody);
    return new Reading(whole.size(), null, 0, 0, 0, 0, whole.size(), 0);
  }

  @Override
  public List<Terminated> leavers(String source, List<WorkerSnapshot> everybody) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<String> wouldDo(String source, List<WorkerSnapshot> people, boolean all) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Receipt> letThrough(long number, String by) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<String> find(String source) {
    return Optional.ofNullable(marks.get(source));
  }

  @Override
  public void keep(String source, String mark) {
    marks.put(source, mark);
  }

  @Override
  public void heard(String source) {
    if (databaseGone) {
      throw new IllegalStateException("no database");
    }
    heard++;
  }

  @Override
  public void failed(String source, String why) {
    failures.add(why);
  }

  @Override
  public void works(String source, String beginning) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Receipt take(EmploymentChange change, String payload) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Receipt takeFrom(EmploymentChange change, String payload, String by) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Receipt refuseFrom(Unreadable refused, String by) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Receipt takeAgreed(EmploymentChange change, String payload, String by) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Map<String, Long> held() {
    return Map.of();
  }

  @Override
  public Receipt refuse(
      String source, String eventId, @Nullable String employee, String payload, String reason) {
    refused.put(eventId, reason);
    return new Receipt(
        1, source, eventId, employee, Instant.EPOCH, Fate.REFUSED, null, reason, false);
  }

  @Override
  public Optional<Receipt> find(String source, String eventId) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void settle(String source, String eventId, String how, String by) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Receipt> newest(
      @Nullable Fate fate, @Nullable EmployeeId employee, @Nullable Long before, int most) {
    throw new UnsupportedOperationException();
  }
}
