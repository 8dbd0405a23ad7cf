package io.muster.sources;

import io.muster.preflight.Expectations;
import io.muster.preflight.Finding;
import io.muster.preflight.Preflight;
import io.muster.preflight.PreflightSource;
import io.muster.sources.SourceWatch.Health;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Whether every HR source is being heard. */
@Component
class SourcesPreflight implements PreflightSource, Preflight {
  private final SourceWatch watch;

  SourcesPreflight(SourceWatch watch) {
    this.watch = watch;
  }

  @Override
  public List<Preflight> preflights() {
    return watch.health().isEmpty() ? List.of() : List.of(this);
  }

  @Override
  public String connection() {
    return "sources";
  }

  @Override
  public String kind() {
    return "HR";
  }

  @Override
  public List<Finding> check(Expectations expected) {
    var findings = new ArrayList<Finding>();
    for (var health : watch.health()) {
      var source = health.standing().source();
      for (var trouble : health.trouble()) {
        findings.add(Finding.blocks("The source '%s' needs somebody.".formatted(source), trouble));
      }
      if (health.trouble().isEmpty()) {
        findings.add(Finding.good(heard(health)));
      }
      if (health.rhythm().isEmpty()) {
        findings.add(
            Finding.warns(
                "Nobody would notice if the source '%s' fell silent.".formatted(source),
                "Set muster.sources.%s.rhythm to how often it is heard at the least, such as 26h."
                    .formatted(source)));
      }
    }
    return findings;
  }

  private static String heard(Health health) {
    var standing = health.standing();
    return health
        .lastHeard()
        .map(at -> "The source '%s' was last heard at %s.".formatted(standing.source(), at))
        .orElseGet(
            () ->
                "The source '%s' has not been heard yet, since %s, when it was first seen."
                    .formatted(standing.source(), standing.firstSeen()));
  }
}
