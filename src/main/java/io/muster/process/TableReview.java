package io.muster.process;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.history.HistoricDecisionInstance;
import org.camunda.bpm.engine.history.HistoricDecisionOutputInstance;
import org.camunda.bpm.engine.repository.DecisionDefinition;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.camunda.bpm.model.dmn.instance.Input;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What a table answered a case, beside what the live version answers to the same question; nothing
 * of it reaches history.
 */
@Component
public class TableReview {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*");

  private final HistoryService history;
  private final RepositoryService repository;
  private final DmnEngine engine =
      DmnEngineConfiguration.createDefaultDmnEngineConfiguration().buildEngine();

  TableReview(HistoryService history, RepositoryService repository) {
    this.history = history;
    this.repository = repository;
  }

  /**
   * One question, answered twice.
   *
   * @param table the table's name
   * @param versionThen the version that answered the case
   * @param versionNow the version that is live
   * @param then the rows it answered
   * @param now the rows the live version answers, or null if it asks for what was not recorded
   */
  public record Reviewed(
      String table,
      int versionThen,
      int versionNow,
      List<Map<String, String>> then,
      @Nullable List<Map<String, String>> now) {
    /** Copies the rows that were answered. */
    public Reviewed {
      then = List.copyOf(then);
    }
  }

  /** The last answer at this element of the case; empty if no table was asked there. */
  public Optional<Reviewed> of(String processInstance, String element) {
    return history
        .createHistoricDecisionInstanceQuery()
        .processInstanceId(processInstance)
        .activityIdIn(element)
        .includeInputs()
        .includeOutputs()
        .disableCustomObjectDeserialization()
        .orderByEvaluationTime()
        .desc()
        .listPage(0, 1)
        .stream()
        .findFirst()
        .map(this::review);
  }

  private Reviewed review(HistoricDecisionInstance asked) {
    var live =
        repository
            .createDecisionDefinitionQuery()
            .decisionDefinitionKey(asked.getDecisionDefinitionKey())
            .latestVersion()
            .singleResult();
    return new Reviewed(
        live.getName() == null ? live.getKey() : live.getName(),
        repository.getDecisionDefinition(asked.getDecisionDefinitionId()).getVersion(),
        live.getVersion(),
        answered(asked),
        answer(live, facts(asked)));
  }

  private static List<Map<String, String>> answered(HistoricDecisionInstance asked) {
    var rows = new TreeMap<Integer, Map<String, String>>();
    for (HistoricDecisionOutputInstance output : asked.getOutputs()) {
      rows.computeIfAbsent(output.getRuleOrder(), row -> new TreeMap<>())
          .put(output.getVariableName(), String.valueOf(output.getValue()));
    }
    return List.copyOf(rows.values());
  }

  /** What was asked, by the variable that the column asks for. */
  private Map<String, @Nullable Object> facts(HistoricDecisionInstance asked) {
    var columns = columns(asked.getDecisionDefinitionId());
    var facts = new HashMap<String, @Nullable Object>();
    asked
        .getInputs()
        .forEach(
            input -> facts.put(columns.getOrDefault(input.getClauseId(), ""), input.getValue()));
    return facts;
  }

  private Map<String, String> columns(String definition) {
    var columns = new HashMap<String, String>();
    repository
        .getDmnModelInstance(definition)
        .getModelElementsByType(DecisionTable.class)
        .forEach(
            table ->
                table.getInputs().forEach(input -> columns.put(input.getId(), expression(input))));
    return columns;
  }

  private static String expression(Input input) {
    var expression = input.getInputExpression();
    return expression == null || expression.getText() == null
        ? ""
        : expression.getText().getTextContent().strip();
  }

  private @Nullable List<Map<String, String>> answer(
      DecisionDefinition live, Map<String, @Nullable Object> facts) {
    var wanted = columns(live.getId()).values();
    if (!wanted.stream()
        .allMatch(name -> NAME.matcher(name).matches() && facts.containsKey(name))) {
      return null;
    }
    var variables = Variables.createVariables();
    facts.forEach(variables::putValue);
    return engine
        .evaluateDecisionTable(
            engine.parseDecision(live.getKey(), repository.getDecisionModel(live.getId())),
            variables)
        .getResultList()
        .stream()
        .map(TableReview::row)
        .toList();
  }

  private static Map<String, String> row(Map<String, Object> answer) {
    var row = new TreeMap<String, String>();
    answer.forEach((name, value) -> row.put(name, String.valueOf(value)));
    return row;
  }
}
