package io.muster.sources;

import io.muster.people.EmployeeId;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds numbers that stand in the wrong rows: the record of a known person bears the work address
 * that is another number's. Swapped, shifted and separately sorted columns look like this.
 */
final class MixedUpNumbers {
  private MixedUpNumbers() {}

  /**
   * Each such number, with the number whose address its record bears.
   *
   * @param people what the source says now
   * @param known the last accepted records; only these are compared
   */
  static Map<EmployeeId, EmployeeId> in(
      List<WorkerSnapshot> people, Collection<SnapshotTable.Kept> known) {
    var byNumber = new HashMap<EmployeeId, SnapshotTable.Kept>();
    var byAddress = new HashMap<String, SnapshotTable.Kept>();
    known.stream()
        .filter(SnapshotTable.Kept::understood)
        .sorted(Comparator.comparing(SnapshotTable.Kept::isEmployed))
        .forEach(
            kept -> {
              byNumber.put(kept.employee(), kept);
              byAddress.put(WhoItIs.of(kept.snapshot()).address(), kept);
            });
    byAddress.remove("");
    var mixedUp = new TreeMap<EmployeeId, EmployeeId>(Comparator.comparing(EmployeeId::value));
    for (var person : people) {
      var before = byNumber.get(person.employee());
      var now = WhoItIs.of(person);
      var other = byAddress.get(now.address());
      if (before != null && other != null && isAnothers(now, before, other)) {
        mixedUp.put(person.employee(), other.employee());
      }
    }
    return mixedUp;
  }

  /** An address that somebody left behind may pass to a person of the same name as ever. */
  private static boolean isAnothers(
      WhoItIs now, SnapshotTable.Kept before, SnapshotTable.Kept other) {
    var was = WhoItIs.of(before.snapshot());
    return !other.employee().equals(before.employee())
        && !was.address().equals(now.address())
        && (other.isEmployed() || !now.hasNamesOf(was));
  }
}
