package io.muster.console;

import io.muster.console.Population.Member;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an auditor asks for: these cases, or so many by chance.
 *
 * @param picked the cases that were picked, or none
 * @param size how many by chance, or null
 * @param seed what chance begins with, or null
 */
record AuditSample(List<String> picked, @Nullable Integer size, @Nullable Long seed) {
  /** The sample, and how it was drawn. */
  record Drawn(List<String> cases, Map<String, @Nullable Object> how) {}

  /**
   * Draws it.
   *
   * @throws PageRefused if it says neither, or both, or names a case that is not in the population
   */
  Drawn from(Population population) {
    if (picked.isEmpty() == (size == null)) {
      throw PageRefused.noSuchSample(
          "Pick cases, or say how many to draw by chance and with which seed; one of the two.");
    }
    var cases = size == null ? picked(population) : byChance(population, size);
    if (cases.size() > AuditRoom.LARGEST_SAMPLE) {
      throw PageRefused.noSuchSample(
          "One answer holds %d packs at the most. Ask for the rest in another one."
              .formatted(AuditRoom.LARGEST_SAMPLE));
    }
    var how = new LinkedHashMap<String, @Nullable Object>(population.exported());
    how.put("sample", cases);
    how.put("sampleDrawn", size == null ? "picked" : "by chance");
    how.put("sampleSeed", seed);
    return new Drawn(cases, how);
  }

  private List<String> picked(Population population) {
    var there =
        population.members().stream().map(Member::caseId).collect(Collectors.toUnmodifiableSet());
    for (var one : picked) {
      if (!there.contains(one)) {
        throw PageRefused.noSuchSample(
            "One of the cases is not in the population of this period. Pick from the page of the same period.");
      }
    }
    return picked.stream().distinct().toList();
  }

  private List<String> byChance(Population population, int wanted) {
    if (seed == null || wanted < 1) {
      throw PageRefused.noSuchSample(
          "Say how many to draw, one at least, and a seed: any whole number, so that others can draw the same.");
    }
    return population.draw(wanted, seed);
  }
}
