package io.muster.lifecycle;

import io.muster.people.EmploymentChange;
import io.muster.people.EmploymentChange.Origin;
import io.muster.people.EmploymentFacts;
import io.muster.people.UnreadableChange;
import io.muster.process.OwnStart;
import io.muster.process.ProcessLog;
import io.muster.process.ProcessVocabulary;
import io.muster.process.Step;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.bpmn.behavior.UserTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Watches every start and end of our processes, whichever door they come through.
 *
 * <p>A start through the engine's own REST API brings the facts of the HR event as variables. They
 * are read and checked like any other event, go into the workforce, and are taken off the process
 * again, so that it runs exactly as if HR had sent the event to us.
 */
@Component
class ProcessStartListener extends AbstractProcessEnginePlugin {
  private final ObjectProvider<LifecycleProcess> processes;
  private final ObjectProvider<ProcessVocabulary> vocabularies;
  private final ObjectProvider<EngineLifecycle> lifecycle;
  private final ObjectProvider<Cases> cases;
  private final ObjectProvider<Leavings> leavings;
  private final AwaitedPeople awaited;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  ProcessStartListener(
      ObjectProvider<LifecycleProcess> processes,
      ObjectProvider<ProcessVocabulary> vocabularies,
      ObjectProvider<EngineLifecycle> lifecycle,
      ObjectProvider<Cases> cases,
      ObjectProvider<Leavings> leavings,
      AwaitedPeople awaited,
      ApplicationEventPublisher events,
      Clock clock) {
    this.processes = processes;
    this.vocabularies = vocabularies;
    this.lifecycle = lifecycle;
    this.cases = cases;
    this.leavings = leavings;
    this.awaited = awaited;
    this.events = events;
    this.clock = clock;
  }

  @Override
  public void preInit(ProcessEngineConfigurationImpl configuration) {
    configuration
        .getCustomPreBPMNParseListeners()
        .add(
            new AbstractBpmnParseListener() {
              @Override
              public void parseProcess(Element element, ProcessDefinitionEntity process) {
                process.addBuiltInListener(ExecutionListener.EVENTNAME_START, atStart());
                process.addBuiltInListener(ExecutionListener.EVENTNAME_END, atEnd());
              }

              @Override
              public void parseEndEvent(Element element, ScopeImpl scope, ActivityImpl activity) {
                if (scope instanceof ProcessDefinitionEntity) {
                  activity.addBuiltInListener(ExecutionListener.EVENTNAME_START, atEndEvent());
                }
              }

              @Override
              public void parseUserTask(Element element, ScopeImpl scope, ActivityImpl activity) {
                var task =
                    ((UserTaskActivityBehavior) activity.getActivityBehavior()).getTaskDefinition();
                task.addBuiltInTaskListener(TaskListener.EVENTNAME_CREATE, tellWhoIsAwaited());
                task.addBuiltInTaskListener(TaskListener.EVENTNAME_CREATE, awaited::asked);
                task.addBuiltInTaskListener(TaskListener.EVENTNAME_COMPLETE, awaited::over);
                task.addBuiltInTaskListener(TaskListener.EVENTNAME_DELETE, awaited::over);
              }
            });
  }

  private ExecutionListener atStart() {
    return execution -> {
      if (OwnStart.isUnderWay() || !Step.isWholeCase(execution)) {
        return;
      }
      refuseParts(key(execution));
      process(execution).ifPresent(process -> startedDirectly(process, execution));
    };
  }

  /**
   * A part of a process, started by itself, would do what it does without what has to come first.
   */
  private void refuseParts(String key) {
    vocabularies.stream()
        .filter(vocabulary -> vocabulary.key().equals(key))
        .flatMap(vocabulary -> vocabulary.partOf().stream())
        .findFirst()
        .ifPresent(
            whole -> {
              throw new BadUserRequestException(
                  "Nothing was started. '%s' is a part of '%s' and cannot be started by itself; start '%s' instead."
                      .formatted(key, whole, whole));
            });
  }

  private ExecutionListener atEndEvent() {
    return execution -> {
      if (Step.isWholeCase(execution)) {
        process(execution).ifPresent(process -> process.beforeEndEvent(execution));
      }
    };
  }

