package io.muster.lifecycle.sync;

import io.muster.directory.Account.Status;
import io.muster.lifecycle.CurrentLeave;
import io.muster.lifecycle.sync.People.Person;
import io.muster.people.Workforce;
import java.util.Optional;
import org.camunda.bpm.engine.DecisionService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.variable.Variables;
import org.springframework.stereotype.Component;

/** Decides by the table {@code syncScope} who of the groups is mirrored at all. */
@Component
class SortOutPeople extends SyncStep {
  private static final int AT_ONCE = 200;

  private final People people;
  private final Members members;
  private final Workforce workforce;
  private final CurrentLeave leave;

  SortOutPeople(People people, Members members, Workforce workforce, CurrentLeave leave) {
    this.people = people;
    this.members = members;
    this.workforce = workforce;
    this.leave = leave;
  }

  @Override
  protected boolean part(String connection, DelegateExecution execution) {
    var decisions = execution.getProcessEngineServices().getDecisionService();
    var unsorted = people.toSort(connection, AT_ONCE);
    for (var one : unsorted) {
      var person = one.person();
      var row =
          decisions
              .evaluateDecisionTableByKey("syncScope")
              .variables(
                  Variables.createVariables()
                      .putValue("status", status(person))
                      .putValue("login", person.login())
                      .putValue("name", person.name())
                      .putValue("mail", Optional.ofNullable(person.mail()).orElse(""))
                      .putValue("employeeNumber", number(person))
                      .putValue("deviceDue", deviceDue(decisions, person)))
              .evaluate()
              .getFirstResult();
      // a table that says nothing lets nobody in
      var mirrored = row != null && Boolean.TRUE.equals(row.getEntry("mirrored"));
      var reason =
          row == null
              ? "no rule of the table fits"
              : String.valueOf(row.<Object>getEntry("reason"));
      people.sorted(connection, one, mirrored, reason);
      members.settle(connection, person.account());
    }
    return unsorted.size() == AT_ONCE;
  }

  /** Somebody who is barred for a leave is not gone, and keeps what is on the device. */
  private String status(Person person) {
    var employee = person.employee();
    return person.status() == Status.SUSPENDED && employee != null && leave.isAway(employee)
        ? "ON_LEAVE"
        : person.status().name();
  }

  private static String number(Person person) {
    return Optional.ofNullable(person.employee()).map(Object::toString).orElse("");
  }

  /** What device the person is due; unknown for whomever HR never told us about. */
  private String deviceDue(DecisionService decisions, Person person) {
    return Optional.ofNullable(person.employee())
        .flatMap(workforce::find)
        .map(
            worker ->
                decisions
                    .evaluateDecisionTableByKey("deviceEntitlement")
                    .variables(
                        Variables.createVariables()
                            .putValue("department", worker.department())
                            .putValue("title", worker.title())
                            .putValue("location", worker.location()))
                    .evaluate()
                    .getFirstResult())
        .map(row -> String.valueOf(row.<Object>getEntry("deviceDue")))
        .orElse("unknown");
  }
}
