package io.muster.safety;

import io.muster.people.EmployeeId;
import java.time.Instant;
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
 */
public record WipePlan(
    String caseId,
    EmployeeId employee,
    DeviceFacts facts,
    Claim claim,
    WipeKind kind,
    Approval approval,
    @Nullable Instant deadline,
    OnSilence onSilence) {

  /** Who has to say yes. */
  public enum Approval {
    /** Nobody: only ever for corporate wipes. */
    NONE,
    /** One person of the approving group. */
    ONE_PERSON
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
