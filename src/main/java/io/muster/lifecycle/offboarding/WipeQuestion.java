package io.muster.lifecycle.offboarding;

import io.muster.devices.Device;
import io.muster.safety.Claim;
import io.muster.safety.DeviceFacts;
import io.muster.safety.Known;
import io.muster.safety.Ownership;
import io.muster.safety.WipeKind;
import io.muster.safety.WipePlan.OnSilence;
import java.util.Map;

/**
 * Who has to agree to a wipe, and what silence means.
 *
 * @param approval {@code none}, {@code one} or {@code two}, as tables write it
 * @param onSilence {@code keepLocked}, {@code escalate} or {@code wipe}
 */
record WipeQuestion(String approval, String onSilence) {
  /**
   * What the decision table is asked about a device.
   *
   * @param person what concerns the leaver: the hold, the reason, and whether it is at once
   */
  static Map<String, Object> facts(
      Device device, Claim claim, boolean reassigned, LeaverFacts person) {
    var facts = device.facts();
    return Map.of(
        "legalHold", person.held(),
        "ownership", PlanWords.word(device.ownership()),
        "claim", PlanWords.word(claim),
        "shared", PlanWords.word(facts.shared()),
        "reassigned", reassigned,
        "recoveryKey", PlanWords.word(facts.recoveryKey()),
        "platform", PlanWords.word(device.platform()),
        "reason", person.reason(),
        "immediate", person.immediate());
  }

  /** What the table is asked about the leaver. */
  record LeaverFacts(boolean held, String reason, boolean immediate) {}

  /**
   * Where neither a table nor silence may decide, whatever they say: safety would refuse it.
   *
   * @param mayStay whether HR shows the person under another number too
   */
  static boolean needsAPerson(
      DeviceFacts live, Claim claim, WipeKind kind, boolean reassigned, boolean mayStay) {
    return mayStay
        || claim != Claim.THEIRS
        || live.shared() == Known.YES
        || reassigned
        || (kind == WipeKind.CORPORATE && live.ownership() != Ownership.PERSONAL);
  }

  /** The question as it is put, where a person is needed or not. */
  WipeQuestion asked(boolean needsAPerson) {
    var asked = needsAPerson && approval.equals("none") ? "one" : approval;
    var silence =
        (needsAPerson || asked.equals("two")) && PlanWords.onSilence(onSilence) == OnSilence.WIPE
            ? "keepLocked"
            : onSilence;
    return new WipeQuestion(asked, silence);
  }
}
