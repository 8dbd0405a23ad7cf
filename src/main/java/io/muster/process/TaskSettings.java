package io.muster.process;

import java.util.Map;
import java.util.TreeMap;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperties;

/**
 * What a diagram says of one of its tasks in its extension properties.
 *
 * <p>The engine evaluates none of them and keeps none in a variable, so they reach neither history
 * nor an expression.
 */
public final class TaskSettings {
  private TaskSettings() {}

  /** The settings of the task at work. */
  public static Map<String, String> of(DelegateExecution execution) {
    return of(execution.getBpmnModelElementInstance());
  }

  /** The settings of another element of the same diagram; none if there is no such element. */
  public static Map<String, String> of(DelegateExecution execution, String id) {
    return execution.getBpmnModelInstance().getModelElementById(id) instanceof BaseElement element
        ? of(element)
        : Map.of();
  }

  /**
   * The job that runs this task: the same for each of its tries, another one when the case comes by
   * here again.
   */
  public static String job() {
    var job = Context.getCommandContext().getCurrentJob();
    if (job == null) {
      throw new IllegalStateException("no job: tick 'asynchronous before' on the task");
    }
    return job.getId();
  }

  private static Map<String, String> of(BaseElement element) {
    var settings = new TreeMap<String, String>();
    if (element.getExtensionElements() == null) {
      return settings;
    }
    element
        .getExtensionElements()
        .getElementsQuery()
        .filterByType(CamundaProperties.class)
        .list()
        .forEach(
            all ->
                all.getCamundaProperties()
                    .forEach(
                        one ->
                            settings.put(
                                String.valueOf(one.getCamundaName()),
                                one.getCamundaValue() == null ? "" : one.getCamundaValue())));
    return settings;
  }
}
