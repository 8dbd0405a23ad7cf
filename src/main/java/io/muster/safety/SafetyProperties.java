package io.muster.safety;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What no decision table may undercut.
 *
 * @param shortestSilence the least time approvers have before silence may count as a yes; default 4
 *     hours
 * @param settleTime how long after a call without an answer the device is only looked at before the
 *     call is made again; default 1 minute
 * @param warrantLife how long after its issue a warrant can be spent; default 7 days
 * @param claimLife how long the right to make the one call lasts once it is taken; a node that
 *     stood still for longer sends nothing; default 20 seconds
 * @param answerTime the longest that device management is waited for, connecting included; default
 *     35 seconds
 * @param awake how lately a device must have shown itself before a wipe is sent to it; default 15
 *     minutes
 * @param approvalLife how long a yes, or a silence that counts, can be acted upon; default 7 days
 * @param reassigned for how long a device that went from one owner to another is wiped only if a
 *     person agrees; default 30 days
 */
@ConfigurationProperties("muster.safety")
public record SafetyProperties(
    @DefaultValue("4h") Duration shortestSilence,
    @DefaultValue("1m") Duration settleTime,
    @DefaultValue("7d") Duration warrantLife,
    @DefaultValue("20s") Duration claimLife,
    @DefaultValue("35s") Duration answerTime,
    @DefaultValue("15m") Duration awake,
    @DefaultValue("7d") Duration approvalLife,
    @DefaultValue("30d") Duration reassigned) {
  /**
   * Checks what one setting means for another.
   *
   * @throws IllegalArgumentException if a call may still be on its way when the next is made
   */
  public SafetyProperties {
    if (claimLife.isNegative() || claimLife.isZero()) {
      throw new IllegalArgumentException(
          "muster.safety.claim-life is %s; it must be more than nothing, or no wipe can be sent."
              .formatted(claimLife));
    }
    if (settleTime.compareTo(claimLife.plus(answerTime)) <= 0) {
      throw new IllegalArgumentException(
          "muster.safety.settle-time (%s) must be longer than muster.safety.claim-life (%s) and muster.safety.answer-time (%s) together, or a call that is still on its way is made again."
              .formatted(settleTime, claimLife, answerTime));
    }
  }
}
