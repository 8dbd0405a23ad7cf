package io.muster.console;

import io.muster.lifecycle.CaseRepairs;
import io.muster.lifecycle.CaseRepairs.FailedStep;
import io.muster.lifecycle.StepsBack;
import io.muster.lifecycle.StepsBack.StepBack;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Puts together what an operator can do to a case by hand, as it stands now. */
@Component
class HandWork {
  private final CaseRepairs repairs;
  private final StepsBack steps;

  HandWork(CaseRepairs repairs, StepsBack steps) {
    this.repairs = repairs;
    this.steps = steps;
  }

  /**
   * What can be done.
   *
   * @param failed the steps that can be tried again
   * @param tasks the tasks that can be handed over
   * @param back the steps the case can go back to
   * @param whyNotCancelled why it cannot be cancelled, and what to do instead; empty if it can
   */
  record Offer(
      List<FailedStep> failed,
      List<Handover> tasks,
      List<StepBack> back,
      Optional<String> whyNotCancelled) {}

  /**
   * A task, and who may be given it.
   *
   * @param people by sign-in name; whoever has it now is not among them
   */
  record Handover(OpenTask task, List<String> people) {
    /** True if there is somebody to give it to. */
    boolean isPossible() {
      return task.assignee() != null || !people.isEmpty();
    }
  }

  /** What this person can do to the case; empty if nothing, as it has ended or is a part. */
  Optional<Offer> of(CaseHead head, List<OpenTask> tasks, Viewer viewer) {
    if (!viewer.sees(Page.CASE, Field.REPAIR) || !head.runs() || head.isPart()) {
      return Optional.empty();
    }
    return Optional.of(
        new Offer(
            repairs.failed(head.id()),
            tasks.stream().map(this::handover).filter(Handover::isPossible).toList(),
            steps.of(head.id()),
            repairs.whyNotCancelled(head.id())));
  }

  private Handover handover(OpenTask task) {
    return new Handover(
        task,
        repairs.mayTake(task.id(), task.groups()).stream()
            .filter(person -> !person.equals(task.assignee()))
            .toList());
  }
}
