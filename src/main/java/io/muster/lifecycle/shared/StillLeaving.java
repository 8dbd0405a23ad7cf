package io.muster.lifecycle.shared;

import static io.muster.lifecycle.LifecycleVariables.OFFBOARDING_CASE;

import io.muster.process.Step;
import io.muster.remote.RemoteFailure;
import io.muster.safety.WipeOrder;
import io.muster.safety.WipeSafety;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.BpmnError;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.ErrorEventDefinition;
import org.springframework.stereotype.Component;

/**
 * Ends the looks at somebody who was offboarded once they work here again: nothing of theirs is
 * disabled or locked any more.
 */
@Component
public class StillLeaving {
  /** The person whose residue is looked for works here again. */
  static final String REHIRED = "rehired";

  private final WipeSafety safety;

  StillLeaving(WipeSafety safety) {
    this.safety = safety;
  }

  /**
   * For a step that would contain something. In the offboarding itself it does nothing: whether
   * that is taken back is decided elsewhere.
   *
   * @throws BpmnError if the person works here again, where the diagram of the case ends by that
   * @throws RemoteFailure.Refused if it does not, or a wipe is out that has to be watched
   */
  public void demand(DelegateExecution execution) {
    if (OFFBOARDING_CASE.find(execution).isPresent()) {
      whyOver(execution)
          .ifPresent(
              why -> {
                endWhereDrawn(execution, why);
                throw new RemoteFailure.Refused(why);
              });
    }
  }

  /** Why these looks are over, for people; empty if they are not. */
  public Optional<String> whyOver(DelegateExecution execution) {
    return safety
        .whyOver(Step.caseId(execution), Step.EMPLOYEE.in(execution))
        .map(why -> why + " Nothing of theirs is disabled or locked any more.");
  }

  /**
   * Ends the looks where their diagram draws that end, and no order would be left behind unwatched.
   *
   * @throws BpmnError if so
   */
  private void endWhereDrawn(DelegateExecution execution, String why) {
    if (endsByItself(execution)) {
      throw new BpmnError(REHIRED, why);
    }
  }

  private boolean endsByItself(DelegateExecution execution) {
    var caseId = Step.caseId(execution);
    var engine = execution.getProcessEngineServices();
    var definition =
        engine
            .getRuntimeService()
            .createProcessInstanceQuery()
            .processInstanceId(caseId)
            .singleResult()
            .getProcessDefinitionId();
    var isDrawn =
        engine
            .getRepositoryService()
            .getBpmnModelInstance(definition)
            .getModelElementsByType(BoundaryEvent.class)
            .stream()
            .flatMap(event -> event.getEventDefinitions().stream())
            .anyMatch(
                event ->
                    event instanceof ErrorEventDefinition error
                        && REHIRED.equals(error.getError().getErrorCode()));
    return isDrawn && safety.orders(caseId).stream().noneMatch(WipeOrder::mayStillFire);
  }
}
