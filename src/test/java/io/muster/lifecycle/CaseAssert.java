package io.muster.lifecycle;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.history.HistoricProcessInstance;

/** What is so of a case, wherever in the processes it calls. */
public final class CaseAssert extends AbstractAssert<CaseAssert, CaseAssert.Case> {
  private CaseAssert(Case actual) {
    super(actual, CaseAssert.class);
  }

  /** Begins to say something about the case. */
  public static CaseAssert assertThat(Case actual) {
    return new CaseAssert(actual);
  }

  /** Somewhere in it something waits at each of these. */
  public CaseAssert isWaitingAt(String... elements) {
    Assertions.assertThat(actual.active()).as("where the case waits").contains(elements);
    return this;
  }

  /** Nothing in it waits at any of these. */
  public CaseAssert isNotWaitingAt(String... elements) {
    Assertions.assertThat(actual.active()).as("where the case waits").doesNotContain(elements);
    return this;
  }

  /** It is over. */
  public CaseAssert isEnded() {
    Assertions.assertThat(actual.active()).as("where the case waits").isEmpty();
    return this;
  }

  /** It is not over. */
  public CaseAssert isNotEnded() {
    Assertions.assertThat(actual.active()).as("where the case waits").isNotEmpty();
    return this;
  }

  /** Something in it has left each of these. */
  public CaseAssert hasPassed(String... elements) {
    Assertions.assertThat(actual.passed()).as("what the case has passed").contains(elements);
    return this;
  }

  /** Nothing in it has left any of these. */
  public CaseAssert hasNotPassed(String... elements) {
    Assertions.assertThat(actual.passed()).as("what the case has passed").doesNotContain(elements);
    return this;
  }

  /** It has come to these one after the other, and left them. */
  public CaseAssert hasPassedInOrder(String... elements) {
    Assertions.assertThat(actual.passed())
        .as("what the case has passed")
        .containsSubsequence(elements);
    return this;
  }

  /** It ended with all that was to be done, or with what a person left open. */
  public CaseAssert hasEndedAt(String element) {
    return isEnded().hasPassed(element);
  }

  /**
   * A case with every process it has called.
   *
   * @param id the case itself
   */
  public record Case(ProcessEngine engine, String id) {
    List<String> parts() {
      var all = new ArrayList<String>();
      var left = new ArrayDeque<>(List.of(id));
      while (!left.isEmpty()) {
        var next = left.poll();
        all.add(next);
        engine
            .getHistoryService()
            .createHistoricProcessInstanceQuery()
            .superProcessInstanceId(next)
            .list()
            .stream()
            .map(HistoricProcessInstance::getId)
            .forEach(left::add);
      }
      return all;
    }

    /** The elements something waits at now. */
    public List<String> active() {
      return parts().stream()
          .filter(
              part ->
                  engine
                          .getRuntimeService()
                          .createProcessInstanceQuery()
                          .processInstanceId(part)
                          .count()
                      > 0)
          .flatMap(part -> engine.getRuntimeService().getActiveActivityIds(part).stream())
          .toList();
    }

    /** The elements that were left, in the order in which they were come to. */
    List<String> passed() {
      return parts().stream()
          .flatMap(
              part ->
                  engine
                      .getHistoryService()
                      .createHistoricActivityInstanceQuery()
                      .processInstanceId(part)
                      .finished()
                      .list()
                      .stream())
          .filter(
              activity ->
                  !activity.isCanceled() || "boundaryError".equals(activity.getActivityType()))
          .sorted(Comparator.comparingLong(CaseAssert.Case::cameTo))
          .map(HistoricActivityInstance::getActivityId)
          .toList();
    }

    /** The clock of tests stands still; the engine's ids are made by the real one, each later. */
    private static long cameTo(HistoricActivityInstance activity) {
      var id = activity.getId();
      return UUID.fromString(id.substring(id.lastIndexOf(':') + 1)).timestamp();
    }
  }
}
