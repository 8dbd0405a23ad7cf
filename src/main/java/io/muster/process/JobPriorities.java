package io.muster.process;

import io.muster.remote.CallPriority;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParse;
import org.camunda.bpm.engine.impl.core.variable.mapping.value.ParameterValueProvider;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.camunda.bpm.engine.impl.util.xml.Namespace;

/**
 * Gives the jobs of a process the priority of its most urgent step's calls. So threads go to the
 * same people as calls do: containment first, and of those whoever has to go at once.
 *
 * <p>A priority that a diagram states itself stays.
 */
final class JobPriorities extends AbstractBpmnParseListener {
  private static final Namespace CAMUNDA =
      new Namespace("http://camunda.org/schema/1.0/bpmn", "http://activiti.org/bpmn");
  private static final Pattern BEAN = Pattern.compile("\\$\\{(\\w+)}");
  private static final long STEP = 10;

  private final Function<String, Optional<Step>> steps;

  /**
   * The priorities.
   *
   * @param steps finds the step of this name
   */
  JobPriorities(Function<String, Optional<Step>> steps) {
    this.steps = steps;
  }

  /** The more urgent, the more. */
  static long of(CallPriority lane) {
    var all = List.of(CallPriority.values());
    return (all.size() - 1 - all.indexOf(lane)) * STEP;
  }

  @Override
  public void parseProcess(Element element, ProcessDefinitionEntity process) {
    if (process.getProperty(BpmnParse.PROPERTYNAME_JOB_PRIORITY) == null) {
      var names = named(element).toList();
      process.setProperty(
          BpmnParse.PROPERTYNAME_JOB_PRIORITY, new Computed(scope -> mostUrgent(names, scope)));
    }
  }

  private static Stream<String> named(Element element) {
    return element.elements().stream()
        .flatMap(
            child ->
                child.getTagName().equals("serviceTask") ? step(child).stream() : named(child));
  }

  private static Optional<String> step(Element task) {
    var expression = task.attributeNS(CAMUNDA, "delegateExpression");
    var bean = BEAN.matcher(expression == null ? "" : expression);
    return bean.matches() ? Optional.of(bean.group(1)) : Optional.empty();
  }

  private long mostUrgent(List<String> names, VariableScope scope) {
    return names.stream().mapToLong(name -> priority(name, scope)).max().orElse(0);
  }

  private long priority(String name, VariableScope scope) {
    return steps
        .apply(name)
        .map(
            step ->
                of(
                    scope instanceof DelegateExecution execution
                        ? step.lane(execution)
                        : step.lane()))
        .orElse(0L);
  }

  /** A priority that is worked out when the job is made. */
  private record Computed(Function<VariableScope, Long> priority)
      implements ParameterValueProvider {
    @Override
    public Object getValue(VariableScope scope) {
      return priority.apply(scope);
    }

    @Override
    public boolean isDynamic() {
      return true;
    }
  }
}
