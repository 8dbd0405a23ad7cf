package io.muster.deployment;

import io.muster.deployment.BundleReport.State;
import io.muster.preflight.Expectations;
import io.muster.preflight.Finding;
import io.muster.preflight.Preflight;
import io.muster.preflight.PreflightSource;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Tells the doctor whether the engine has every process that cases start on. */
@Component
class ModelsPreflight implements Preflight, PreflightSource {
  private final Models models;

  ModelsPreflight(Models models) {
    this.models = models;
  }

  @Override
  public List<Preflight> preflights() {
    return List.of(this);
  }

  @Override
  public String connection() {
    return "models";
  }

  @Override
  public String kind() {
    return "engine";
  }

  @Override
  public List<Finding> check(Expectations expected) {
    var findings =
        models.reports().stream()
            .filter(report -> report.state() != State.live)
            .map(ModelsPreflight::finding)
            .toList();
    return findings.isEmpty()
        ? List.of(Finding.good("Every process and table is live in the engine."))
        : findings;
  }

  private static Finding finding(BundleReport report) {
    var problems =
        report.problems().stream().map(Problem::toString).collect(Collectors.joining(" "));
    if (report.state() == State.waiting) {
      return Finding.warns(
          "The newest files of the bundle '%s' wait. %s".formatted(report.bundle(), problems),
          "Have people look at GET /api/models/pending, and agree or refuse.");
    }
    return report.state() == State.missing
        ? Finding.blocks(
            "The bundle '%s' is not whole in the engine. %s".formatted(report.bundle(), problems),
            "Look again in a minute; if it stays, restart the service.")
        : Finding.warns(
            "The newest files of the bundle '%s' are refused. %s"
                .formatted(report.bundle(), problems),
            "Correct them in Camunda Modeler and save them again.");
  }
}
