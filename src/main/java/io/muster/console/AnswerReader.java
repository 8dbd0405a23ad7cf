package io.muster.console;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.camunda.bpm.engine.EntityTypes;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.history.HistoricVariableUpdate;
import org.camunda.bpm.engine.history.UserOperationLogEntry;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads what people answered: who, when, and every field of the form they sent. */
@Component
class AnswerReader {
  private static final int MOST = 100;

  private final HistoryService history;

  AnswerReader(HistoryService history) {
    this.history = history;
  }

  /**
   * One answer.
   *
   * @param task what was asked
   * @param said the fields of the form, by name
   */
  record Answer(String task, @Nullable String by, Instant at, Map<String, String> said) {
    /** The same without this field. */
    Answer without(String field) {
      var rest = new LinkedHashMap<>(said);
      rest.remove(field);
      return new Answer(task, by, at, rest);
    }
  }

  /** The answers in these cases and parts of cases, in the order given. */
  List<Answer> in(Collection<String> caseIds) {
    return caseIds.stream()
        .flatMap(this::in)
        .sorted(Comparator.comparing(Answer::at))
        .limit(MOST)
        .toList();
  }

  private Stream<Answer> in(String caseId) {
    return history
        .createUserOperationLogQuery()
        .processInstanceId(caseId)
        .entityType(EntityTypes.TASK)
        .operationType(UserOperationLogEntry.OPERATION_TYPE_COMPLETE)
        .listPage(0, MOST)
        .stream()
        .filter(entry -> entry.getTaskId() != null)
        .map(this::answer)
        .filter(Objects::nonNull);
  }

  private @Nullable Answer answer(UserOperationLogEntry entry) {
    var task = history.createHistoricTaskInstanceQuery().taskId(entry.getTaskId()).singleResult();
    return task == null
        ? null
        : new Answer(
            task.getName(), entry.getUserId(), entry.getTimestamp().toInstant(), said(entry));
  }

  /** By the case too: the engine has no index of details by operation. */
  private Map<String, String> said(UserOperationLogEntry entry) {
    var said = new LinkedHashMap<String, String>();
    history
        .createHistoricDetailQuery()
        .variableUpdates()
        .processInstanceId(entry.getProcessInstanceId())
        .userOperationId(entry.getOperationId())
        .disableBinaryFetching()
        .list()
        .stream()
        .filter(HistoricVariableUpdate.class::isInstance)
        .map(HistoricVariableUpdate.class::cast)
        .filter(update -> update.getValue() != null)
        .sorted(Comparator.comparing(HistoricVariableUpdate::getVariableName))
        .forEach(update -> said.put(update.getVariableName(), update.getValue().toString()));
    said.remove("answeredBy");
    return said;
  }
}
