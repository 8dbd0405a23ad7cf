package io.muster.testing;

import io.muster.people.EmployeeId;
import io.muster.preflight.Expectations;
import java.util.List;
import java.util.Set;

/** What a test counts on elsewhere. */
public record Expected(
    Set<String> connections,
    Set<String> groups,
    Set<String> policies,
    List<LoginWindow> loginWindows,
    Set<EmployeeId> leavers)
    implements Expectations {
  /** Nothing at all. */
  public static final Expected NOTHING = new Expected(Set.of(), Set.of(), Set.of(), Set.of());

  /** Without login windows. */
  public Expected(
      Set<String> connections, Set<String> groups, Set<String> policies, Set<EmployeeId> leavers) {
    this(connections, groups, policies, List.of(), leavers);
  }

  @Override
  public boolean leaves(EmployeeId employee) {
    return leavers.contains(employee);
  }
}
