package io.muster.lifecycle;

import io.muster.people.EmployeeId;
import io.muster.process.ProcessVariable;
import io.muster.process.Step;
import java.util.List;

/** The variables that every process of a person's life here has. */
public final class LifecycleVariables {
  /** The person the case is about. */
  public static final ProcessVariable<EmployeeId> EMPLOYEE = Step.EMPLOYEE;

  /** The event that started the case: source and id. */
  public static final ProcessVariable<String> CHANGE = ProcessVariable.text("change");

  /** The connection the person's account lives behind. */
  public static final ProcessVariable<String> CONNECTION = ProcessVariable.text("connection");

  /** The account's id in its directory; empty text if there is none. */
  public static final ProcessVariable<String> ACCOUNT = ProcessVariable.text("account");

  /** The person's id in the device fleet; empty text if there is none. */
  public static final ProcessVariable<String> FLEET_USER = ProcessVariable.text("fleetUser");

  /** When a termination takes effect, an ISO 8601 instant. */
  public static final ProcessVariable<String> EFFECTIVE_AT = ProcessVariable.text("effectiveAt");

  /** True if HR said of a termination: now. */
  public static final ProcessVariable<Boolean> IMMEDIATE = ProcessVariable.flag("immediate");

  /** The groups the rules should put the person into. */
  public static final ProcessVariable<List<String>> EXPECTED_GROUPS =
      ProcessVariable.texts("expectedGroups");

  /** What a person decided in a task. */
  public static final ProcessVariable<String> DECISION = ProcessVariable.text("decision");

  /** What the person said about it. */
  public static final ProcessVariable<String> COMMENT = ProcessVariable.text("comment");

  /** Who answered the last task of this case, by sign-in name. */
  public static final ProcessVariable<String> ANSWERED_BY = ProcessVariable.text("answeredBy");

  /** What went wrong, for the person who is asked. */
  public static final ProcessVariable<String> PROBLEM = ProcessVariable.text("problem");

  /** What is not as it should be, when everything was read back. */
  public static final ProcessVariable<String> CONTRADICTIONS =
      ProcessVariable.text("contradictions");

  /** What could not be done yet and is made up for later, for people; empty if nothing. */
  public static final ProcessVariable<String> LEFT_OPEN = ProcessVariable.text("leftOpen");

  /** True if everything read back was as it should be. */
  public static final ProcessVariable<Boolean> ALL_TRUE = ProcessVariable.flag("allTrue");

  /** The device one branch is about. */
  public static final ProcessVariable<String> DEVICE = ProcessVariable.text("device");

  /** The offboarding that a sweep or a question about a return belongs to. */
  public static final ProcessVariable<String> OFFBOARDING_CASE =
      ProcessVariable.text("offboardingCase");

  private LifecycleVariables() {}

  /** All of them. */
  public static List<ProcessVariable<?>> all() {
    return List.of(
        EMPLOYEE,
        CHANGE,
        CONNECTION,
        ACCOUNT,
        FLEET_USER,
        DECISION,
        COMMENT,
        ANSWERED_BY,
        PROBLEM,
        CONTRADICTIONS,
        LEFT_OPEN,
        ALL_TRUE,
        DEVICE);
  }
}
