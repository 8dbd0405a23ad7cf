package io.muster.safety;

import io.muster.guard.DecidingGroups;
import io.muster.guard.Person;
import io.muster.people.EmployeeId;
import io.muster.people.LegalHolds;
import io.muster.people.SignInNames;
import io.muster.people.Workforce;
import io.muster.remote.RemoteFailure.Refused;
import io.muster.safety.Anchor.Evidence;
import io.muster.safety.PlanStore.Answer;
import io.muster.safety.PlanStore.Given;
import io.muster.safety.WipePlan.Approval;
import io.muster.safety.WipePlan.OnSilence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The rules that stand whatever a decision table, a diagram or a variable says. */
@Component
class Interlocks {
  private final Workforce workforce;
  private final LegalHolds holds;
  private final DecidingGroups deciding;
  private final SafetyProperties properties;

  Interlocks(
      Workforce workforce, LegalHolds holds, DecidingGroups deciding, SafetyProperties properties) {
    this.workforce = workforce;
    this.holds = holds;
    this.deciding = deciding;
    this.properties = properties;
  }

  void allowPlan(WipePlan plan, Evidence evidence, Instant now) {
    allowPerson(plan.employee());
    if (!plan.facts().enrolled()) {
      throw new Refused(
          "Device %s is not enrolled; there is nothing to wipe.".formatted(plan.facts().device()));
    }
    allowKind(plan, evidence);
    if (plan.approval() != Approval.NONE && plan.deadline() == null) {
      throw new Refused("A plan that asks for approval needs a deadline.");
    }
    if (plan.approval() != Approval.NONE
        && (plan.approvers().isEmpty()
            || !properties.approverGroups().containsAll(plan.approvers()))) {
      throw new Refused(
          "The decision table asks %s about the wipe; only %s may agree (muster.safety.approver-groups). Correct the table, then look again."
              .formatted(
                  plan.approvers().isEmpty() ? "nobody" : listed(plan.approvers()),
                  listed(properties.approverGroups())));
    }
    if (plan.onSilence() == OnSilence.WIPE && plan.approval() != Approval.NONE) {
      allowSilence(plan, evidence);
      var earliest = now.plus(properties.shortestSilence());
      if (plan.deadline() == null || plan.deadline().isBefore(earliest)) {
        throw new Refused(
            "Silence may count as a yes only after %s at the least. Correct the decision table."
                .formatted(properties.shortestSilence()));
      }
    }
  }

  /** Demands that the plan asks whomever it must ask. */
  void allowKind(WipePlan plan, Evidence evidence) {
    var facts = plan.facts();
    if (plan.kind() == WipeKind.COMPLETE) {
      if (facts.ownership() != Ownership.CORPORATE) {
        throw new Refused(
            "Device %s is not known to be the company's (it is %s); it is never wiped completely."
                .formatted(facts.device(), facts.ownership().name().toLowerCase(Locale.ROOT)));
      }
      if (plan.approval() == Approval.NONE) {
        throw new Refused(
            "A complete wipe always needs somebody's approval. Correct the decision table.");
      }
    }
    if (plan.approval() == Approval.NONE) {
      whyAPerson(plan, evidence)
          .ifPresent(
              why -> {
                throw new Refused(
                    "Nothing is wiped on device %s unless a person agrees: %s. Correct the decision table."
                        .formatted(facts.device(), why));
              });
    }
  }

  void allowSilence(WipePlan plan, Evidence evidence) {
    whyAPerson(plan, evidence)
        .ifPresent(
            why -> {
              throw new Refused(
                  "Silence never counts as a yes for device %s: %s. Ask a person."
                      .formatted(plan.facts().device(), why));
            });
  }

