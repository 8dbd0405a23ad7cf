package io.muster.node;

import io.muster.preflight.Expectations;
import io.muster.preflight.Finding;
import io.muster.preflight.Preflight;
import io.muster.preflight.PreflightSource;
import java.util.List;
import org.springframework.stereotype.Component;

/** Tells the doctor whether this node is fit to work. */
@Component
class NodePreflight implements Preflight, PreflightSource {
  private final NodeFitness fitness;

  NodePreflight(NodeFitness fitness) {
    this.fitness = fitness;
  }

  @Override
  public List<Preflight> preflights() {
    return List.of(this);
  }

  @Override
  public String connection() {
    return "node";
  }

  @Override
  public String kind() {
    return "this node";
  }

  @Override
  public List<Finding> check(Expectations expected) {
    return List.of(
        fitness
            .problem()
            .map(problem -> Finding.blocks(problem, "Do what it says and look again."))
            .orElseGet(
                () -> Finding.good("The database can be written and the clock agrees with it.")));
  }
}
