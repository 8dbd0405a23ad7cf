package io.muster.process;

import io.muster.people.EmployeeId;
import io.muster.people.PersonErased;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineServices;
import org.camunda.bpm.engine.history.HistoricDecisionInstance;
import org.camunda.bpm.engine.history.HistoricVariableInstance;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.dmn.instance.Input;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** The values of own variables: read for a case, and erased with the person they are about. */
@Component
public class OwnValues {
  private static final Logger log = LoggerFactory.getLogger(OwnValues.class);
  private static final String ANY = OwnVariable.PREFIX + "%";

  private final ObjectProvider<ProcessEngine> engine;
  private final ApplicationEventPublisher events;

  OwnValues(ObjectProvider<ProcessEngine> engine, ApplicationEventPublisher events) {
    this.engine = engine;
    this.events = events;
  }

  /**
   * One value as it was last.
   *
   * @param variable what the diagram declares
   * @param value the value
   */
  public record OwnValue(OwnVariable variable, Object value) {}

  /** The values in these cases and parts of cases, by name; none where nothing was answered. */
  public List<OwnValue> of(Collection<String> instances) {
    return instances.isEmpty()
        ? List.of()
        : within(
            () ->
                kept(instances).stream()
                    .filter(kept -> kept.getValue() != null)
                    .flatMap(
                        kept ->
                            declared(kept).values().stream()
                                .filter(variable -> variable.name().equals(kept.getName()))
                                .map(variable -> new OwnValue(variable, kept.getValue())))
                    .toList());
  }

  /**
   * Erases what is personal, or may be: in running cases the variable is empty from then on, and
   * nothing of it stays in history.
   */
  @EventListener
  void erase(PersonErased erased) {
    var instances = within(() -> instancesOf(erased.employee()));
    if (instances.isEmpty()) {
      return;
    }
    // first, so that an answer which is just being taken over is found among the variables
    events.publishEvent(new OwnValuesErased(instances));
    within(
        () -> {
          runtime(instances);
          return true;
        });
    var gone =
        within(
            () -> {
              var personal = kept(instances).stream().filter(OwnValues::isPersonal).toList();
              decisions(personal);
              personal.forEach(kept -> history().deleteHistoricVariableInstance(kept.getId()));
              return personal.size();
            });
    log.info("{} own values of employee {} are erased", gone, erased.employee());
  }

  private Set<String> instancesOf(EmployeeId employee) {
    return history()
        .createHistoricVariableInstanceQuery()
        .variableName(Step.EMPLOYEE.name())
        .variableValueEquals(Step.EMPLOYEE.name(), employee.value())
        .list()
        .stream()
        .map(HistoricVariableInstance::getProcessInstanceId)
        .collect(Collectors.toSet());
  }

  /** A flow that asks for it goes on as if nobody had answered. */
  private void runtime(Set<String> instances) {
    var runtime = services().getRuntimeService();
    runtime
        .createVariableInstanceQuery()
        .processInstanceIdIn(instances.toArray(String[]::new))
        .variableNameLike(ANY)
        .list()
        .stream()
        .filter(
            held ->
                OwnVariable.isOwn(held.getName())
                    && isPersonal(held.getProcessDefinitionId(), held.getName()))
        .forEach(held -> runtime.setVariableLocal(held.getExecutionId(), held.getName(), null));
  }

  /** What a table was asked is kept apart from the variable. */
  private void decisions(List<HistoricVariableInstance> personal) {
    personal.stream()
        .collect(
            Collectors.groupingBy(
                HistoricVariableInstance::getProcessInstanceId,
                Collectors.mapping(HistoricVariableInstance::getName, Collectors.toSet())))
        .forEach(
            (instance, names) ->
                history()
                    .createHistoricDecisionInstanceQuery()
                    .processInstanceId(instance)
                    .includeInputs()
                    .list()
                    .stream()
                    .filter(asked -> looksAt(asked, names))
                    .forEach(
                        asked ->
                            history().deleteHistoricDecisionInstanceByInstanceId(asked.getId())));
  }

  private boolean looksAt(HistoricDecisionInstance asked, Set<String> names) {
    return asksFor(asked, names) || isHandedOver(asked, names);
  }

  private boolean asksFor(HistoricDecisionInstance asked, Set<String> names) {
    var model =
        services().getRepositoryService().getDmnModelInstance(asked.getDecisionDefinitionId());
    var asks = new HashSet<String>();
    asked.getInputs().forEach(input -> asks.add(input.getClauseId()));
    return model.getModelElementsByType(Input.class).stream()
        .filter(input -> asks.contains(input.getId()))
        .anyMatch(
            input ->
                names.stream()
                    .anyMatch(name -> input.getInputExpression().getTextContent().contains(name)));
  }

  /** A task, or what it stands in, may hand a value over to its table under another name. */
  private boolean isHandedOver(HistoricDecisionInstance asked, Set<String> names) {
    var texts = new ArrayList<String>();
    var model =
        services().getRepositoryService().getBpmnModelInstance(asked.getProcessDefinitionId());
    for (var at = model.getModelElementById(asked.getActivityId());
        at instanceof BaseElement element;
        at = at.getParentElement()) {
      if (element.getExtensionElements() != null) {
        texts.add(element.getExtensionElements().getRawTextContent());
      }
    }
    return names.stream().anyMatch(name -> texts.stream().anyMatch(text -> text.contains(name)));
  }

  private List<HistoricVariableInstance> kept(Collection<String> instances) {
    return history()
        .createHistoricVariableInstanceQuery()
        .processInstanceIdIn(instances.toArray(String[]::new))
        .variableNameLike(ANY)
        .disableCustomObjectDeserialization()
        .orderByVariableName()
        .asc()
        .list()
        .stream()
        .filter(kept -> OwnVariable.isOwn(kept.getName()))
        .toList();
  }

  private static boolean isPersonal(HistoricVariableInstance kept) {
    return isPersonal(kept.getProcessDefinitionId(), kept.getName());
  }

  /** One that nothing declares any more may be about anybody. */
  private static boolean isPersonal(String definition, String name) {
    var declared = OwnModels.of(definition).variables().get(name);
    return declared == null || declared.personal();
  }

  private static Map<String, OwnVariable> declared(HistoricVariableInstance kept) {
    return OwnModels.of(kept.getProcessDefinitionId()).variables();
  }

  private <T> T within(Supplier<T> work) {
    var configuration =
        (ProcessEngineConfigurationImpl) engine.getObject().getProcessEngineConfiguration();
    return configuration
        .getCommandExecutorTxRequired()
        .execute(context -> context.runWithoutAuthorization(work::get));
  }

  private HistoryService history() {
    return services().getHistoryService();
  }

  private ProcessEngineServices services() {
    return engine.getObject();
  }
}
