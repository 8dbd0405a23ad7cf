package io.muster.process;

import io.muster.ledger.CaseRef;
import io.muster.people.EmployeeId;
import io.muster.remote.Lane;
import io.muster.remote.RemoteFailure;
import org.camunda.bpm.engine.delegate.BpmnError;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.ErrorEventDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One service task of a diagram.
 *
 * <p>A refusal becomes the BPMN error {@code refused}. Everything else reaches the job executor,
 * which tries again or raises an incident; but where the diagram draws a boundary error {@code
 * unreachable} on the task, an unavailable system becomes that error, and the process goes on.
 */
public abstract class Step implements JavaDelegate {
  /** Somebody has to decide. */
  public static final String REFUSED = "refused";

  /** The other system cannot be reached now, and the diagram does not want to wait for it. */
  public static final String UNREACHABLE = "unreachable";

  /** The person every case is about. */
  public static final ProcessVariable<EmployeeId> EMPLOYEE =
      ProcessVariable.text("employee", EmployeeId::new, EmployeeId::value);

  private static final Logger log = LoggerFactory.getLogger(Step.class);

  @Override
  public final void execute(DelegateExecution execution) {
    var definition = execution.getBpmnModelElementInstance();
    var process = processKey(execution);
    var onBehalfOf =
        new CaseRef(
            process,
            execution.getProcessInstanceId(),
            EMPLOYEE.in(execution),
            execution.getCurrentActivityId());
    try {
      lane()
          .during(
              () ->
                  onBehalfOf.during(
                      () -> {
                        run(execution);
                        return true;
                      }));
    } catch (RemoteFailure.Refused refused) {
      log.warn("{} {}: {}", process, onBehalfOf.step(), refused.getMessage());
      throw new BpmnError(REFUSED, refused.getMessage(), refused);
    } catch (RemoteFailure.Unavailable unavailable) {
      var goesOn =
          definition.getModelInstance().getModelElementsByType(BoundaryEvent.class).stream()
              .filter(event -> definition.equals(event.getAttachedTo()))
              .flatMap(event -> event.getEventDefinitions().stream())
              .anyMatch(
                  event ->
                      event instanceof ErrorEventDefinition error
                          && UNREACHABLE.equals(error.getError().getErrorCode()));
      if (goesOn) {
        throw new BpmnError(UNREACHABLE, unavailable.getMessage(), unavailable);
      }
      throw unavailable;
    }
    Story.tell(process, onBehalfOf.employee(), execution.getCurrentActivityName());
  }

  /** How urgent the calls of this step are. */
  protected Lane lane() {
    return Lane.JOINER;
  }

  /** Reads typed variables, states a wish to a port, stores the answer. */
  protected abstract void run(DelegateExecution execution);

  private static String processKey(DelegateExecution execution) {
    ProcessDefinition definition =
        execution
            .getProcessEngineServices()
            .getRepositoryService()
            .getProcessDefinition(execution.getProcessDefinitionId());
    return definition.getKey();
  }
}
