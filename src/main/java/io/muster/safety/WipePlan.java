package io.muster.safety;

import io.muster.people.EmployeeId;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to destroy, frozen at the moment of decision. An approval is for exactly this
 * and dies if anything differs later.
 *
 * @param caseId the process instance
 * @param employee the leaver
 * @param facts the device as it was when the plan was made
 * @param claim how the device is known to be the leaver's
 * @param kind how much is erased
 * @param approval who has to say yes
 * @param deadline when silence counts, or null where no approval is needed
 * @param onSilence what silence means
 * @param approvers the groups of which a person may say yes or no
 */
public record WipePlan(
    String caseId,
    EmployeeId employee,
    DeviceFacts facts,
    Claim claim,
    WipeKind kind,
    Approval approval,
    @Nullable Instant deadline,
    OnSilence onSilence,
    Set<String> approvers) {
  private static final Set<String> USUAL = Set.of("approver");

  /** Keeps what it is given in its own hands. */
  public WipePlan {
    approvers = Set.copyOf(new TreeSet<>(approvers));
  }

  /** One about which the usual group is asked. */
  public WipePlan(
      String caseId,
      EmployeeId employee,
      DeviceFacts facts,
      Claim claim,
      WipeKind kind,
      Approval approval,
      @Nullable Instant deadline,
      OnSilence onSilence) {
    this(caseId, employee, facts, claim, kind, approval, deadline, onSilence, USUAL);
  }

  /** Who has to say yes. */
  public enum Approval {
    /** Nobody: only ever for corporate wipes. */
    NONE,
    /** One person of the approving groups. */
    ONE_PERSON,
    /** Two different people of the approving groups. */
    TWO_PEOPLE;

    /** How many people have to say yes. */
    public int people() {
      return switch (this) {
        case NONE -> 0;
        case ONE_PERSON -> 1;
        case TWO_PEOPLE -> 2;
      };
    }
  }

  /** What it means that nobody answered by the deadline. */
  public enum OnSilence {
    /** The device stays locked and nothing is erased. */
    KEEP_LOCKED,
    /** The operators decide. */
    ESCALATE,
    /** The wipe goes ahead. */
    WIPE
  }
}
