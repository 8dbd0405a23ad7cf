package io.muster.bench;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * What came of a run.
 *
 * @param heapGrowth bytes on the service's heap after a garbage collection, more than before
 * @param databaseGrowth bytes of the database, more than before
 * @param median seconds that half of the cases took at the most
 * @param almostAll seconds that 95 in 100 cases took at the most
 * @param okta calls by kind
 * @param hexnode calls by kind
 */
record BenchResult(
    int workers,
    long ended,
    long incidents,
    long tasks,
    Duration took,
    long heapGrowth,
    long databaseGrowth,
    double median,
    double almostAll,
    Map<String, Long> okta,
    Map<String, Long> hexnode) {
  private static final int JOINERS_PERCENT = 65;

  double minutes() {
    return took.toMillis() / 60_000.0;
  }

  long hexnodeCalls() {
    return sum(hexnode);
  }

  /** Calls that Hexnode answered with: too many. */
  long turnedAwayByHexnode() {
    return hexnode.entrySet().stream()
        .filter(kind -> kind.getKey().endsWith(" 429"))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** How many calls a minute joiners may make; the rest is kept for leavers. */
  int joinersShareOf(int perMinute) {
    return perMinute - perMinute * (100 - JOINERS_PERCENT) / 100;
  }

  String words() {
    var words = new StringBuilder();
    words.append(
        String.format(
            Locale.ROOT,
            """
            %d of %d cases ended in %.1f min: %.0f cases/min; %d incidents, %d waiting for a person
            a case took %.1f s (median), %.1f s (95 in 100)
            heap %.1f kB a case, database %.1f kB a case
            """,
            ended,
            workers,
            minutes(),
            ended / minutes(),
            incidents,
            tasks,
            median,
            almostAll,
            heapGrowth / 1024.0 / workers,
            databaseGrowth / 1024.0 / workers));
    append(words, "Okta", okta);
    append(words, "Hexnode", hexnode);
    return words.toString();
  }

  private void append(StringBuilder words, String vendor, Map<String, Long> calls) {
    words.append(
        String.format(
            Locale.ROOT, "%s: %.1f calls a case%n", vendor, (double) sum(calls) / workers));
    calls.forEach(
        (kind, many) ->
            words.append(
                String.format(Locale.ROOT, "%10.2f  %s%n", (double) many / workers, kind)));
  }

  private static long sum(Map<String, Long> calls) {
    return calls.values().stream().mapToLong(Long::longValue).sum();
  }
}