  /** A case ends when the process does that it began with, not when one ends that was called. */
  private ExecutionListener atEnd() {
    return execution -> {
      if (!Step.isWholeCase(execution)) {
        return;
      }
      if (!execution.isCanceled()) {
        process(execution).ifPresent(process -> process.beforeEnd(execution));
      }
      cases.getObject().close(execution.getProcessInstanceId());
      LifecycleVariables.EMPLOYEE
          .find(execution)
          .ifPresent(
              employee ->
                  ProcessLog.tell(
                      key(execution), employee, "ENDED: " + execution.getCurrentActivityName()));
    };
  }

  private static TaskListener tellWhoIsAwaited() {
    return task ->
        LifecycleVariables.EMPLOYEE
            .find(task.getExecution())
            .ifPresent(
                employee ->
                    ProcessLog.tell(
                        ((ExecutionEntity) task.getExecution()).getProcessDefinition().getKey(),
                        employee,
                        "WAITS for %s: %s"
                            .formatted(
                                task.getCandidates().stream()
                                    .map(link -> link.getGroupId())
                                    .collect(Collectors.joining(", ")),
                                task.getName())));
  }

  private void startedDirectly(LifecycleProcess process, DelegateExecution execution) {
    var given = new TreeMap<String, Object>(execution.getVariables());
    var key = execution.getProcessBusinessKey();
    var eventId = key == null || key.isBlank() ? execution.getProcessInstanceId() : key;
    try {
      start(process, execution, given, eventId);
    } catch (UnreadableChange | ChangeRefused refusal) {
      var employee = given.get("employeeId");
      events.publishEvent(
          new DirectStart(
              eventId,
              employee == null ? null : employee.toString(),
              null,
              refusal.getMessage(),
              null,
              caller()));
      throw new BadUserRequestException(refusal.getMessage(), refusal);
    } catch (ChangeHeld held) {
      events.publishEvent(
          new DirectStart(
              eventId,
              String.valueOf(given.get("employeeId")),
              null,
              held.getMessage(),
              new DirectStart.Said(process.eventType(), given),
              caller()));
      throw new BadUserRequestException(held.getMessage(), held);
    }
  }

  private void start(
      LifecycleProcess process,
      DelegateExecution execution,
      Map<String, Object> given,
      String eventId) {
    EmploymentChange change =
        EmploymentFacts.read(
            new Origin(DirectStart.SOURCE, eventId, clock.instant()), process.eventType(), given);
    lifecycle.getObject().admit(change, execution.getProcessInstanceId());
    if (!cases
        .getObject()
        .open(process.key(), change.employee(), execution.getProcessInstanceId())) {
      throw new ChangeRefused(
          "A case of %s already runs for employee %s; nothing was started."
              .formatted(process.key(), change.employee()));
    }
    execution.removeVariables(given.keySet());
    var variables = process.startingWith(change);
    execution.setVariables(variables);
    leavings.getObject().begin(execution.getProcessInstanceId(), change, variables);
    var caller = caller();
    if (caller != null) {
      leavings
          .getObject()
          .requested(execution.getProcessInstanceId(), caller, "started this case by hand");
    }
    if (execution.getProcessBusinessKey() == null) {
      execution.setProcessBusinessKey("%s/%s".formatted(change.employee(), eventId));
    }
    events.publishEvent(
        new DirectStart(
            eventId,
            change.employee().value(),
            execution.getProcessInstanceId(),
            null,
            null,
            caller));
    ProcessLog.tell(process.key(), change.employee(), "started at the engine's own door");
  }

  /** Whoever is signed in at the engine's door; null if nobody is. */
  private static @Nullable String caller() {
    return Context.getCommandContext().getAuthenticatedUserId();
  }

  private static String key(DelegateExecution execution) {
    return ((ExecutionEntity) execution).getProcessDefinition().getKey();
  }

  private Optional<LifecycleProcess> process(DelegateExecution execution) {
    var key = key(execution);
    return processes.stream().filter(process -> process.key().equals(key)).findFirst();
  }
}
