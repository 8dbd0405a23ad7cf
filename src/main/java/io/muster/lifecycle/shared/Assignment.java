package io.muster.lifecycle.shared;

import io.muster.process.ProcessVariable;
import java.util.List;
import java.util.Map;

/**
 * A policy that follows the members of a group.
 *
 * @param group the group's name, the same in the directory and in the fleet
 * @param policy the policy's name in the fleet
 */
public record Assignment(String group, String policy) {
  /** Which policies are tied to which group. */
  public static final ProcessVariable<List<Assignment>> ALL =
      ProcessVariable.rows("assignments", Assignment::read, Assignment::written);

  private static Assignment read(Map<?, ?> row) {
    return new Assignment(String.valueOf(row.get("group")), String.valueOf(row.get("policy")));
  }

  private Map<String, Object> written() {
    return Map.of("group", group, "policy", policy);
  }
}
