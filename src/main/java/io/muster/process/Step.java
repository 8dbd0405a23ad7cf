package io.muster.process;

import io.muster.ledger.CaseRef;
import io.muster.people.EmployeeId;
import io.muster.remote.CallPriority;
import io.muster.remote.CallReservation;
import io.muster.remote.RemoteFailure;
import org.camunda.bpm.engine.delegate.BpmnError;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.ErrorEventDefinition;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One service task of a diagram.
 *
 * <p>A refusal becomes the BPMN error {@code refused}. Everything else reaches the job executor,
 * which tries again or raises an incident; but where the diagram draws a boundary error {@code
 * unreachable} on the task, every failure of the other system becomes that error, and the process
 * goes on: a leaver's account is disabled whatever ails device management. A call that only waits
 * for its turn has not failed; its job waits, and the error is not raised until the wait is over.
 */
public abstract class Step implements JavaDelegate {
  /** Somebody has to decide. */
  public static final String REFUSED = "refused";

  /** The other system cannot do it now, and the diagram does not want to wait for it. */
  public static final String UNREACHABLE = "unreachable";

  /** The person every case is about. */
  public static final ProcessVariable<EmployeeId> EMPLOYEE =
      ProcessVariable.text("employee", EmployeeId::new, EmployeeId::value);

  private static final Logger log = LoggerFactory.getLogger(Step.class);

  /** What a case began with never changes, and takes three queries for each level of calls. */
  private static final RecentlyUsed<String, String> PROCESSES = new RecentlyUsed<>(10_000);

  @Override
  public final void execute(DelegateExecution execution) {
    var definition = execution.getBpmnModelElementInstance();
    var process = processKey(execution);
    var onBehalfOf =
        new CaseRef(process, caseId(execution), about(execution), execution.getCurrentActivityId());
    try {
      lane(execution)
          .during(
              () ->
                  onBehalfOf.during(
                      () ->
                          CallReservation.during(
                              process + "/" + onBehalfOf.step(),
                              () -> {
                                run(execution);
                                return true;
                              })));
    } catch (RemoteFailure.Refused refused) {
      log.warn("{} {}: {}", process, onBehalfOf.step(), refused.getMessage());
      LongWait.over(execution);
      var code =
          drawn(definition, UNREACHABLE) && !drawn(definition, REFUSED) ? UNREACHABLE : REFUSED;
      throw new BpmnError(code, refused.getMessage(), refused);
    } catch (RemoteFailure failure) {
      if (!waitsForItsTurn(failure) && drawn(definition, UNREACHABLE)) {
        log.warn("{} {}: {}", process, onBehalfOf.step(), failure.getMessage());
        LongWait.over(execution);
        throw new BpmnError(UNREACHABLE, failure.getMessage(), failure);
      }
      if (isForAPerson(failure) && drawn(definition, REFUSED)) {
        log.warn("{} {}: given up: {}", process, onBehalfOf.step(), failure.getMessage());
        LongWait.over(execution);
        throw new BpmnError(REFUSED, failure.getMessage(), failure);
      }
      tell(failure, process, onBehalfOf.step());
      throw failure;
    } catch (BpmnError drawn) {
      throw drawn;
    } catch (RuntimeException unexpected) {
      log.error("{} {}: unexpected", process, onBehalfOf.step(), unexpected);
      throw unexpected;
    }
    LongWait.over(execution);
    if (isTold()) {
      ProcessLog.tell(process, onBehalfOf.employee(), execution.getCurrentActivityName());
    }
  }

  /** A call that waits for its turn is no news; what it waits for is on its job. */
  private static void tell(RemoteFailure failure, String process, String step) {
    if (failure instanceof RemoteFailure.Unavailable wait && wait.notBefore().isPresent()) {
      log.debug("{} {}: {}", process, step, failure.getMessage());
    } else {
      log.warn("{} {}: {}", process, step, failure.getMessage());
    }
  }

  /** True if nothing was sent, and it is known when there will be room for it. */
  private static boolean waitsForItsTurn(RemoteFailure failure) {
    return failure instanceof RemoteFailure.Unavailable wait
        && wait.waitsForItsTurn()
        && !LongWait.isOver(wait);
  }

  /** True if it was tried, or waited for, as often as makes sense. */
  private static boolean isForAPerson(RemoteFailure failure) {
    return failure instanceof RemoteFailure.Unavailable wait
        && (LongWait.isOver(wait) || (!wait.isUnderstood() && isLastTry()));
  }

  /**
   * The case this is part of: the process instance with which it all began, whichever processes
   * have called each other since.
   */
  public static String caseId(DelegateExecution execution) {
    var root = ((ExecutionEntity) execution).getRootProcessInstanceId();
    return root == null ? execution.getProcessInstanceId() : root;
  }

  /** True in the process instance a case began with; false in one that another has called. */
  public static boolean isWholeCase(DelegateExecution execution) {
    return caseId(execution).equals(execution.getProcessInstanceId());
  }

  /** True if the job is given up once this try has failed too, so that only a person can go on. */
  protected static boolean isLastTry() {
    var job = Context.getCommandContext().getCurrentJob();
    return job != null && job.getRetries() == 1 && !SharedJobs.isShared();
  }

  /**
   * Whether it may be done in the job of a timer or a table before it. One that destroys has a job
   * of its own, and so has one that relies on its job being the same at every try.
   */
  protected boolean mayShareJob() {
    return !getClass().isAnnotationPresent(Destroys.class);
  }

  /** Whom the case is about. */
  protected EmployeeId about(DelegateExecution execution) {
    return EMPLOYEE.in(execution);
  }

  /** Whether each time this step has run is worth a line in the story. */
  protected boolean isTold() {
    return true;
  }

  /** How urgent the calls of this step are. */
  protected CallPriority lane() {
    return CallPriority.JOINER;
  }

  /** How urgent they are in this case. */
  protected CallPriority lane(DelegateExecution execution) {
    return lane();
  }

  /** Reads typed variables, states a wish to a port, stores the answer. */
  protected abstract void run(DelegateExecution execution);

  private static boolean drawn(FlowElement step, String code) {
    return step.getModelInstance().getModelElementsByType(BoundaryEvent.class).stream()
        .filter(event -> step.equals(event.getAttachedTo()))
        .flatMap(event -> event.getEventDefinitions().stream())
        .anyMatch(
            event ->
                event instanceof ErrorEventDefinition error
                    && code.equals(error.getError().getErrorCode()));
  }

  /** The process with which the case began. */
  private static String processKey(DelegateExecution execution) {
    return PROCESSES.of(caseId(execution), () -> findProcessKey(execution));
  }

  private static String findProcessKey(DelegateExecution execution) {
    var instance = ((ExecutionEntity) execution).getProcessInstance();
    for (var caller = instance.getSuperExecution();
        caller != null;
        caller = instance.getSuperExecution()) {
      instance = caller.getProcessInstance();
    }
    return instance.getProcessDefinition().getKey();
  }
}
