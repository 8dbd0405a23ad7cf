package io.muster.lifecycle;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.springframework.stereotype.Component;

/** A running case and everything it has called that still runs. */
@Component
class CaseParts {
  private final RuntimeService engine;

  CaseParts(RuntimeService engine) {
    this.engine = engine;
  }

  /** The case itself first, then what it has called. */
  List<String> of(String caseId) {
    var found = new ArrayList<String>();
    var left = new ArrayDeque<>(List.of(caseId));
    while (!left.isEmpty()) {
      var one = left.removeFirst();
      found.add(one);
      engine.createProcessInstanceQuery().superProcessInstanceId(one).list().stream()
          .map(ProcessInstance::getId)
          .forEach(left::add);
    }
    return found;
  }
}
