package io.muster.bench;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one thing costs on average.
 *
 * @param statements SQL statements sent, a batch being one
 * @param commits transactions committed
 * @param jobs jobs of the engine that were run
 * @param okta calls to Okta
 * @param hexnode calls to Hexnode
 * @param cpuMillis milliseconds of CPU time of the thread that works; measured, so it gates nothing
 */
record Cost(
    double statements, double commits, double jobs, double okta, double hexnode, double cpuMillis) {

  /** What was spent between two readings, for each of so many. */
  Cost since(Cost before, int many) {
    return new Cost(
        (statements - before.statements) / many,
        (commits - before.commits) / many,
        (jobs - before.jobs) / many,
        (okta - before.okta) / many,
        (hexnode - before.hexnode) / many,
        (cpuMillis - before.cpuMillis) / many);
  }

  /** The counts, which are the same on every machine. */
  Map<String, Double> counts() {
    return new TreeMap<>(
        Map.of(
            "statements", statements,
            "commits", commits,
            "jobs", jobs,
            "okta", okta,
            "hexnode", hexnode));
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%6.1f statements %5.1f commits %5.1f jobs %5.1f Okta %5.1f Hexnode %7.1f ms CPU",
        statements,
        commits,
        jobs,
        okta,
        hexnode,
        cpuMillis);
  }
}
