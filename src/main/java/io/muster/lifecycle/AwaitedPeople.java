package io.muster.lifecycle;

import io.muster.ledger.Outcomes;
import io.muster.process.Step;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.bpmn.behavior.UserTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Writes down whom a leaver's case waits for, from the question to its answer. */
@Component
class AwaitedPeople extends AbstractProcessEnginePlugin {
  private final ObjectProvider<Outcomes> outcomes;

  AwaitedPeople(ObjectProvider<Outcomes> outcomes) {
    this.outcomes = outcomes;
  }

  @Override
  public void preInit(ProcessEngineConfigurationImpl configuration) {
    configuration
        .getCustomPreBPMNParseListeners()
        .add(
            new AbstractBpmnParseListener() {
              @Override
              public void parseUserTask(Element element, ScopeImpl scope, ActivityImpl activity) {
                var task =
                    ((UserTaskActivityBehavior) activity.getActivityBehavior()).getTaskDefinition();
                task.addBuiltInTaskListener(TaskListener.EVENTNAME_CREATE, asked());
                task.addBuiltInTaskListener(TaskListener.EVENTNAME_COMPLETE, over());
                task.addBuiltInTaskListener(TaskListener.EVENTNAME_DELETE, over());
              }
            });
  }

  private TaskListener asked() {
    return task -> {
      var caseId = Step.caseId(task.getExecution());
      // of nobody else is it counted how long they are waited for
      if (!outcomes.getObject().of(caseId).isEmpty()) {
        outcomes.getObject().pause(caseId, question(task), "waits for " + people(task));
      }
    };
  }

  private TaskListener over() {
    return task -> outcomes.getObject().goOn(Step.caseId(task.getExecution()), question(task));
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
