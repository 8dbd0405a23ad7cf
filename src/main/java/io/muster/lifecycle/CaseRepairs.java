package io.muster.lifecycle;

import io.muster.ledger.EffectHistory;
import io.muster.process.CaseAction;
import io.muster.process.CaseAction.Kind;
import io.muster.process.CaseActions;
import io.muster.process.TaskHandover;
import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What an operator does to a case by hand: try failed steps again, hand a task over, cancel what
 * has changed nothing yet. Each takes a reason and is recorded; one that is refused does nothing.
 */
@Component
public class CaseRepairs {
  private static final int MOST = 100;

  private final List<LifecycleProcess> processes;
  private final CaseRequests requests;
  private final CaseParts parts;
  private final CaseActions actions;
  private final TaskHandover handover;
  private final EffectHistory effects;
  private final RuntimeService engine;
  private final ManagementService jobs;
  private final TaskService tasks;

  CaseRepairs(
      List<LifecycleProcess> processes,
      CaseRequests requests,
      CaseParts parts,
      CaseActions actions,
      TaskHandover handover,
      EffectHistory effects,
      RuntimeService engine,
      ManagementService jobs,
      TaskService tasks) {
    this.processes = processes;
    this.requests = requests;
    this.parts = parts;
    this.actions = actions;
    this.handover = handover;
    this.effects = effects;
    this.engine = engine;
    this.jobs = jobs;
    this.tasks = tasks;
  }

  /**
   * A step that failed and is not tried again by itself.
   *
   * @param element its id in the diagram
   * @param problem what it failed of, for people
   */
  public record FailedStep(String element, String problem) {}

  /** The steps of this case, and of what it has called, that wait for somebody to try again. */
  public List<FailedStep> failed(String caseId) {
    return failedJobs(caseId).stream()
        .map(job -> new FailedStep(elementOf(job), String.valueOf(job.getExceptionMessage())))
        .toList();
  }

  /** What was done by hand, the first first. */
  public List<CaseAction> done(String caseId) {
    return actions.of(caseId, MOST);
  }

  /**
   * Tries every failed step of the case again.
   *
   * @throws ActionRefused if nothing has failed, or it may not be done
   */
  @Transactional
  public void retry(CaseRequest request) {
    var running = requests.admit(request);
    var failed = failedJobs(request.caseId());
    if (failed.isEmpty()) {
      throw new ActionRefused("No step of this case has failed. What waits, waits for its time.");
    }
    failed.forEach(job -> jobs.setJobRetries(job.getId(), 1));
    requests.keep(
        request,
        keyOf(running),
        Kind.RETRIED,
        String.join(", ", failed.stream().map(this::elementOf).distinct().toList()));
  }

  /** Who may be given this task; nobody if it is a decision, which is claimed. */
  public List<String> mayTake(String task, List<String> groups) {
    return handover.isDecision(task) ? List.of() : handover.membersOf(groups);
  }

  /**
   * Gives an open task of the case to another person of its groups, or back to the groups.
   *
   * @param to the sign-in name, or null for the groups
   * @throws ActionRefused if this person may not answer it, or it may not be done
   */
  @Transactional
  public void handOver(CaseRequest request, String task, @Nullable String to) {
    var running = requests.admit(request);
    var open =
        Optional.ofNullable(tasks.createTaskQuery().taskId(task).active().singleResult())
            .filter(found -> parts.of(request.caseId()).contains(found.getProcessInstanceId()))
            .orElseThrow(
                () -> new ActionRefused("This case has no such open task. Look at it again."));
    if (to == null ? open.getAssignee() == null : to.equals(open.getAssignee())) {
      throw new ActionRefused("The task '%s' is there already.".formatted(open.getName()));
    }
    try {
      give(open, to);
    } catch (ProcessEngineException refused) {
      throw new ActionRefused(
          String.valueOf(refused.getMessage())
              .replaceFirst("^(ENGINE-\\d+\\s*)?Nothing was done\\. ", ""));
    }
    requests.keep(
        request,
        keyOf(running),
        Kind.HANDED_OVER,
        "'%s', from %s to %s"
            .formatted(
                open.getName(),
                open.getAssignee() == null ? "its groups" : open.getAssignee(),
                to == null ? "its groups" : to));
  }

  private void give(Task open, @Nullable String to) {
    if (to == null) {
      handover.giveBack(open.getId());
    } else {
      handover.give(open.getId(), to);
    }
  }

  /** Why this case cannot be cancelled, and what to do instead; empty if it can be. */
  public Optional<String> whyNotCancelled(String caseId) {
    return whyNotCancelled(requests.running(caseId));
  }

  private Optional<String> whyNotCancelled(ProcessInstance running) {
    var process = processes.stream().filter(one -> one.key().equals(keyOf(running))).findFirst();
    if (process.isEmpty()) {
      return Optional.of("It is no case of a person, and ends by itself.");
    }
    return process
        .get()
        .whyNotCancelled()
        .or(
            () ->
                effects.effects(running.getId(), 1).isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                        "It has changed something in another system already. Let it go on, or have HR take back what it said: that undoes what was done."));
  }

  /**
   * Ends a case that has changed nothing in any other system.
   *
   * @throws ActionRefused if it has, or it may not be done
   */
  @Transactional
  public void cancel(CaseRequest request) {
    var running = requests.admit(request);
    requests.demandIdle(parts.of(request.caseId()));
    whyNotCancelled(running)
        .ifPresent(
            why -> {
              throw new ActionRefused(why);
            });
    requests.keep(request, keyOf(running), Kind.CANCELLED, "before anything was changed");
    try {
      engine.deleteProcessInstance(
          request.caseId(),
          "cancelled by %s: %s".formatted(request.by(), request.reason().strip()));
    } catch (OptimisticLockingException goesOn) {
      throw new ActionRefused("The case has gone on at this moment. Look at it again.");
    }
  }

  private List<Job> failedJobs(String caseId) {
    return parts.of(caseId).stream()
        .flatMap(
            part -> jobs.createJobQuery().processInstanceId(part).noRetriesLeft().list().stream())
        .limit(MOST)
        .toList();
  }

  private String elementOf(Job job) {
    var definition =
        jobs.createJobDefinitionQuery().jobDefinitionId(job.getJobDefinitionId()).singleResult();
    return definition == null ? job.getId() : definition.getActivityId();
  }

  private static String keyOf(ProcessInstance running) {
    return running.getProcessDefinitionKey();
  }
}
