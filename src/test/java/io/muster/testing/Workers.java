package io.muster.testing;

import io.muster.people.EmployeeId;
import io.muster.people.Worker;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** People like one there is, of whom HR says one thing differently. */
public final class Workers {
  private Workers() {}

  /** In another department. */
  public static Worker inDepartment(Worker worker, String department) {
    return moved(worker, department, worker.location());
  }

  /** In another department at another site. */
  public static Worker moved(Worker worker, String department, String location) {
    return moved(worker, department, worker.title(), location);
  }

  /** In another job at another site. */
  public static Worker moved(Worker worker, String department, String title, String location) {
    return copy(
        worker, worker.id(), worker.workEmail(), department, title, location, worker.startDate());
  }

  /** Called otherwise, with an address to match. */
  public static Worker renamed(Worker worker, String familyName, String workEmail) {
    return new Worker(
        worker.id(),
        worker.givenName(),
        familyName,
        workEmail,
        worker.department(),
        worker.title(),
        worker.location(),
        worker.costCenter(),
        worker.manager(),
        worker.zone(),
        worker.startDate(),
        worker.legalHold());
  }

  /** Led by somebody else, or by nobody. */
  public static Worker ledBy(Worker worker, @Nullable EmployeeId manager) {
    return new Worker(
        worker.id(),
        worker.givenName(),
        worker.familyName(),
        worker.workEmail(),
        worker.department(),
        worker.title(),
        worker.location(),
        worker.costCenter(),
        manager,
        worker.zone(),
        worker.startDate(),
        worker.legalHold());
  }

  /** With another first day. */
  public static Worker startingOn(Worker worker, LocalDate day) {
    return copy(
        worker,
        worker.id(),
        worker.workEmail(),
        worker.department(),
        worker.title(),
        worker.location(),
        day);
  }

  /** Somebody else in the same job. */
  public static Worker another(Worker worker, String number) {
    return copy(
        worker,
        new EmployeeId(number),
        number + "." + worker.workEmail(),
        worker.department(),
        worker.title(),
        worker.location(),
        worker.startDate());
  }

  private static Worker copy(
      Worker worker,
      EmployeeId id,
      String workEmail,
      String department,
      String title,
      String location,
      LocalDate startDate) {
    return new Worker(
        id,
        worker.givenName(),
        worker.familyName(),
        workEmail,
        department,
        title,
        location,
        worker.costCenter(),
        worker.manager(),
        worker.zone(),
        startDate,
        worker.legalHold());
  }
}
