package io.muster.process;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionTableEvaluationListener;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.DecisionDefinition;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.camunda.bpm.model.dmn.instance.Description;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.springframework.stereotype.Component;

/**
 * The decision tables that are live, to be read and asked outside of any case; nothing of it
 * reaches history.
 */
@Component
public class DecisionTables {
  private final RepositoryService repository;

  DecisionTables(RepositoryService repository) {
    this.repository = repository;
  }

  /**
   * One rule of a table.
   *
   * @param id its id in the table
   * @param says what its author says it is for
   * @param conditions what it asks, by the heading of the column; empty cells are left out
   * @param answers what it answers, by the name of the column, as it is written
   */
  public record TableRule(
      String id, String says, Map<String, String> conditions, Map<String, String> answers) {}

  /** The rules of the newest version of this table; none if there is no such table. */
  public List<TableRule> rules(String decision) {
    return newest(decision)
        .map(it -> repository.getDmnModelInstance(it.getId()))
        .map(DecisionTables::rules)
        .orElse(List.of());
  }

  /** The rules of this table that fit these facts, in the table's order. */
  public List<TableRule> fitting(String decision, Map<String, Object> facts) {
    var newest = newest(decision);
    if (newest.isEmpty()) {
      return List.of();
    }
    var fitting = new ArrayList<String>();
    DmnDecisionTableEvaluationListener listener =
        event -> event.getMatchingRules().forEach(rule -> fitting.add(rule.getId()));
    var engine =
        DmnEngineConfiguration.createDefaultDmnEngineConfiguration()
            .customPostDecisionTableEvaluationListeners(List.of(listener))
            .buildEngine();
    InputStream table = repository.getDecisionModel(newest.get().getId());
    engine.evaluateDecisionTable(engine.parseDecision(decision, table), facts);
    return rules(decision).stream().filter(rule -> fitting.contains(rule.id())).toList();
  }

  /**
   * What this table answers to these facts, by the name of the column; empty if there is no such
   * table, or no rule fits. Where several rules fit, the first counts.
   */
  public Map<String, Object> answers(String decision, Map<String, Object> facts) {
    var newest = newest(decision);
    if (newest.isEmpty()) {
      return Map.of();
    }
    var engine = DmnEngineConfiguration.createDefaultDmnEngineConfiguration().buildEngine();
    InputStream table = repository.getDecisionModel(newest.get().getId());
    var result =
        engine.evaluateDecisionTable(engine.parseDecision(decision, table), facts).getResultList();
    return result.isEmpty() ? Map.of() : result.get(0);
  }

  /** One word that is another one as soon as one of these tables was edited. */
  public String versions(String... decisions) {
    return Arrays.stream(decisions)
        .map(decision -> newest(decision).map(DecisionDefinition::getId).orElse(decision))
        .collect(Collectors.joining(" "));
  }

  private Optional<DecisionDefinition> newest(String decision) {
    return Optional.ofNullable(
        repository
            .createDecisionDefinitionQuery()
            .decisionDefinitionKey(decision)
            .latestVersion()
            .singleResult());
  }

  private static List<TableRule> rules(DmnModelInstance model) {
    return model.getModelElementsByType(DecisionTable.class).stream()
        .flatMap(table -> table.getRules().stream().map(rule -> read(table, rule)))
        .toList();
  }

  private static TableRule read(DecisionTable table, Rule rule) {
    var conditions = new LinkedHashMap<String, String>();
    var asked = List.copyOf(rule.getInputEntries());
    var columns = List.copyOf(table.getInputs());
    for (int column = 0; column < columns.size(); column++) {
      var cell = asked.get(column).getTextContent().strip();
      if (!cell.isEmpty() && !cell.equals("-")) {
        conditions.put(columns.get(column).getLabel(), cell);
      }
    }
    var answers = new LinkedHashMap<String, String>();
    var given = List.copyOf(rule.getOutputEntries());
    var results = List.copyOf(table.getOutputs());
    for (int column = 0; column < results.size(); column++) {
      answers.put(results.get(column).getName(), given.get(column).getTextContent().strip());
    }
    var says = Optional.ofNullable(rule.getDescription()).map(Description::getTextContent);
    return new TableRule(rule.getId(), says.orElse("").strip(), conditions, answers);
  }
}