  /** Why neither a table nor silence may decide; empty if they may. */
  private static Optional<String> whyAPerson(WipePlan plan, Evidence evidence) {
    var facts = plan.facts();
    if (plan.approval() == Approval.TWO_PEOPLE) {
      return Optional.of("two people have to agree to it");
    }
    if (evidence.claim() == Claim.ONE_OF_SEVERAL) {
      return Optional.of("it is not certain that its owner is the leaver");
    }
    if (evidence.claim() == Claim.WAS_THEIRS) {
      return Optional.of("it belongs to nobody now and only was the leaver's");
    }
    if (evidence.claim() == Claim.NAMED) {
      return Optional.of("it belongs to nobody, and only a person said that it is the leaver's");
    }
    if (facts.shared() == Known.YES) {
      return Optional.of("several people use it");
    }
    if (evidence.reassignedLately()) {
      return Optional.of("it went from one owner to another lately");
    }
    if (plan.kind() == WipeKind.CORPORATE && facts.ownership() != Ownership.PERSONAL) {
      return Optional.of("it is not known to be personal, and disenrolling it cannot be undone");
    }
    return Optional.empty();
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

  /** Demands that somebody else than the leaver decides about the leaver. */
  void allowDecider(EmployeeId leaver, String decider) {
    if (SignInNames.of(leaver, workforce).includeAnyOf(List.of(decider))) {
      throw new Refused(
          "The leaver cannot decide about their own offboarding. Another person has to answer.");
    }
  }

  /** Demands that nobody has just made this account, or taken it over, to be a second person. */
  void demandCounts(String by) {
    deciding
        .why(by.strip())
        .ifPresent(
            why -> {
              throw new Refused(why);
            });
  }

  /**
   * Why this person may not decide about this plan.
   *
   * @param agreed who has agreed until now, each by all their names
   * @param requesters who asked for the leaving
   */
  Optional<String> whyNotDecide(
      WipePlan plan, Decider person, List<Set<String>> agreed, List<Requester> requesters) {
    var others = "Another person of %s has to answer.".formatted(listed(plan.approvers()));
    if (SignInNames.of(plan.employee(), workforce).includeAnyOf(person.names())) {
      return Optional.of("The leaver cannot decide about their own offboarding. " + others);
    }
    if (!isAsked(plan, deciding.among(person.name(), person.groups()))) {
      return Optional.of(
          deciding
              .why(person.name())
              .filter(why -> isAsked(plan, person.groups()))
              .orElse(
                  "%s is in none of the groups that decide about this wipe now."
                      .formatted(person.name()))
              .concat(" " + others));
    }
    if (agreed.stream().anyMatch(person::isOneOf)) {
      return Optional.of(
          "%s has agreed already, and two different people have to. %s"
              .formatted(person.name(), others));
    }
    return Stream.concat(
            person.involved().entrySet().stream()
                .filter(hand -> hand.getKey().equalsIgnoreCase(person.name()))
                .map(Map.Entry::getValue),
            deeds(person, requesters))
        .findFirst()
        .map(
            deed ->
                "%s %s, and so cannot decide about the wipe too. %s"
                    .formatted(person.name(), deed, others));
  }

  /** What this person did to have somebody leave, under whichever of their names. */
  private static Stream<String> deeds(Decider decider, List<Requester> requesters) {
    var person = new Person(decider.name(), decider.names(), decider.groups());
    return requesters.stream()
        .filter(requester -> person.isOneOf(requester.names()))
        .map(Requester::deed);
  }

  private boolean isAsked(WipePlan plan, Set<String> groups) {
    return groups.stream()
        .anyMatch(
            group ->
                plan.approvers().contains(group) && properties.approverGroups().contains(group));
  }

  private static String listed(Set<String> groups) {
    return String.join(" or ", new TreeSet<>(groups));
  }

  void demandApproval(WipePlan plan, Evidence evidence, Optional<Given> given, Instant now) {
    allowKind(plan, evidence);
    var device = plan.facts().device();
    if (given.filter(answer -> answer.answer() == Answer.DECLINED).isPresent()) {
      throw new Refused("The wipe of device %s was declined.".formatted(device));
    }
    if (plan.approval() == Approval.NONE) {
      return;
    }
    var answer =
        given.orElseThrow(
            () -> new Refused("Nobody has approved the wipe of device %s.".formatted(device)));
    if (answer.answer() == Answer.SILENCE) {
      allowSilence(plan, evidence);
    }
    if (holds.of(plan.employee()).stream().anyMatch(hold -> wasLiftedSince(answer, hold))) {
      throw new Refused(
          "A legal hold on employee %s was lifted after the wipe of device %s was agreed to. Plan and ask again."
              .formatted(plan.employee(), device));
    }
    if (isStale(answer, now)) {
      throw new Refused(
          "The approval to wipe device %s is from %s, which is longer ago than %s. Plan and ask again."
              .formatted(device, answer.at(), properties.approvalLife()));
    }
  }

  /** Whoever agreed did not know of it. */
  private static boolean wasLiftedSince(Given answer, LegalHolds.Hold hold) {
    return hold.liftedAt() != null && !hold.liftedAt().isBefore(answer.at());
  }

  boolean isStale(Given answer, Instant now) {
    return now.isAfter(answer.at().plus(properties.approvalLife()));
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
    if (frozen.shared() != live.shared()) {
      differs.add("whether several people use it");
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
