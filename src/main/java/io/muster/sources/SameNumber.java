package io.muster.sources;

import io.muster.people.EmployeeId;
import io.muster.sources.WorkerSnapshot.Leaving;
import io.muster.sources.WorkerSnapshot.Status;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Several records of a source that bear one number.
 *
 * <p>Records that say the same are one. Where all agree whether the person works there, and until
 * when, that counts, and only the facts on which they differ are left as they were. Anything else
 * is for people to decide.
 */
final class SameNumber {
  private static final List<String> NAMES = List.of("givenName", "familyName");

  private SameNumber() {}

  /** One for each person; several only where people have to say which is right. */
  static List<WorkerSnapshot> together(List<WorkerSnapshot> people) {
    var byNumber = new LinkedHashMap<EmployeeId, List<WorkerSnapshot>>();
    people.forEach(
        person ->
            byNumber.computeIfAbsent(person.employee(), each -> new ArrayList<>()).add(person));
    var together = new ArrayList<WorkerSnapshot>();
    byNumber.values().forEach(records -> together.addAll(agreed(records)));
    return together;
  }

  private static List<WorkerSnapshot> agreed(List<WorkerSnapshot> records) {
    var different = new ArrayList<WorkerSnapshot>();
    for (var record : records) {
      if (different.stream().noneMatch(record::saysOfAnyRecordTheSameAs)) {
        different.add(record);
      }
    }
    if (different.size() == 1) {
      return different;
    }
    return agree(different) ? List.of(merged(different)) : different;
  }

  private static boolean agree(List<WorkerSnapshot> records) {
    var first = records.get(0);
    return records.stream()
        .allMatch(
            record ->
                record.status() == first.status()
                    && (record.status() == Status.ENDED
                        || Objects.equals(record.leaving(), first.leaving()))
                    && record.isOneOf(Status.EMPLOYED, Status.ON_LEAVE, Status.ENDED)
                    && NAMES.stream().allMatch(name -> sameName(first, record, name)));
  }

  /** Two names are two people, one of whom has the other's number. */
  private static boolean sameName(WorkerSnapshot one, WorkerSnapshot other, String field) {
    return folded(one, field).equals(folded(other, field));
  }

  private static String folded(WorkerSnapshot person, String field) {
    return Objects.requireNonNullElse(person.facts().get(field), "").toLowerCase(Locale.ROOT);
  }

  private static WorkerSnapshot merged(List<WorkerSnapshot> records) {
    var first =
        records.stream().min(Comparator.comparing(WorkerSnapshot::record)).orElse(records.get(0));
    var facts = new LinkedHashMap<>(first.facts());
    var differ = new TreeSet<String>();
    for (var record : records) {
      for (var field : facts.keySet()) {
        if (!Objects.equals(facts.get(field), record.facts().get(field))) {
          differ.add(field);
        }
      }
    }
    facts.keySet().removeAll(differ);
    var unread = new TreeSet<String>();
    records.forEach(record -> unread.addAll(record.unread()));
    if (first.isEmployed()) {
      unread.add(
          "%d records of this number are not the same%s. What they agree in was done, all else left as it was"
              .formatted(
                  records.size(), differ.isEmpty() ? "" : " in " + String.join(", ", differ)));
    }
    var samePlans = records.stream().allMatch(record -> record.planned().equals(first.planned()));
    var entered = records.stream().map(WorkerSnapshot::enteredAt).max(Comparator.naturalOrder());
    return new WorkerSnapshot(
        first.employee(),
        first.record(),
        first.status(),
        facts,
        latest(records).orElse(null),
        samePlans ? first.planned() : List.of(),
        entered.orElse(first.enteredAt()),
        first.earlier(),
        List.copyOf(unread));
  }

  /** Whoever has left by every record has left once the last of them is over. */
  private static Optional<@Nullable Leaving> latest(List<WorkerSnapshot> records) {
    return records.stream()
        .map(WorkerSnapshot::leaving)
        .filter(Objects::nonNull)
        .map(Objects::requireNonNull)
        .max(Comparator.comparing(Leaving::lastDay));
  }
}
