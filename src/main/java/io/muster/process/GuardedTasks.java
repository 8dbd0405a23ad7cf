package io.muster.process;

import java.util.Collection;
import java.util.Map;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.impl.TaskQueryImpl;
import org.camunda.bpm.engine.impl.TaskServiceImpl;
import org.camunda.bpm.engine.task.Comment;
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

  GuardedTasks(FormGuard guard) {
    this.guard = guard;
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
