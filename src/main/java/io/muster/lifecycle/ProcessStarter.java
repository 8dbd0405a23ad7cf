package io.muster.lifecycle;

import io.muster.people.EmploymentChange;
import io.muster.process.OwnStart;
import io.muster.process.ProcessLog;
import java.util.Map;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.exception.NullValueException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.stereotype.Component;

/** Starts cases, each in the one place its process has for the person. */
@Component
class ProcessStarter {
  private final Cases cases;
  private final Leavings leavings;
  private final RuntimeService engine;

  ProcessStarter(Cases cases, Leavings leavings, RuntimeService engine) {
    this.cases = cases;
    this.leavings = leavings;
    this.engine = engine;
  }

  /**
   * Starts a case for a change that has been judged.
   *
   * @return the process instance
   * @throws RivalCase if another case was quicker
   */
  String of(LifecycleProcess process, EmploymentChange change) {
    var employee = change.employee();
    var variables = process.startingWith(change);
    var caseId = start(process, change, variables);
    if (!cases.open(process.key(), employee, caseId)) {
      throw new RivalCase();
    }
    leavings.begin(caseId, change, variables);
    ProcessLog.tell(process.key(), employee, "taken in from " + change.origin().source());
    return caseId;
  }

  private String start(
      LifecycleProcess process, EmploymentChange change, Map<String, Object> variables) {
    try {
      return OwnStart.of(
          () ->
              engine
                  .startProcessInstanceByKey(
                      process.key(),
                      "%s/%s".formatted(change.employee(), change.origin().eventId()),
                      variables)
                  .getId());
    } catch (NullValueException missing) {
      throw new MissingProcess(process.key(), missing);
    }
  }

  /** Somebody deleted the process; it is deployed again within a minute. */
  static final class MissingProcess extends TransientDataAccessResourceException {
    MissingProcess(String key, Throwable cause) {
      super(
          "The process '%s' is missing in the engine; it is deployed again within a minute."
              .formatted(key),
          cause);
    }
  }

  /** Two events about one person arrived at once; the one that lost joins on its next try. */
  static final class RivalCase extends org.springframework.dao.ConcurrencyFailureException {
    RivalCase() {
      super("another event about the same person was quicker; trying again joins its case");
    }
  }
}
