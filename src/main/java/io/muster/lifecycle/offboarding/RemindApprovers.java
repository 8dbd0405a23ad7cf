package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.LifecycleVariables.DEVICE;
import static io.muster.lifecycle.offboarding.Offboarding.ANSWER_BY;
import static io.muster.lifecycle.offboarding.Offboarding.PLAN;

import io.muster.process.OnlyTells;
import io.muster.process.Step;
import io.muster.safety.EnoughApprovers;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/**
 * Reminds the approvers: their task rises in every list, and the operators are told to find one.
 * They do not answer themselves.
 */
@Component
@OnlyTells
class RemindApprovers extends Step {
  /** The task in which somebody approves a wipe. */
  static final String APPROVAL = "approveWipe";

  private static final int RISES_BY = 10;

  private final TaskService tasks;
  private final EnoughApprovers enough;
  private final NotSecured notSecured;

  RemindApprovers(TaskService tasks, EnoughApprovers enough, NotSecured notSecured) {
    this.tasks = tasks;
    this.enough = enough;
    this.notSecured = notSecured;
  }

  @Override
  protected void run(DelegateExecution execution) {
    var plan = PLAN.in(execution);
    tasks
        .createTaskQuery()
        .processInstanceId(execution.getProcessInstanceId())
        .taskDefinitionKey(APPROVAL)
        .processVariableValueEquals(PLAN.name(), plan)
        .list()
        .forEach(task -> tasks.setPriority(task.getId(), task.getPriority() + RISES_BY));
    enough
        .whyNotEnough(plan)
        .ifPresentOrElse(
            why -> notSecured.tellTooFew(EMPLOYEE.in(execution), DEVICE.in(execution), why),
            () ->
                notSecured.tellUnanswered(
                    execution, DEVICE.in(execution), ANSWER_BY.find(execution).orElse("")));
  }
}
