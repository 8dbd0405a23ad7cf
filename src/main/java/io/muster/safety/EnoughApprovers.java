package io.muster.safety;

import io.muster.guard.Person;
import io.muster.guard.Signatories;
import io.muster.safety.WipePlan.Approval;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Whether there are people who can answer. A group with nobody in it but the leaver, or with fewer
 * members than have to agree, would be asked in vain until the time to answer has passed.
 */
@Component
public class EnoughApprovers {
  /** One may be the leaver, others have asked for the leaving; a larger group is not looked at. */
  private static final int MORE_THAN_NEEDED = 4;

  private final PlanStore plans;
  private final LeaverStore leavers;
  private final Interlocks interlocks;
  private final ObjectProvider<Signatories> people;

  EnoughApprovers(
      PlanStore plans,
      LeaverStore leavers,
      Interlocks interlocks,
      ObjectProvider<Signatories> people) {
    this.plans = plans;
    this.leavers = leavers;
    this.interlocks = interlocks;
    this.people = people;
  }

  /** Why this plan cannot get the answer it needs, in words; empty if it can, or needs none. */
  public Optional<String> whyNotEnough(String plan) {
    return plans
        .find(plan)
        .filter(found -> found.approval() != Approval.NONE)
        .flatMap(found -> whyNotEnough(plan, found));
  }

  private Optional<String> whyNotEnough(String id, WipePlan plan) {
    var votes = plans.votes(id);
    var missing = plan.approval().people() - votes.size();
    var members = people.getObject().members(plan.approvers());
    if (missing <= 0 || members.size() >= missing + MORE_THAN_NEEDED) {
      return Optional.empty();
    }
    var requesters = leavers.requesters(plan.caseId());
    var able =
        members.stream()
            .map(people.getObject()::find)
            .filter(person -> mayDecide(plan, person, votes, requesters))
            .map(Person::name)
            .collect(Collectors.toCollection(TreeSet::new));
    return able.size() >= missing ? Optional.empty() : Optional.of(words(plan, missing, able));
  }

  private boolean mayDecide(
      WipePlan plan, Person person, List<Set<String>> votes, List<Requester> requesters) {
    var decider = new Decider(person.name(), person.names(), person.groups(), Map.of());
    return interlocks.whyNotDecide(plan, decider, votes, requesters).isEmpty();
  }

  private static String words(WipePlan plan, int missing, Set<String> able) {
    return "%d more of %s must agree to the wipe, and %s can: members who leave, who asked for the leaving, or whose account was changed do not count"
        .formatted(
            missing,
            String.join(" or ", new TreeSet<>(plan.approvers())),
            able.isEmpty() ? "nobody" : "only " + String.join(", ", able));
  }
}
