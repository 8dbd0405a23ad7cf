package io.muster.safety;

import io.muster.people.EmployeeId;
import io.muster.people.LegalHolds;
import io.muster.people.Workforce;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.safety.PlanStore.Answer;
import io.muster.safety.WipePlan.Approval;
import io.muster.safety.WipePlan.OnSilence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The rules that stand whatever a decision table, a diagram or a variable says. */
@Component
class Interlocks {
  private final Workforce workforce;
  private final LegalHolds holds;
  private final SafetyProperties properties;

  Interlocks(Workforce workforce, LegalHolds holds, SafetyProperties properties) {
    this.workforce = workforce;
    this.holds = holds;
    this.properties = properties;
  }

  void allowPlan(WipePlan plan, Instant now) {
    allowPerson(plan.employee());
    if (!plan.facts().enrolled()) {
      throw new Refused(
          "Device %s is not enrolled; there is nothing to wipe.".formatted(plan.facts().device()));
    }
    if (plan.facts().owner() == null) {
      throw new Refused(
          "Device %s belongs to nobody in the fleet. Find out whose it is first."
              .formatted(plan.facts().device()));
    }
    if (plan.kind() == WipeKind.COMPLETE) {
      allowComplete(plan);
    }
    if (plan.approval() != Approval.NONE && plan.deadline() == null) {
      throw new Refused("A plan that asks for approval needs a deadline.");
    }
    if (plan.onSilence() == OnSilence.WIPE && plan.approval() != Approval.NONE) {
      var earliest = now.plus(properties.shortestSilence());
      if (plan.deadline() == null || plan.deadline().isBefore(earliest)) {
        throw new Refused(
            "Silence may count as a yes only after %s at the least. Mend the decision table."
                .formatted(properties.shortestSilence()));
      }
    }
  }

  private static void allowComplete(WipePlan plan) {
    if (plan.facts().ownership() != Ownership.CORPORATE) {
      throw new Refused(
          "Device %s is not known to be the company's (it is %s); it is never wiped completely."
              .formatted(
                  plan.facts().device(), plan.facts().ownership().name().toLowerCase(Locale.ROOT)));
    }
    if (plan.approval() == Approval.NONE) {
      throw new Refused(
          "A complete wipe always needs somebody's approval. Mend the decision table.");
    }
  }

  void allowPerson(EmployeeId employee) {
    if (held(employee)) {
      throw new Refused(
          "Employee %s is under legal hold; nothing of theirs may be erased.".formatted(employee));
    }
  }

  boolean held(EmployeeId employee) {
    return holds.held(employee);
  }

  void allowApprover(WipePlan plan, String approver) {
    var theirs =
        approver.equalsIgnoreCase(plan.employee().value())
            || workforce
                .find(plan.employee())
                .map(worker -> worker.workEmail().equalsIgnoreCase(approver))
                .orElse(false);
    if (theirs) {
      throw new Refused("The leaver cannot approve the wipe of their own device.");
    }
  }

  void demandApproval(WipePlan plan, Optional<Answer> answer) {
    var agreed =
        plan.approval() == Approval.NONE
            ? answer.isEmpty()
            : answer.filter(given -> given != Answer.DECLINED).isPresent();
    if (!agreed) {
      throw new Refused(
          answer.isPresent()
              ? "The wipe of device %s was declined.".formatted(plan.facts().device())
              : "Nobody has approved the wipe of device %s.".formatted(plan.facts().device()));
    }
  }

  void demandUnchanged(WipePlan plan, DeviceFacts live) {
    var frozen = plan.facts();
    var differs = new ArrayList<String>();
    if (!frozen.device().equals(live.device())) {
      differs.add("the device number");
    }
    if (!frozen.serial().equals(live.serial())) {
      differs.add("the serial number");
    }
    if (!Objects.equals(frozen.owner(), live.owner())) {
      differs.add("the owner");
    }
    if (frozen.ownership() != live.ownership()) {
      differs.add("the ownership");
    }
    if (!Objects.equals(frozen.enrolledAt(), live.enrolledAt())) {
      differs.add("the enrolment");
    }
    if (!live.enrolled()) {
      differs.add("that it is enrolled");
    }
    if (!differs.isEmpty()) {
      throw new Refused(
          "Device %s is not as it was approved; what differs: %s. Look at it and plan again."
              .formatted(frozen.device(), String.join(", ", differs)));
    }
  }
}
