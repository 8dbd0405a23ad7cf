package io.muster.lifecycle;

import io.muster.people.EmployeeId;
import java.util.ArrayList;
import java.util.Optional;
import java.util.stream.Stream;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.Incident;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.springframework.stereotype.Component;

/** The cases of a person that go on only once somebody has done something. */
@Component
class StuckCases {
  private final Cases cases;
  private final RuntimeService engine;
  private final TaskService tasks;
  private final RepositoryService repository;

  StuckCases(Cases cases, RuntimeService engine, TaskService tasks, RepositoryService repository) {
    this.cases = cases;
    this.engine = engine;
    this.tasks = tasks;
    this.repository = repository;
  }

  /**
   * Says where cases of this person stand still, for whoever sends another event about them.
   *
   * @param started the case that this event has just started, or empty text
   */
  Optional<String> of(EmployeeId employee, String started) {
    var standing = new ArrayList<String>();
    for (var running : cases.running(employee)) {
      if (!running.caseId().equals(started)) {
        where(running.caseId()).ifPresent(standing::add);
      }
    }
    return standing.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", standing));
  }

  private Optional<String> where(String caseId) {
    return parts(caseId)
        .flatMap(part -> Stream.concat(tasksOf(part), failuresOf(part)))
        .findFirst()
        .map(at -> "A case of this person (%s) waits %s".formatted(caseId, at));
  }

  /** The case itself first, then what it has called. */
  private Stream<String> parts(String caseId) {
    return Stream.concat(
        Stream.of(caseId),
        engine.createProcessInstanceQuery().superProcessInstanceId(caseId).list().stream()
            .map(ProcessInstance::getId)
            .flatMap(this::parts));
  }

  private Stream<String> tasksOf(String part) {
    return tasks.createTaskQuery().processInstanceId(part).list().stream()
        .map(Task::getName)
        .map("for a person at '%s', a task in Tasklist."::formatted);
  }

  private Stream<String> failuresOf(String part) {
    return engine.createIncidentQuery().processInstanceId(part).list().stream()
        .filter(incident -> incident.getRootCauseIncidentId().equals(incident.getId()))
        .map(
            incident ->
                "for an operator at '%s', where an incident says what failed."
                    .formatted(nameOf(incident)));
  }

  private String nameOf(Incident incident) {
    var step =
        repository
            .getBpmnModelInstance(incident.getProcessDefinitionId())
            .getModelElementById(incident.getActivityId());
    return step instanceof FlowElement named && named.getName() != null
        ? named.getName()
        : String.valueOf(incident.getActivityId());
  }

  /** What such an answer says after where the case waits. */
  static String withRemedy(String where) {
    return where + " What this event says counts at the next try there.";
  }
}
