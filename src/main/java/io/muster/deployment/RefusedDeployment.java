package io.muster.deployment;

import java.util.List;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.BadUserRequestException;

/** A deployment was turned away whole; what ran before goes on. */
final class RefusedDeployment extends BadUserRequestException {
  private final transient List<Problem> problems;

  RefusedDeployment(List<Problem> problems) {
    super(
        "Nothing was deployed and what is live stays live, because of %d %s:%n%s"
            .formatted(
                problems.size(),
                problems.size() == 1 ? "problem" : "problems",
                problems.stream().map(Problem::toString).collect(Collectors.joining("\n"))));
    this.problems = List.copyOf(problems);
  }

  List<Problem> problems() {
    return problems;
  }
}
