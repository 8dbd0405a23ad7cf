package io.muster.testing;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.pvm.process.TransitionImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;

/** Remembers every element and flow of every diagram that some test has walked. */
public final class WalkedPaths extends AbstractProcessEnginePlugin {
  private final Set<String> walked = new ConcurrentSkipListSet<>();

  @Override
  public void preInit(ProcessEngineConfigurationImpl engine) {
    engine.getCustomPostBPMNParseListeners().add(new Watch());
  }

  /** What no test has walked yet, of the newest version of this process. */
  public Set<String> notWalked(RepositoryService repository, String process) {
    var definition =
        repository
            .createProcessDefinitionQuery()
            .processDefinitionKey(process)
            .latestVersion()
            .singleResult();
    var model = repository.getBpmnModelInstance(definition.getId());
    var missing = new TreeSet<>(ids(model, FlowNode.class));
    missing.addAll(ids(model, SequenceFlow.class));
    missing.removeIf(id -> walked.contains(process + " " + id));
    return missing;
  }

  private static Collection<String> ids(
      BpmnModelInstance model, Class<? extends ModelElementInstance> type) {
    return model.getModelElementsByType(type).stream()
        .map(element -> ((FlowElement) element).getId())
        .collect(Collectors.toSet());
  }

  private final class Watch extends AbstractBpmnParseListener {
    @Override
    public void parseStartEvent(Element element, ScopeImpl scope, ActivityImpl activity) {
      watch(activity);
    }

    @Override
    public void parseEndEvent(Element element, ScopeImpl scope, ActivityImpl activity) {
      watch(activity);
    }

    @Override
    public void parseServiceTask(Element element, ScopeImpl scope, ActivityImpl activity) {
      watch(activity);
    }

    @Override
    public void parseBusinessRuleTask(Element element, ScopeImpl scope, ActivityImpl activity) {
      watch(activity);
    }

    @Override
    public void parseUserTask(Element element, ScopeImpl scope, ActivityImpl activity) {
      watch(activity);
    }

    @Override
    public void parseExclusiveGateway(Element element, ScopeImpl scope, ActivityImpl activity) {
      watch(activity);
    }

    @Override
    public void parseParallelGateway(Element element, ScopeImpl scope, ActivityImpl activity) {
      watch(activity);
    }

    @Override
    public void parseCallActivity(Element element, ScopeImpl scope, ActivityImpl activity) {
      watch(activity);
    }

    @Override
    public void parseSubProcess(Element element, ScopeImpl scope, ActivityImpl activity) {
      watch(activity);
    }

    @Override
    public void parseIntermediateCatchEvent(
        Element element, ScopeImpl scope, ActivityImpl activity) {
      watch(activity);
    }

    @Override
    public void parseBoundaryEvent(Element element, ScopeImpl scope, ActivityImpl activity) {
      watch(activity);
    }

    @Override
    public void parseSequenceFlow(Element element, ScopeImpl scope, TransitionImpl transition) {
      transition.addListener(ExecutionListener.EVENTNAME_TAKE, remember(transition.getId()));
    }

    private void watch(ActivityImpl activity) {
      activity.addListener(ExecutionListener.EVENTNAME_START, remember(activity.getId()));
    }

    private ExecutionListener remember(String id) {
      return execution ->
          walked.add(
              ((org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity) execution)
                      .getProcessDefinition()
                      .getKey()
                  + " "
                  + id);
    }
  }
}
