package io.muster.deployment;

import io.muster.deployment.LoosenedModels.Kind;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.impl.bpmn.behavior.CallableElementActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.behavior.DmnBusinessRuleTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.core.model.BaseCallableElement;
import org.camunda.bpm.engine.impl.core.model.BaseCallableElement.CallableElementBinding;
import org.camunda.bpm.engine.impl.core.variable.mapping.value.ParameterValueProvider;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.camunda.bpm.engine.repository.ResourceDefinition;

/**
 * Has a case ask the tables and call the processes that were live before the first change since its
 * beginning that made destruction easier. Where a diagram says "latest" it gets the latest of
 * these, so that what is stricter reaches cases that run.
 */
final class CaseVersions extends AbstractBpmnParseListener {
  private final Supplier<LoosenedModels> loosened;

  CaseVersions(Supplier<LoosenedModels> loosened) {
    this.loosened = loosened;
  }

  @Override
  public void parseCallActivity(Element element, ScopeImpl scope, ActivityImpl activity) {
    if (activity.getActivityBehavior() instanceof CallableElementActivityBehavior behavior
        && behavior.getCallableElement() != null) {
      bind(behavior.getCallableElement(), Kind.PROCESS);
    }
  }

  @Override
  public void parseBusinessRuleTask(Element element, ScopeImpl scope, ActivityImpl activity) {
    if (activity.getActivityBehavior() instanceof DmnBusinessRuleTaskActivityBehavior behavior) {
      bind(called(behavior), Kind.DECISION);
    }
  }

  private void bind(BaseCallableElement called, Kind kind) {
    if (called.isLatestBinding()) {
      called.setBinding(CallableElementBinding.VERSION);
      called.setVersionValueProvider(new NewestForCase(called, kind));
    }
  }

  /** The engine keeps what such a task refers to for itself. */
  private static BaseCallableElement called(DmnBusinessRuleTaskActivityBehavior behavior) {
    try {
      var called = DmnBusinessRuleTaskActivityBehavior.class.getDeclaredField("callableElement");
      called.setAccessible(true);
      return (BaseCallableElement) called.get(behavior);
    } catch (ReflectiveOperationException changed) {
      throw new IllegalStateException(
          "This version of the engine keeps the table of a task elsewhere.", changed);
    }
  }

  /** The newest version that a case may reach. */
  private final class NewestForCase implements ParameterValueProvider {
    private final BaseCallableElement called;
    private final Kind kind;

    NewestForCase(BaseCallableElement called, Kind kind) {
      this.called = called;
      this.kind = kind;
    }

    @Override
    public Object getValue(VariableScope scope) {
      var key = called.getDefinitionKey(scope);
      return Context.getCommandContext()
          .runWithoutAuthorization(() -> version(key, (ExecutionEntity) scope));
    }

    private int version(String key, ExecutionEntity execution) {
      var barrier =
          loosened.get().areThere(kind, key)
              ? loosened.get().firstAfter(kind, key, begun(execution))
              : Optional.<Integer>empty();
      return versions(key, barrier.isEmpty())
          .map(ResourceDefinition::getVersion)
          .filter(version -> barrier.isEmpty() || version < barrier.get())
          .max(Comparator.naturalOrder())
          .orElse(1); // there is none, and the engine says so
    }

    private Stream<? extends ResourceDefinition> versions(String key, boolean onlyNewest) {
      var repository = Context.getProcessEngineConfiguration().getRepositoryService();
      if (kind == Kind.PROCESS) {
        var processes =
            repository.createProcessDefinitionQuery().processDefinitionKey(key).withoutTenantId();
        return (onlyNewest ? processes.latestVersion() : processes).list().stream();
      }
      var tables =
          repository.createDecisionDefinitionQuery().decisionDefinitionKey(key).withoutTenantId();
      return (onlyNewest ? tables.latestVersion() : tables).list().stream();
    }

    private Instant begun(ExecutionEntity execution) {
      return Context.getProcessEngineConfiguration()
          .getHistoryService()
          .createHistoricProcessInstanceQuery()
          .processInstanceId(execution.getRootProcessInstanceId())
          .singleResult()
          .getStartTime()
          .toInstant();
    }

    /** It hangs on the case, so nothing can be looked up when the diagram is read. */
    @Override
    public boolean isDynamic() {
      return true;
    }
  }
}
