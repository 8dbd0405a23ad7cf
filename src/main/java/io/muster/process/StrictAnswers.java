package io.muster.process;

import java.util.stream.Stream;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionTableEvaluationEvent;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionTableEvaluationListener;
import org.camunda.bpm.dmn.engine.delegate.DmnEvaluatedDecisionRule;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Holds every answer of a decision table against the declared words before anything acts on it,
 * whatever diagram or code has asked. A table that was live before its words were declared, or one
 * whose cell was worked out, is caught here.
 */
final class StrictAnswers implements DmnDecisionTableEvaluationListener {
  private final ObjectProvider<TableWords> declared;

  StrictAnswers(ObjectProvider<TableWords> declared) {
    this.declared = declared;
  }

  @Override
  public void notify(DmnDecisionTableEvaluationEvent evaluation) {
    var decision = evaluation.getDecisionTable().getKey();
    words(decision)
        .forEach(words -> evaluation.getMatchingRules().forEach(rule -> check(words, rule)));
  }

  private Stream<TableWords> words(String decision) {
    return declared.stream().filter(words -> words.decision().equals(decision));
  }

  private static void check(TableWords words, DmnEvaluatedDecisionRule rule) {
    words
        .outputs()
        .keySet()
        .forEach(
            output ->
                words.demand(
                    output,
                    rule.getOutputEntries().values().stream()
                        .filter(entry -> output.equals(entry.getOutputName()))
                        .findFirst()
                        .map(entry -> entry.getValue().getValue())
                        .orElse(null)));
  }
}
