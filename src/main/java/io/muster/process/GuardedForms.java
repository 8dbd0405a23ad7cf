package io.muster.process;

import java.util.Map;
import org.camunda.bpm.engine.impl.FormServiceImpl;
import org.camunda.bpm.engine.variable.VariableMap;
import org.jspecify.annotations.Nullable;

/** The engine's form service, which takes answers to a task's form and nothing else. */
final class GuardedForms extends FormServiceImpl {
  private final FormGuard guard;

  GuardedForms(FormGuard guard) {
    this.guard = guard;
  }

  @Override
  public void submitTaskForm(String task, @Nullable Map<String, Object> variables) {
    commandExecutor.execute(
        context -> {
          super.submitTaskForm(task, guard.answers(context, task, variables));
          return true;
        });
  }

  @Override
  public VariableMap submitTaskFormWithVariablesInReturn(
      String task, @Nullable Map<String, Object> variables, boolean deserialize) {
    return commandExecutor.execute(
        context ->
            super.submitTaskFormWithVariablesInReturn(
                task, guard.answers(context, task, variables), deserialize));
  }
}
