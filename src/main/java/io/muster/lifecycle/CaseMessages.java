package io.muster.lifecycle;

/** The messages that running cases are told; each owner of a process declares those it needs. */
public final class CaseMessages {
  /** Ends a case because its person leaves. */
  public static final String PERSON_LEAVES = "personLeaves";

  /** Ends an onboarding that has done nothing yet. */
  public static final String HIRE_TAKEN_BACK = "hireTakenBack";

  /** Has an offboarding give back what it has taken. */
  public static final String LEAVING_TAKEN_BACK = "leavingTakenBack";

  /** Has an offboarding wait for nobody any more. */
  public static final String MUST_GO_AT_ONCE = "mustGoAtOnce";

  /** Has a leave look at what HR says by now. */
  public static final String LEAVE_NEWS = "leaveNews";

  private CaseMessages() {}
}
