package io.muster.safety;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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
 * @param breaker when so much is wiped, or so many people leave, that people have to look first
 * @param approverGroups the groups that a decision table may ask about a wipe, and no others;
 *     default approver, operator and administrator
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
    @DefaultValue("30d") Duration reassigned,
    @DefaultValue Breaker breaker,
    @DefaultValue({"approver", "operator", "administrator"}) Set<String> approverGroups) {
  /**
   * Checks what one setting means for another.
   *
   * @throws IllegalArgumentException if a call may still be on its way when the next is made
   */
  public SafetyProperties {
    approverGroups = Set.copyOf(approverGroups);
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

  /**
   * When the breaker opens ({@code muster.safety.breaker}). It counts calls that wipe or disenrol a
   * device, whatever caused them.
   *
   * @param most the most calls in a window, as a number; default 10
   * @param share the most calls in a window, as a share of the managed devices, where that is fewer
   *     than {@code most}; from 0 to 1, default 0.02
   * @param least what the share never goes below, as a number of calls; default 3
   * @param window the window, rolling; default 24 hours
   * @param longWindow a second, longer window, rolling; default 7 days
   * @param longFactor how many times as many calls the long window allows, a number; default 3
   * @param perSource the most calls in a window for leavers of one HR source; default as {@code
   *     most}
   * @param perDepartment the most calls in a window for leavers of one department; default as
   *     {@code most}
   * @param perManager the most calls in a window for leavers of one manager; default as {@code
   *     most}
   * @param perConnection the most calls in a window for leavers whose account lives in one
   *     directory; default as {@code most}
   * @param lookAgain how long a wipe that was turned away waits before it is tried again; default 1
   *     minute
   * @param listLife how long a list of people that two people agreed to can be used; default 30
   *     days
   * @param leavers the same for people who leave
   */
  public record Breaker(
      @DefaultValue("10") int most,
      @DefaultValue("0.02") double share,
      @DefaultValue("3") int least,
      @DefaultValue("24h") Duration window,
      @DefaultValue("7d") Duration longWindow,
      @DefaultValue("3") int longFactor,
      @Nullable Integer perSource,
      @Nullable Integer perDepartment,
      @Nullable Integer perManager,
      @Nullable Integer perConnection,
      @DefaultValue("1m") Duration lookAgain,
      @DefaultValue("30d") Duration listLife,
      @DefaultValue Leavers leavers) {
    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException if one of them makes no sense
     */
    public Breaker {
      demand(most >= 0 && least >= 0, "most and least are 0 or more");
      demand(share >= 0 && share <= 1, "share is from 0 to 1, such as 0.02 for 2 %");
      demand(longFactor >= 1, "long-factor is 1 or more");
      demand(isSpan(window) && isSpan(lookAgain) && isSpan(listLife), "a time is longer than 0");
      demand(longWindow.compareTo(window) >= 0, "long-window is not shorter than window");
    }

    private static boolean isSpan(Duration time) {
      return !time.isZero() && !time.isNegative();
    }

    private static void demand(boolean holds, String rule) {
      if (!holds) {
        throw new IllegalArgumentException("muster.safety.breaker: " + rule + ".");
      }
    }
  }

  /**
   * When leavers of one HR source are kept until a person agrees ({@code
   * muster.safety.breaker.leavers}).
   *
   * @param most the most offboardings that one source starts in a window, as a number; default 20
   * @param share the same as a share of the people employed, where that is more than {@code most};
   *     from 0 to 1, default 0.05
   * @param ceiling the most of the people employed, as a share, whatever {@code most} says; from 0
   *     to 1, default 0.25
   * @param least what the ceiling never goes below, as a number; default 5
   * @param window the window, rolling; default 24 hours
   * @param longWindow a second, longer window, rolling; default 7 days
   * @param longFactor how many times as many the long window allows, a number; default 3
   */
  public record Leavers(
      @DefaultValue("20") int most,
      @DefaultValue("0.05") double share,
      @DefaultValue("0.25") double ceiling,
      @DefaultValue("5") int least,
      @DefaultValue("24h") Duration window,
      @DefaultValue("7d") Duration longWindow,
      @DefaultValue("3") int longFactor) {
    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException if one of them makes no sense
     */
    public Leavers {
      if (most < 0
          || least < 0
          || share < 0
          || share > 1
          || ceiling < 0
          || ceiling > 1
          || longFactor < 1
          || window.isZero()
          || window.isNegative()
          || longWindow.compareTo(window) < 0) {
        throw new IllegalArgumentException(
            "muster.safety.breaker.leavers: numbers are 0 or more, shares from 0 to 1, long-factor 1 or more, and long-window not shorter than window.");
      }
    }
  }
}
