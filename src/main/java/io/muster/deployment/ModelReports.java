package io.muster.deployment;

import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/** How the bundles stand on this node, and why edits are not live, for whoever edits them. */
@Component
public class ModelReports {
  private final Models models;

  ModelReports(Models models) {
    this.models = models;
  }

  /**
   * One bundle.
   *
   * @param state {@code live}, {@code refused}, {@code waiting} or {@code missing}
   * @param findings why its newest files are not live; none if they are
   */
  public record Bundle(String name, String state, Instant since, List<Finding> findings) {
    /** True if the newest files run. */
    public boolean isLive() {
      return state.equals(BundleReport.State.live.name());
    }
  }

  /**
   * One reason why a file is not live.
   *
   * @param what what is wrong with it
   * @param remedy what to do about it
   */
  public record Finding(String file, String element, String what, String remedy) {}

  /** Every bundle, by name. */
  public List<Bundle> bundles() {
    return models.reports().stream()
        .map(
            report ->
                new Bundle(
                    report.bundle(),
                    report.state().name(),
                    report.since(),
                    findings(report.problems())))
        .toList();
  }

  static List<Finding> findings(List<Problem> problems) {
    return problems.stream()
        .map(
            problem ->
                new Finding(problem.file(), problem.element(), problem.what(), problem.remedy()))
        .toList();
  }
}
