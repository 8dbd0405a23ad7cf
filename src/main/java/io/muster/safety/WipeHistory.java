package io.muster.safety;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what was planned, answered and ordered in a case; for people, after its end too. */
public interface WipeHistory {
  /** Every wipe planned in this case, in the order planned. */
  List<PlannedWipe> of(String caseId);

  /** Who has said what to this plan until now, in the order said. */
  List<Vote> votes(String plan);

  /**
   * What one person said.
   *
   * @param approved false if it was a no
   */
  record Vote(String by, boolean approved, String comment, Instant at) {}

  /**
   * A planned wipe and what became of it.
   *
   * @param id the plan's number, which is the digest of all it says
   * @param answeredBy who answered, or null while nobody has
   * @param withdrawnWhy why it can no longer be carried out, or null
   * @param order how far the order has come, or null if none went out
   */
  record PlannedWipe(
      String id,
      DeviceId device,
      String serial,
      WipeKind kind,
      WipePlan.Approval approval,
      Instant plannedAt,
      @Nullable Instant deadline,
      @Nullable String answer,
      @Nullable String answeredBy,
      @Nullable String comment,
      @Nullable Instant answeredAt,
      @Nullable String withdrawnWhy,
      WipeOrder.@Nullable State order,
      @Nullable Instant calledAt,
      @Nullable String seen) {}
}
