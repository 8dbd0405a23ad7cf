package io.muster.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.engine.variable.impl.VariableMapImpl;
import org.camunda.bpm.engine.variable.value.SerializableValue;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.camunda.spin.json.SpinJsonNode;
import org.camunda.spin.plugin.variable.value.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Lets a person complete a task only with answers to the task's form.
 *
 * <p>The browser's own checks bind nobody: whoever may complete a task can hand in any variable
 * through REST. So what comes in is held against the form here, in the transaction that completes
 * the task.
 */
final class FormGuard {
  private static final int LONGEST_NAME = 60;

  private final AnswerRules rules;

  FormGuard(AnswerRules rules) {
    this.rules = rules;
  }

  /** The variables to complete the task with, after somebody was found entitled to complete it. */
  @Nullable Map<String, Object> answers(
      CommandContext context, String taskId, @Nullable Map<String, Object> handedIn) {
    var task = context.getTaskManager().findTaskById(taskId);
    if (task == null || task.getProcessDefinitionId() == null) {
      return handedIn; // the engine says that there is no such task, or it is part of no process
    }
    context
        .getProcessEngineConfiguration()
        .getCommandCheckers()
        .forEach(checker -> checker.checkTaskWork(task));
    var person = context.getAuthenticatedUserId();
    if (person == null) {
      throw new FormRefused(
          "Nothing was done. The task '%s' is completed by a person; sign in first."
              .formatted(task.getName()));
    }
    rules.demandClaimed(task, person);
    rules.demand(task, person);
    var given = given(handedIn);
    var answers =
        form(context, task).answers(given, task::getVariable, new FeelConditions(context)::hold);
    OwnAnswers.demand(OwnModels.of(task.getProcessDefinitionId()), answers);
    if (!person.equals(task.getAssignee())) {
      task.setAssignee(person); // so that history names who answered
    }
    return answered(answers);
  }

  private static TaskForm form(CommandContext context, TaskEntity task) {
    return TaskForm.read(source(context, task));
  }

  /** The form as it is deployed with the task's diagram, or an empty one. */
  static String source(CommandContext context, TaskEntity task) {
    var definition = task.getTaskDefinition().getFormDefinition();
    if (definition.getCamundaFormDefinitionKey() == null) {
      return "{\"id\": \"none\", \"components\": []}";
    }
    return context.runWithoutAuthorization(
        () -> {
          try (var form =
              context
                  .getProcessEngineConfiguration()
                  .getFormService()
                  .getDeployedTaskForm(task.getId())) {
            return new String(form.readAllBytes(), StandardCharsets.UTF_8);
          } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
          }
        });
  }

  private static Map<String, @Nullable Object> given(@Nullable Map<String, Object> handedIn) {
    var given = new HashMap<String, @Nullable Object>();
    if (handedIn == null) {
      return given;
    }
    VariableMap variables =
        handedIn instanceof VariableMap map
            ? map
            : new VariableMapImpl(Variables.fromMap(handedIn));
    for (var name : variables.keySet()) {
      given.put(
          name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "…" : name,
          value(name, variables.getValueTyped(name)));
    }
    return given;
  }

  private static @Nullable Object value(String name, @Nullable TypedValue typed) {
    if (typed == null) {
      return null;
    }
    if (typed instanceof JsonValue json) {
      SpinJsonNode node = json.getValue();
      return node == null ? null : node.mapTo(Object.class);
    }
    if (typed instanceof SerializableValue) {
      throw new FormRefused(
          "Nothing was done. '%s' is of the type %s, which no form hands in; use a text, a number, true or false."
              .formatted(name, typed.getType().getName()));
    }
    return typed.getValue();
  }

  private static Map<String, Object> answered(Map<String, @Nullable Object> answers) {
    var variables = Variables.createVariables();
    answers.forEach(
        (name, answer) ->
            variables.putValueTyped(
                name,
                answer == null ? Variables.untypedNullValue() : Variables.untypedValue(answer)));
    return variables;
  }
}
