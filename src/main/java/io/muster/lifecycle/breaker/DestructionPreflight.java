package io.muster.lifecycle.breaker;

import io.muster.preflight.Expectations;
import io.muster.preflight.Finding;
import io.muster.preflight.Preflight;
import io.muster.preflight.PreflightSource;
import io.muster.safety.Destruction;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Whether wipes are paused or the breaker is open; needs no call. */
@Component
class DestructionPreflight implements Preflight, PreflightSource {
  private final Destruction destruction;

  DestructionPreflight(Destruction destruction) {
    this.destruction = destruction;
  }

  @Override
  public List<Preflight> preflights() {
    return List.of(this);
  }

  @Override
  public String connection() {
    return "wipes";
  }

  @Override
  public String kind() {
    return "breaker and pause";
  }

  @Override
  public List<Finding> check(Expectations expected) {
    var state = destruction.state();
    var findings = new ArrayList<Finding>();
    var pause = state.pause();
    if (pause != null) {
      findings.add(
          Finding.warns(
              "Wipes are paused by %s since %s: %s. %d wait."
                  .formatted(pause.by(), pause.since(), pause.reason(), state.waiting().size()),
              "Two people agree that they go on: DELETE /api/destruction/pause."));
    }
    var opening = state.opening();
    if (opening != null) {
      findings.add(
          Finding.warns(
              "The breaker is open since %s: %s. %d wipes wait; agreed to the list so far: %s."
                  .formatted(
                      opening.since(),
                      opening.why(),
                      state.waiting().size(),
                      BreakerWords.agreed(state)),
              "Look at the list in Tasklist or at /api/destruction; two people close it."));
    }
    if (findings.isEmpty()) {
      var counts = state.counts();
      findings.add(
          Finding.good(
              "Wipes are neither paused nor stopped: %s."
                  .formatted(
                      counts.stream()
                          .map(
                              count ->
                                  "%d of %d within %s"
                                      .formatted(count.calls(), count.limit(), count.window()))
                          .collect(Collectors.joining(", ")))));
    }
    return findings;
  }
}
