package io.muster.deployment;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.history.HistoricDecisionInstance;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.camunda.bpm.model.dmn.instance.Input;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a table was asked by cases, and what it answered, as history has it. */
@Component
class RecordedDecisions {
  private static final int PAGE = 1000;

  private final HistoryService history;
  private final RepositoryService repository;

  RecordedDecisions(HistoryService history, RepositoryService repository) {
    this.history = history;
    this.repository = repository;
  }

  /**
   * One question and its answer.
   *
   * @param caseId the process instance that asked
   * @param asked what it was asked, by the expression of the column
   * @param answered the rows that matched, each by the name of its columns
   */
  record Recorded(
      String caseId,
      Instant at,
      Map<String, @Nullable Object> asked,
      List<Map<String, @Nullable Object>> answered) {}

  /** The newest since then, no more than so many, the newest first. */
  List<Recorded> of(String table, Instant since, int most) {
    var columns = new HashMap<String, Map<String, String>>();
    var recorded = new ArrayList<Recorded>();
    while (recorded.size() < most) {
      var page =
          history
              .createHistoricDecisionInstanceQuery()
              .decisionDefinitionKey(table)
              .evaluatedAfter(Date.from(since))
              .includeInputs()
              .includeOutputs()
              .disableCustomObjectDeserialization()
              .orderByEvaluationTime()
              .desc()
              .orderByDecisionInstanceId()
              .desc()
              .listPage(recorded.size(), Math.min(PAGE, most - recorded.size()));
      page.forEach(
          one ->
              recorded.add(
                  read(
                      one, columns.computeIfAbsent(one.getDecisionDefinitionId(), this::columns))));
      if (page.size() < PAGE) {
        break;
      }
    }
    return recorded;
  }

  private static Recorded read(HistoricDecisionInstance one, Map<String, String> columns) {
    var asked = new LinkedHashMap<String, @Nullable Object>();
    one.getInputs()
        .forEach(
            input ->
                asked.put(
                    columns.getOrDefault(input.getClauseId(), input.getClauseId()),
                    input.getValue()));
    var rows = new TreeMap<Integer, Map<String, @Nullable Object>>();
    one.getOutputs()
        .forEach(
            output ->
                rows.computeIfAbsent(output.getRuleOrder(), row -> new TreeMap<>())
                    .put(output.getVariableName(), output.getValue()));
    return new Recorded(
        String.valueOf(one.getProcessInstanceId()),
        one.getEvaluationTime().toInstant(),
        asked,
        List.copyOf(rows.values()));
  }

  /** What each column of that version asked for, by its id. */
  private Map<String, String> columns(String definition) {
    var asked = new HashMap<String, String>();
    repository
        .getDmnModelInstance(definition)
        .getModelElementsByType(DecisionTable.class)
        .forEach(
            table ->
                table.getInputs().forEach(input -> asked.put(input.getId(), expression(input))));
    return asked;
  }

  /** What a column asks for, as it is written. */
  static String expression(Input input) {
    var expression = input.getInputExpression();
    return expression == null || expression.getText() == null
        ? ""
        : expression.getText().getTextContent().strip();
  }
}
