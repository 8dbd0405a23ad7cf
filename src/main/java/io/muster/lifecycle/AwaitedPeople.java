package io.muster.lifecycle;

import io.muster.ledger.Outcomes;
import io.muster.process.Step;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Writes down whom a leaver's case waits for, from the question to its answer. */
@Component
class AwaitedPeople {
  private final ObjectProvider<Outcomes> outcomes;

  AwaitedPeople(ObjectProvider<Outcomes> outcomes) {
    this.outcomes = outcomes;
  }

  /** Somebody is asked. */
  void asked(DelegateTask task) {
    var caseId = Step.caseId(task.getExecution());
    // of nobody else is it counted how long they are waited for
    if (!outcomes.getObject().of(caseId).isEmpty()) {
      outcomes.getObject().pause(caseId, question(task), "an answer of " + people(task));
    }
  }

  /** They have answered, or are asked no more. */
  void over(DelegateTask task) {
    outcomes.getObject().goOn(Step.caseId(task.getExecution()), question(task));
  }

  private static String question(DelegateTask task) {
    return LifecycleVariables.DEVICE
        .find(task.getExecution())
        .map(device -> "%s (device %s)".formatted(task.getTaskDefinitionKey(), device))
        .orElse(task.getTaskDefinitionKey());
  }

  private static String people(DelegateTask task) {
    return task.getAssignee() != null
        ? task.getAssignee()
        : task.getCandidates().stream()
            .map(link -> link.getGroupId() == null ? link.getUserId() : link.getGroupId())
            .sorted()
            .collect(Collectors.joining(" or "));
  }
}
