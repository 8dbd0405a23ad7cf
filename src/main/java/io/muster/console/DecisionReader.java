package io.muster.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.history.HistoricDecisionInstance;
import org.camunda.bpm.engine.history.HistoricDecisionOutputInstance;
import org.camunda.bpm.model.dmn.instance.Description;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads which rule of which table decided what about somebody, and from which inputs. */
@Component
class DecisionReader {
  private static final int MOST = 50;

  private final HistoryService history;
  private final RepositoryService repository;

  DecisionReader(HistoryService history, RepositoryService repository) {
    this.history = history;
    this.repository = repository;
  }

  /**
   * One answer of a table.
   *
   * @param table the table's name
   * @param version the version of it that was asked
   * @param inputs what it was asked, by the heading of the column
   * @param rules those that matched, in their authors' words
   * @param outputs what it answered, by the name of the column
   * @param about the key of the process that asked
   * @param withheld true if inputs and rules are not shown, as they tell what the reader may not
   *     know
   */
  record Decided(
      String table,
      int version,
      Instant at,
      Map<String, String> inputs,
      List<String> rules,
      Map<String, String> outputs,
      String about,
      boolean withheld) {
    /** The same for people who may not know why somebody leaves. */
    Decided withoutReason() {
      return tellsReason()
          ? new Decided(table, version, at, Map.of(), List.of(), outputs, about, true)
          : this;
    }

    /** The same for people who may not read what this table was asked, if it was one of these. */
    Decided without(Set<String> values) {
      return inputs.values().stream().anyMatch(values::contains)
          ? new Decided(table, version, at, Map.of(), List.of(), outputs, about, true)
          : this;
    }

    private boolean tellsReason() {
      return inputs.keySet().stream()
          .anyMatch(heading -> heading.toLowerCase(Locale.ROOT).contains("reason"));
    }
  }

  /** What tables answered in these cases and parts of cases, in the order asked. */
  List<Decided> in(Collection<String> caseIds) {
    return caseIds.stream()
        .flatMap(
            caseId ->
                history
                    .createHistoricDecisionInstanceQuery()
                    .processInstanceId(caseId)
                    .includeInputs()
                    .includeOutputs()
                    .disableCustomObjectDeserialization()
                    .orderByEvaluationTime()
                    .desc()
                    .listPage(0, MOST)
                    .stream())
        .map(this::read)
        .sorted(Comparator.comparing(Decided::at))
        .toList();
  }

  private Decided read(HistoricDecisionInstance one) {
    var definition = repository.getDecisionDefinition(one.getDecisionDefinitionId());
    var inputs = new LinkedHashMap<String, String>();
    one.getInputs()
        .forEach(
            input ->
                inputs.put(
                    name(input.getClauseName(), input.getClauseId()), shown(input.getValue())));
    var outputs = new LinkedHashMap<String, String>();
    one.getOutputs()
        .forEach(
            output ->
                outputs.merge(
                    name(output.getClauseName(), output.getClauseId()),
                    shown(output.getValue()),
                    (first, next) -> first + ", " + next));
    return new Decided(
        one.getDecisionDefinitionName() == null
            ? one.getDecisionDefinitionKey()
            : one.getDecisionDefinitionName(),
        definition.getVersion(),
        one.getEvaluationTime().toInstant(),
        inputs,
        rules(one),
        outputs,
        one.getProcessDefinitionKey(),
        false);
  }

  /** What the authors of the matching rules say they are for; the rules' ids where nothing. */
  private List<String> rules(HistoricDecisionInstance one) {
    var matched =
        one.getOutputs().stream()
            .map(HistoricDecisionOutputInstance::getRuleId)
            .filter(id -> id != null)
            .collect(Collectors.toCollection(TreeSet::new));
    var model = repository.getDmnModelInstance(one.getDecisionDefinitionId());
    var words = new ArrayList<String>();
    for (var rule : model.getModelElementsByType(Rule.class)) {
      if (matched.contains(rule.getId())) {
        words.add(words(rule.getDescription(), rule.getId()));
      }
    }
    return words;
  }

  private static String words(@Nullable Description description, String id) {
    var says = description == null ? "" : description.getTextContent().strip();
    return says.isEmpty() ? "rule " + id : says;
  }

  private static String name(@Nullable String name, String id) {
    return name == null || name.isBlank() ? id : name;
  }

  private static String shown(@Nullable Object value) {
    return value == null ? "nothing" : value.toString();
  }
}
