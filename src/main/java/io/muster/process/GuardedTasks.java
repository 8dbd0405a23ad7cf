package io.muster.process;

import java.util.Collection;
import java.util.Date;
import java.util.Map;
import java.util.function.BiConsumer;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.impl.TaskQueryImpl;
import org.camunda.bpm.engine.impl.TaskServiceImpl;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.task.Comment;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.task.TaskQuery;
import org.camunda.bpm.engine.variable.VariableMap;
import org.jspecify.annotations.Nullable;

/**
 * The engine's task service, with every way in which a person could change a case by a task closed
 * but one: answering the task's form; and no expression in a query. Tasklist, REST and Java all
 * come through here.
 */
final class GuardedTasks extends TaskServiceImpl {
  private final FormGuard guard;
  private final AnswerRules rules;

  GuardedTasks(FormGuard guard, AnswerRules rules) {
    this.guard = guard;
    this.rules = rules;
  }

  @Override
  public void claim(String task, String person) {
    byHand(task, (found, caller) -> rules.demandMayClaim(found, caller, person));
    super.claim(task, person);
  }

  /** Whoever gives a task back is free to; nobody is given one. */
  @Override
  public void setAssignee(String task, @Nullable String person) {
    if (person != null) {
      unchanged(task);
    }
    super.setAssignee(task, person);
  }

  @Override
  public void setOwner(String task, String person) {
    unchanged(task);
    super.setOwner(task, person);
  }

  @Override
  public void delegateTask(String task, String person) {
    unchanged(task);
    super.delegateTask(task, person);
  }

  @Override
  public void saveTask(Task task) {
    unchanged(task.getId());
    super.saveTask(task);
  }

  @Override
  public void setPriority(String task, int priority) {
    unchanged(task);
    super.setPriority(task, priority);
  }

  @Override
  public void setName(String task, String name) {
    unchanged(task);
    super.setName(task, name);
  }

  @Override
  public void setDescription(String task, String description) {
    unchanged(task);
    super.setDescription(task, description);
  }

  @Override
  public void setDueDate(String task, Date due) {
    unchanged(task);
    super.setDueDate(task, due);
  }

  @Override
  public void setFollowUpDate(String task, Date followUp) {
    unchanged(task);
    super.setFollowUpDate(task, followUp);
  }

  @Override
  public void addCandidateUser(String task, String person) {
    unchanged(task);
    super.addCandidateUser(task, person);
  }

  @Override
  public void addCandidateGroup(String task, String group) {
    unchanged(task);
    super.addCandidateGroup(task, group);
  }

  @Override
  public void addUserIdentityLink(String task, String person, String type) {
    unchanged(task);
    super.addUserIdentityLink(task, person, type);
  }

  @Override
  public void addGroupIdentityLink(String task, String group, String type) {
    unchanged(task);
    super.addGroupIdentityLink(task, group, type);
  }

  @Override
  public void deleteCandidateUser(String task, String person) {
    unchanged(task);
    super.deleteCandidateUser(task, person);
  }

  @Override
  public void deleteCandidateGroup(String task, String group) {
    unchanged(task);
    super.deleteCandidateGroup(task, group);
  }

  @Override
  public void deleteUserIdentityLink(String task, String person, String type) {
    unchanged(task);
    super.deleteUserIdentityLink(task, person, type);
  }

  @Override
  public void deleteGroupIdentityLink(String task, String group, String type) {
    unchanged(task);
    super.deleteGroupIdentityLink(task, group, type);
  }

  private void unchanged(String task) {
    byHand(task, (found, caller) -> rules.demandChangeable(found));
  }

  /** Checks what a person does by hand; the service's own steps are free to. */
  private void byHand(String task, BiConsumer<TaskEntity, String> check) {
    commandExecutor.execute(
        context -> {
          var caller = context.getAuthenticatedUserId();
          var found =
              task == null || caller == null ? null : context.getTaskManager().findTaskById(task);
          if (found != null && caller != null) {
            check.accept(found, caller);
          }
          return true;
        });
  }

  @Override
  public TaskQuery createTaskQuery() {
    var query = new TaskQueryImpl(commandExecutor);
    query.addValidator(new NoHiddenExpressions());
    return query;
  }

  @Override
  public void complete(String task, @Nullable Map<String, Object> variables) {
    commandExecutor.execute(
        context -> {
          super.complete(task, guard.answers(context, task, variables));
          return true;
        });
  }

  @Override
  public VariableMap completeWithVariablesInReturn(
      String task, @Nullable Map<String, Object> variables, boolean deserialize) {
    return commandExecutor.execute(
        context ->
            super.completeWithVariablesInReturn(
                task, guard.answers(context, task, variables), deserialize));
  }

  @Override
  public void resolveTask(String task, @Nullable Map<String, Object> variables) {
    commandExecutor.execute(
        context -> {
          super.resolveTask(task, guard.answers(context, task, variables));
          return true;
        });
  }

  @Override
  public void handleBpmnError(String task, String code) {
    throw notByHand();
  }

  @Override
  public void handleBpmnError(String task, String code, @Nullable String message) {
    throw notByHand();
  }

  @Override
  public void handleBpmnError(
      String task, String code, @Nullable String message, Map<String, Object> variables) {
    throw notByHand();
  }

  @Override
  public void handleEscalation(String task, String code) {
    throw notByHand();
  }

  @Override
  public void handleEscalation(String task, String code, Map<String, Object> variables) {
    throw notByHand();
  }

  /** The engine would take a comment from anybody, on any task. */
  @Override
  public Comment createComment(
      @Nullable String task, @Nullable String processInstance, String message) {
    return commandExecutor.execute(
        context -> {
          var found = task == null ? null : context.getTaskManager().findTaskById(task);
          if (found == null && context.getAuthenticatedUserId() != null) {
            throw new BadUserRequestException(
                "Nothing was done. There is no such task to comment on.");
          }
          if (found != null) {
            context
                .getProcessEngineConfiguration()
                .getCommandCheckers()
                .forEach(checker -> checker.checkTaskWork(found));
          }
          return super.createComment(task, processInstance, message);
        });
  }

  @Override
  protected void setVariables(String task, Map<String, ? extends Object> variables, boolean local) {
    byTheFormOnly();
    super.setVariables(task, variables, local);
  }

  @Override
  protected void updateVariables(
      String task,
      Map<String, ? extends Object> changes,
      Collection<String> deletions,
      boolean local) {
    byTheFormOnly();
    super.updateVariables(task, changes, deletions, local);
  }

  @Override
  public void removeVariable(String task, String name) {
    byTheFormOnly();
    super.removeVariable(task, name);
  }

  @Override
  public void removeVariableLocal(String task, String name) {
    byTheFormOnly();
    super.removeVariableLocal(task, name);
  }

  @Override
  public void removeVariables(String task, Collection<String> names) {
    byTheFormOnly();
    super.removeVariables(task, names);
  }

  @Override
  public void removeVariablesLocal(String task, Collection<String> names) {
    byTheFormOnly();
    super.removeVariablesLocal(task, names);
  }

  private void byTheFormOnly() {
    commandExecutor.execute(
        context -> {
          if (context.getAuthenticatedUserId() != null) {
            throw new BadUserRequestException(
                "Nothing was done. The variables of a task are set by answering its form; complete the task with the answers.");
          }
          return true;
        });
  }

  private static BadUserRequestException notByHand() {
    return new BadUserRequestException(
        "Nothing was done. A task is left by answering its form, not by an error or an escalation.");
  }
}
