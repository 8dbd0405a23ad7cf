package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.offboarding.Offboarding.PLAN;

import io.muster.process.Step;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Reminds the approvers: their task rises in every list, and the operators see it too. */
@Component
class RemindApprovers extends Step {
  private final TaskService tasks;

  RemindApprovers(TaskService tasks) {
    this.tasks = tasks;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var plan = PLAN.in(execution);
    tasks
        .createTaskQuery()
        .processInstanceId(execution.getProcessInstanceId())
        .taskDefinitionKey("approveWipe")
        .processVariableValueEquals(PLAN.name(), plan)
        .list()
        .forEach(
            task -> {
              tasks.setPriority(task.getId(), task.getPriority() + 10);
              tasks.addCandidateGroup(task.getId(), "operator");
            });
  }
}
