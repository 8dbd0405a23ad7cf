package io.muster.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Everybody who joined, moved or left in a period, counted by three books that are kept apart: HR's
 * events, the engine's cases and the evidence.
 *
 * @param members the cases, the first first
 * @param without how many events started no case, by what became of them
 * @param cut true if there are more than can be counted at once
 */
record Population(
    AuditPeriod period, List<Member> members, Map<String, Integer> without, boolean cut) {

  /** Joiners, movers and leavers. */
  enum Kind {
    JOINERS("onboarding", "Joiners"),
    MOVERS("transfer", "Movers"),
    LEAVERS("offboarding", "Leavers");

    private final String process;
    private final String title;

    Kind(String process, String title) {
      this.process = process;
      this.title = title;
    }

    public String title() {
      return title;
    }

    String process() {
      return process;
    }

    static @Nullable Kind of(@Nullable String process) {
      for (var kind : values()) {
        if (kind.process.equals(process)) {
          return kind;
        }
      }
      return null;
    }
  }

  /**
   * One case, and which of the books has it in this period.
   *
   * @param employee whom it is about, or null if no book says so
   * @param event whether an event of the period started it
   * @param begun whether the engine has it begin in the period
   * @param packed whether its evidence begins in the period
   * @param differences why a book does not have it
   */
  record Member(
      String caseId,
      Kind kind,
      @Nullable String employee,
      Instant at,
      boolean event,
      boolean begun,
      boolean packed,
      List<Difference> differences) {
    boolean isExplained() {
      return differences.stream().allMatch(Difference::explained);
    }
  }

  /**
   * Why a book does not have a case.
   *
   * @param explained false if somebody has to look into it
   */
  record Difference(String words, boolean explained) {}

  /** The three counts of one kind. */
  record Count(Kind kind, long events, long cases, long packs, long explained, long unexplained) {
    /** Whether all three are the same, with no case that one of them lacks. */
    public boolean agree() {
      return events == cases && cases == packs && explained == 0 && unexplained == 0;
    }
  }

  public List<Count> counts() {
    var counts = new ArrayList<Count>();
    for (var kind : Kind.values()) {
      var those = members.stream().filter(member -> member.kind() == kind).toList();
      counts.add(
          new Count(
              kind,
              those.stream().filter(Member::event).count(),
              those.stream().filter(Member::begun).count(),
              those.stream().filter(Member::packed).count(),
              those.stream()
                  .filter(member -> !member.differences().isEmpty() && member.isExplained())
                  .count(),
              those.stream().filter(member -> !member.isExplained()).count()));
    }
    return counts;
  }

  /** Those that some book lacks. */
  public List<Member> differing() {
    return members.stream().filter(member -> !member.differences().isEmpty()).toList();
  }

  /**
   * So many cases by chance. The same seed draws the same from the same population: the case
   * numbers are sorted, shuffled by {@code java.util.Random} with the seed, and the first are
   * taken.
   */
  List<String> draw(int size, long seed) {
    var all =
        new ArrayList<>(
            members.stream().filter(Member::packed).map(Member::caseId).sorted().toList());
    Collections.shuffle(all, new Random(seed));
    return List.copyOf(all.subList(0, Math.min(size, all.size())));
  }

  /** As it stands beside the packs of a sample. */
  Map<String, @Nullable Object> exported() {
    var population = new LinkedHashMap<String, @Nullable Object>();
    population.put("from", period.from().toString());
    population.put("to", period.to().toString());
    population.put("zone", "UTC");
    population.put("complete", !cut);
    population.put("counts", counts().stream().map(Population::exported).toList());
    population.put("eventsThatStartedNoCase", without);
    population.put(
        "cases",
        IntStream.range(0, members.size()).mapToObj(at -> exported(members.get(at))).toList());
    return population;
  }

  private static Map<String, @Nullable Object> exported(Count count) {
    var members = new LinkedHashMap<String, @Nullable Object>();
    members.put("who", count.kind().title());
    members.put("events", count.events());
    members.put("cases", count.cases());
    members.put("packs", count.packs());
    members.put("agree", count.agree());
    members.put("differencesExplained", count.explained());
    members.put("differencesNotExplained", count.unexplained());
    return members;
  }

  private static Map<String, @Nullable Object> exported(Member member) {
    var members = new LinkedHashMap<String, @Nullable Object>();
    members.put("case", member.caseId());
    members.put("who", member.kind().title());
    members.put("employee", member.employee());
    members.put("at", member.at().toString());
    members.put("event", member.event());
    members.put("started", member.begun());
    members.put("pack", member.packed());
    members.put("differences", member.differences().stream().map(Difference::words).toList());
    return members;
  }
}
