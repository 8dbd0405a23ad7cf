package io.muster.process;

import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.impl.bpmn.behavior.UserTaskActivityBehavior;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.pvm.delegate.ActivityExecution;
import org.camunda.bpm.engine.impl.task.TaskDecorator;
import org.jspecify.annotations.Nullable;

/**
 * A user task that is left only when its task was completed; signalling the waiting execution, as
 * the engine otherwise allows, would go past the form and its listeners.
 */
final class FormOnlyUserTask extends UserTaskActivityBehavior {
  FormOnlyUserTask(TaskDecorator decorator) {
    super(decorator);
  }

  @Override
  public void signal(ActivityExecution execution, @Nullable String signal, @Nullable Object data)
      throws Exception {
    if (!((ExecutionEntity) execution).getTasks().isEmpty()) {
      throw new BadUserRequestException(
          "Nothing was done. The task '%s' is left by answering its form, not by a signal."
              .formatted(execution.getCurrentActivityName()));
    }
    super.signal(execution, signal, data);
  }
}
