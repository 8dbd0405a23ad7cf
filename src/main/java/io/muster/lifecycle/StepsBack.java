package io.muster.lifecycle;

import io.muster.process.CaseAction.Kind;
import io.muster.process.TableReview;
import io.muster.process.TableReview.Reviewed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.runtime.ActivityInstance;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.runtime.TransitionInstance;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Has a case go back to a table that was corrected. Only a step that the process {@linkplain
 * LifecycleProcess#safeSteps declares} counts, and only where everything between it and the present
 * is done again: nothing is skipped.
 */
@Component
public class StepsBack {
  private static final int LONGEST_PATH = 400;
  private static final String EACH = "#multiInstanceBody";

  private final List<LifecycleProcess> processes;
  private final CaseRequests requests;
  private final CaseParts parts;
  private final TableReview tables;
  private final RuntimeService engine;
  private final RepositoryService repository;
  private final HistoryService history;

  StepsBack(
      List<LifecycleProcess> processes,
      CaseRequests requests,
      CaseParts parts,
      TableReview tables,
      RuntimeService engine,
      RepositoryService repository,
      HistoryService history) {
    this.processes = processes;
    this.requests = requests;
    this.parts = parts;
    this.tables = tables;
    this.engine = engine;
    this.repository = repository;
    this.history = history;
  }

  /**
   * What going back to a step comes to.
   *
   * @param step the step's id in the diagram
   * @param again what is done again, in the order it was done
   * @param interrupted where the case stands now, and will not any more
   * @param table what the table said and would say now, or null if it was not asked
   * @param state stands for all of this; another one if anything of it has changed
   */
  public record StepBack(
      String step,
      String name,
      List<String> again,
      List<String> interrupted,
      @Nullable Reviewed table,
      String state) {}

  /** Every step the case can go back to. */
  public List<StepBack> of(String caseId) {
    var running = requests.running(caseId);
    return safeSteps(running).stream()
        .sorted()
        .flatMap(step -> preview(running, step).stream())
        .toList();
  }

  /**
   * Has the case go on from that step.
   *
   * @param state the state of the preview that was agreed to
   * @throws ActionRefused if the case cannot go back there, or stands elsewhere by now
   */
  @Transactional
  public void goBack(CaseRequest request, String step, String state) {
    var running = requests.admit(request);
    requests.demandIdle(parts.of(request.caseId()));
    var preview =
        Optional.of(step)
            .filter(safeSteps(running)::contains)
            .flatMap(safe -> preview(running, safe))
            .orElseThrow(
                () ->
                    new ActionRefused(
                        "The case cannot go back to this step from where it stands. See its page for those it can."));
    if (!preview.state().equals(state)) {
      throw new ActionRefused(
          "The case or the table has changed since the preview was made. Look at a new one.");
    }
    requests.keep(
        request,
        running.getProcessDefinitionKey(),
        Kind.WENT_BACK,
        "to '%s', from %s".formatted(preview.name(), String.join(", ", preview.interrupted())));
    var change = engine.createProcessInstanceModification(request.caseId());
    var now = engine.getActivityInstance(request.caseId());
    for (var at : now.getChildActivityInstances()) {
      change.cancelActivityInstance(at.getId());
    }
    for (var at : now.getChildTransitionInstances()) {
      change.cancelTransitionInstance(at.getId());
    }
    try {
      change.startBeforeActivity(step).execute();
    } catch (OptimisticLockingException goesOn) {
      throw new ActionRefused("The case has gone on at this moment. Look at a new preview.");
    }
  }

  private Set<String> safeSteps(ProcessInstance running) {
    return processes.stream()
        .filter(process -> process.key().equals(running.getProcessDefinitionKey()))
        .findFirst()
        .map(LifecycleProcess::safeSteps)
        .orElse(Set.of());
  }

  private Optional<StepBack> preview(ProcessInstance running, String step) {
    var caseId = running.getId();
    var model = repository.getBpmnModelInstance(running.getProcessDefinitionId());
    var now = engine.getActivityInstance(caseId);
    if (now == null || !DiagramOrder.of(model).isBehind(step, elements(now))) {
      return Optional.empty();
    }
    var path = path(caseId);
    var last = lastAt(path, step);
    if (last < 0) {
      return Optional.empty();
    }
    var table = tables.of(caseId, step).orElse(null);
    return Optional.of(
        new StepBack(
            step,
            nameOf(model.getModelElementById(step), step),
            path.subList(last, path.size()).stream()
                .filter(one -> one.getEndTime() != null && isWork(one))
                .map(one -> name(one.getActivityName(), one.getActivityId()))
                .distinct()
                .toList(),
            elements(now).stream()
                .map(id -> nameOf(model.getModelElementById(id), id))
                .distinct()
                .toList(),
            table,
            state(now, step, table)));
  }

  private List<HistoricActivityInstance> path(String caseId) {
    var newest =
        new ArrayList<>(
            history
                .createHistoricActivityInstanceQuery()
                .processInstanceId(caseId)
                .orderByHistoricActivityInstanceStartTime()
                .desc()
                .orderPartiallyByOccurrence()
                .desc()
                .listPage(0, LONGEST_PATH));
    Collections.reverse(newest);
    return newest;
  }

  private static int lastAt(List<HistoricActivityInstance> path, String step) {
    for (int at = path.size() - 1; at >= 0; at--) {
      var one = path.get(at);
      if (one.getActivityId().equals(step) && one.getEndTime() != null && !one.isCanceled()) {
        return at;
      }
    }
    return -1;
  }

  private static boolean isWork(HistoricActivityInstance one) {
    return one.getActivityType().endsWith("Task") || one.getActivityType().equals("callActivity");
  }

  private static List<String> elements(ActivityInstance now) {
    return Stream.concat(
            Arrays.stream(now.getChildActivityInstances()).map(ActivityInstance::getActivityId),
            Arrays.stream(now.getChildTransitionInstances()).map(TransitionInstance::getActivityId))
        .map(id -> id.endsWith(EACH) ? id.substring(0, id.length() - EACH.length()) : id)
        .toList();
  }

  private static String state(ActivityInstance now, String step, @Nullable Reviewed table) {
    var ids = new TreeSet<String>();
    Arrays.stream(now.getChildActivityInstances()).forEach(at -> ids.add(at.getId()));
    Arrays.stream(now.getChildTransitionInstances()).forEach(at -> ids.add(at.getId()));
    var text = "%s %s %s".formatted(step, ids, table == null ? 0 : table.versionNow());
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static String nameOf(@Nullable Object element, String id) {
    return name(element instanceof FlowElement named ? named.getName() : null, id);
  }

  private static String name(@Nullable String name, String id) {
    return name == null || name.isBlank() ? id : name.strip();
  }
}
