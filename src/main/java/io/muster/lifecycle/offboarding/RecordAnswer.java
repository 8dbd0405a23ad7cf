package io.muster.lifecycle.offboarding;

import static io.muster.lifecycle.LifecycleVariables.COMMENT;
import static io.muster.lifecycle.LifecycleVariables.DECISION;
import static io.muster.lifecycle.LifecycleVariables.DEVICE;
import static io.muster.lifecycle.offboarding.Offboarding.ONE_MORE_HAS_TO_AGREE;
import static io.muster.lifecycle.offboarding.Offboarding.OWNERSHIP;
import static io.muster.lifecycle.offboarding.Offboarding.PLAN;
import static io.muster.lifecycle.offboarding.Offboarding.SERIAL;
import static io.muster.lifecycle.offboarding.Offboarding.WHAT_IS_ERASED;

import io.muster.ledger.Outcome;
import io.muster.ledger.Outcomes;
import io.muster.process.AllowedInModels;
import io.muster.process.AnswerRule.Respondent;
import io.muster.process.DecisionListener;
import io.muster.process.ModelAuthors;
import io.muster.process.Step;
import io.muster.remote.RemoteFailure;
import io.muster.safety.Decider;
import io.muster.safety.WipeSafety;
import java.util.Optional;
import java.util.Set;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.springframework.stereotype.Component;

/**
 * Writes the approver's answer into the safe, bound to exactly the plan the form showed. Without it
 * no warrant is issued, whatever a diagram says.
 */
@Component("recordAnswer")
@AllowedInModels
class RecordAnswer implements DecisionListener {
  private final WipeSafety safety;
  private final Outcomes outcomes;
  private final NotSecured notSecured;

  private final ModelAuthors authors;

  RecordAnswer(WipeSafety safety, Outcomes outcomes, NotSecured notSecured, ModelAuthors authors) {
    this.safety = safety;
    this.outcomes = outcomes;
    this.notSecured = notSecured;
    this.authors = authors;
  }

  @Override
  public Optional<String> forbids(DelegateTask task, Respondent person) {
    try {
      return PLAN.find(task.getExecution())
          .flatMap(plan -> safety.forbids(plan, decider(task, person)));
    } catch (RemoteFailure.Refused refused) {
      return Optional.of(String.valueOf(refused.getMessage()));
    }
  }

  private Decider decider(DelegateTask task, Respondent person) {
    return new Decider(
        person.name(), Set.copyOf(person.names()), person.groups(), authors.involved(task));
  }

  @Override
  public void notify(DelegateTask task) {
    var person = Respondent.of(task);
    if (person.isEmpty()) {
      throw new BadUserRequestException("A wipe is approved by a person who is signed in.");
    }
    var execution = task.getExecution();
    var plan = PLAN.in(execution);
    var comment = COMMENT.find(execution).orElse("");
    var decider = decider(task, person.get());
    try {
      demandWasShown(execution, plan);
      if ("approve".equals(DECISION.in(execution))) {
        ONE_MORE_HAS_TO_AGREE.set(execution, safety.approve(plan, decider, comment) > 0);
      } else {
        safety.decline(plan, decider, comment);
        ONE_MORE_HAS_TO_AGREE.set(execution, false);
        declined(plan, decider.name(), comment);
      }
      safety
          .find(plan)
          .ifPresent(
              answered ->
                  notSecured.answered(answered.employee(), answered.facts().device().toString()));
    } catch (RemoteFailure.Refused refused) {
      throw new BadUserRequestException(refused.getMessage(), refused);
    }
  }

  /**
   * A yes is to what the form showed; a diagram may have put another plan, or other words, there.
   */
  private void demandWasShown(DelegateExecution execution, String id) {
    var plan =
        safety
            .find(id)
            .orElseThrow(
                () -> new RemoteFailure.Refused("There is no wipe plan %s.".formatted(id)));
    var facts = plan.facts();
    var isShown =
        plan.caseId().equals(Step.caseId(execution))
            && DEVICE.find(execution).equals(Optional.of(facts.device().toString()))
            && SERIAL.find(execution).equals(Optional.of(facts.serial()))
            && OWNERSHIP.find(execution).equals(Optional.of(PlanWords.word(facts.ownership())))
            && WHAT_IS_ERASED.find(execution).equals(Optional.of(PlanWords.erased(plan.kind())));
    if (!isShown) {
      throw new RemoteFailure.Refused(
          "The form did not show the wipe plan that is answered: another device, or other words about what is erased. Nobody can agree to it. Have the diagram corrected that changes these variables.");
    }
  }

  private void declined(String plan, String by, String comment) {
    safety
        .find(plan)
        .ifPresent(
            declined ->
                outcomes.say(
                    declined.caseId(),
                    declined.employee(),
                    LeaverOutcomes.of(declined.kind()),
                    declined.facts().device().toString(),
                    Outcome.State.CLOSED,
                    "declined by %s: %s".formatted(by, comment)));
  }
}
