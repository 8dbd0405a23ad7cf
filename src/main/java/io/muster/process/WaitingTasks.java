package io.muster.process;

import io.muster.people.EmployeeId;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.task.TaskQuery;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** What waits for a group of people, for whoever tells them. */
@Component
public class WaitingTasks {
  private final ObjectProvider<TaskService> tasks;
  private final ObjectProvider<RepositoryService> models;

  WaitingTasks(ObjectProvider<TaskService> tasks, ObjectProvider<RepositoryService> models) {
    this.tasks = tasks;
    this.models = models;
  }

  /**
   * What nobody of this group has taken yet, the newest first.
   *
   * @param limit no more than this many
   */
  public List<WaitingTask> newest(String group, int limit) {
    return described(
        tasks
            .getObject()
            .createTaskQuery()
            .taskCandidateGroup(group)
            .active()
            .orderByTaskCreateTime()
            .desc()
            .listPage(0, limit));
  }

  /**
   * What should have been answered before this instant, taken or not, the latest due first.
   *
   * @param limit no more than this many
   */
  public List<WaitingTask> overdue(String group, Instant before, int limit) {
    return described(
        of(group).dueBefore(Date.from(before)).orderByDueDate().desc().listPage(0, limit));
  }

  /** How many wait for this group, taken or not. */
  public long count(String group) {
    return of(group).count();
  }

  /** How many of those should have been answered before this instant. */
  public long countOverdue(String group, Instant before) {
    return of(group).dueBefore(Date.from(before)).count();
  }

  /** Whom a task is about; empty if about nobody, or if it was answered meanwhile. */
  public Optional<EmployeeId> about(String task) {
    var open = tasks.getObject();
    return open.createTaskQuery().taskId(task).count() == 0
        ? Optional.empty()
        : Optional.ofNullable(open.getVariable(task, Step.EMPLOYEE.name()))
            .map(value -> new EmployeeId(value.toString()));
  }

  private TaskQuery of(String group) {
    return tasks
        .getObject()
        .createTaskQuery()
        .taskCandidateGroup(group)
        .includeAssignedTasks()
        .active();
  }

  private List<WaitingTask> described(List<Task> found) {
    return found.stream()
        .map(
            task ->
                new WaitingTask(
                    task.getId(),
                    task.getTaskDefinitionKey(),
                    title(task),
                    task.getProcessInstanceId(),
                    task.getCreateTime().toInstant(),
                    task.getDueDate() == null ? null : task.getDueDate().toInstant()))
        .toList();
  }

  /** As the diagram has it: the task's own name may hold a person's, put in by an expression. */
  private String title(Task task) {
    var element =
        models
            .getObject()
            .getBpmnModelInstance(task.getProcessDefinitionId())
            .getModelElementById(task.getTaskDefinitionKey());
    var name = element instanceof FlowElement step ? step.getName() : null;
    return name == null || name.contains("{")
        ? task.getTaskDefinitionKey()
        : name.replaceAll("\\s+", " ");
  }
}
