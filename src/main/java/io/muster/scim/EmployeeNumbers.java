package io.muster.scim;

import io.muster.people.EmployeeId;
import io.muster.scim.ScimProperties.NumberFrom;
import java.util.Optional;

/** Finds the number HR knows a person by on a pushed user. */
final class EmployeeNumbers {
  private EmployeeNumbers() {}

  /** The number, if there is one and it can be one. */
  static Optional<EmployeeId> of(UserContent content, NumberFrom where) {
    return text(content, where)
        .flatMap(
            text -> {
              try {
                return Optional.of(new EmployeeId(text.strip()));
              } catch (IllegalArgumentException noNumber) {
                return Optional.empty();
              }
            });
  }

  /** What stands where the number should be. */
  static Optional<String> text(UserContent content, NumberFrom where) {
    return switch (where) {
      case EMPLOYEE_NUMBER -> content.enterprise("employeeNumber");
      case EXTERNAL_ID -> content.text("externalId");
    };
  }
}
