package io.muster.lifecycle.transfer;

import static io.muster.lifecycle.LifecycleVariables.EXPECTED_GROUPS;

import io.muster.lifecycle.Tables;
import java.util.Set;
import java.util.TreeSet;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.springframework.stereotype.Component;

/**
 * The groups that do not apply to the person any more: those that our tables give, and do not give
 * this person. Any other group is none of our business.
 */
@Component
class Outgrown {
  private final Tables tables;

  Outgrown(Tables tables) {
    this.tables = tables;
  }

  Set<String> by(VariableScope person) {
    var outgrown = new TreeSet<>(tables.groups());
    outgrown.removeAll(EXPECTED_GROUPS.in(person));
    return outgrown;
  }
}
