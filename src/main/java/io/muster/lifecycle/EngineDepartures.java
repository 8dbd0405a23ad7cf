package io.muster.lifecycle;

import io.muster.people.EmployeeId;
import java.util.Set;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.springframework.stereotype.Component;

/** Reads departures off the cases that run and that ended. */
@Component
class EngineDepartures implements Departures {
  private static final String LEAVING = "offboarding";
  private static final Set<String> OF_EMPLOYMENT = Set.of("onboarding", LEAVING);
  private static final int FAR_BACK = 100;

  private final Cases cases;
  private final HistoryService history;

  EngineDepartures(Cases cases, HistoryService history) {
    this.cases = cases;
    this.history = history;
  }

  @Override
  public boolean leaves(EmployeeId employee) {
    if (cases.running(LEAVING, employee).isPresent()) {
      return true;
    }
    var ofThisPerson = employee + "/";
    return history
        .createHistoricProcessInstanceQuery()
        .processInstanceBusinessKeyLike(ofThisPerson + "%")
        .orderByProcessInstanceStartTime()
        .desc()
        .listPage(0, FAR_BACK)
        .stream()
        // an underscore in a number would stand for any letter in the question
        .filter(one -> one.getBusinessKey().startsWith(ofThisPerson))
        .map(HistoricProcessInstance::getProcessDefinitionKey)
        .filter(OF_EMPLOYMENT::contains)
        .findFirst()
        .filter(LEAVING::equals)
        .isPresent();
  }
}
