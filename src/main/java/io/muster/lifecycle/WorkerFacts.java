package io.muster.lifecycle;

import io.muster.ledger.OncePerTransaction;
import io.muster.people.EmployeeId;
import io.muster.people.Worker;
import io.muster.people.Workforce;
import io.muster.process.AllowedInModels;
import io.muster.process.TaskSubject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/**
 * What HR says about a person, as decision tables ask for it: {@code
 * ${worker.department(employee)}}. So names and departments need not be process variables.
 */
@Component("worker")
@AllowedInModels
public class WorkerFacts implements TaskSubject {
  private final Workforce workforce;

  /** A table asks for several facts of one person. */
  private final OncePerTransaction<EmployeeId, Optional<Worker>> workers;

  private final List<Integrations> integrations;

  WorkerFacts(Workforce workforce, List<Integrations> integrations) {
    this.workforce = workforce;
    this.workers = new OncePerTransaction<>(workforce::find);
    this.integrations = integrations;
  }

  /** The department, or nothing for somebody HR never told us about. */
  public String department(String employee) {
    return fact(employee, Worker::department);
  }

  /** The job title, or nothing. */
  public String title(String employee) {
    return fact(employee, Worker::title);
  }

  /** The site, or nothing. */
  public String location(String employee) {
    return fact(employee, Worker::location);
  }

  /** What follows the at sign in the work address, in small letters, or nothing. */
  public String mailDomain(String employee) {
    return fact(
        employee,
        worker -> {
          var address = worker.workEmail();
          return address.substring(address.indexOf('@') + 1).toLowerCase(Locale.ROOT);
        });
  }

  /**
   * True if something reaches other systems in this person's name, and stops once they are barred.
   */
  public boolean holdsIntegration(String employee) {
    var person = new EmployeeId(employee);
    return integrations.stream().anyMatch(all -> !all.of(person).isEmpty());
  }

  @Override
  public String about(EmployeeId employee) {
    return workforce
        .find(employee)
        .map(
            worker ->
                "%s (%s), %s in %s, %s"
                    .formatted(
                        worker.fullName(),
                        employee,
                        worker.title(),
                        worker.department(),
                        worker.location()))
        .orElse("%s (HR has told us nothing else about this person)".formatted(employee));
  }

  private String fact(String employee, Function<Worker, String> part) {
    return workers.of(new EmployeeId(employee)).map(part).orElse("");
  }
}
