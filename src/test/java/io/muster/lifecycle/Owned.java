package io.muster.lifecycle;

import io.muster.people.EmployeeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that runs in the name of whom a test says. */
public final class Owned implements Integrations {
  private @Nullable EmployeeId owner;

  /** From now on it runs in this person's name, or in nobody's. */
  public void by(@Nullable EmployeeId employee) {
    owner = employee;
  }

  @Override
  public List<Integration> of(EmployeeId employee) {
    return employee.equals(owner)
        ? List.of(new Integration("export-of-" + employee, "the nightly export"))
        : List.of();
  }
}
