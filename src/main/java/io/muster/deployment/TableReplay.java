package io.muster.deployment;

import io.muster.deployment.RecordedDecisions.Recorded;
import io.muster.deployment.TableTrial.Harm;
import io.muster.process.AnswerOrder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.camunda.bpm.dmn.engine.DmnEngineException;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Asks an edited table what the live ones were asked, and says what it would have answered
 * otherwise. Nothing is deployed and nothing reaches history.
 */
@Component
class TableReplay {
  /** No more decisions are replayed than this; the newest are. */
  static final int MOST = 10_000;

  private static final int CASES_NAMED = 20;
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Comparator<Difference> WORST_FIRST =
      Comparator.comparing(Difference::harm)
          .thenComparing(
              Comparator.comparing((Difference difference) -> difference.easier().size())
                  .thenComparing(Difference::count)
                  .reversed());

  private final Gate gate;
  private final RecordedDecisions recorded;
  private final RepositoryService repository;
  private final Clock clock;
  private final List<AnswerOrder> orders;
  private final DmnEngine engine =
      DmnEngineConfiguration.createDefaultDmnEngineConfiguration().buildEngine();

  TableReplay(
      Gate gate,
      RecordedDecisions recorded,
      RepositoryService repository,
      Clock clock,
      List<AnswerOrder> orders) {
    this.orders = orders;
    this.gate = gate;
    this.recorded = recorded;
    this.repository = repository;
    this.clock = clock;
  }

  /**
   * What a table would have answered.
   *
   * @param decisions how many were looked at
   * @param same how many it answers as before
   * @param unanswered how many it cannot answer, as it asks for what was not recorded
   * @param missing what it asks for that was not recorded
   * @param truncated true if there were more decisions, or no more time
   * @param loosens what a wipe would need less of, whether or not anybody asked for it; deployed,
   *     it would wait for people
   * @param differences what it answers otherwise: what makes a wipe easier first, then the most
   *     frequent
   */
  record Replay(
      String table,
      Instant since,
      int decisions,
      int same,
      int unanswered,
      Set<String> missing,
      boolean truncated,
      List<String> loosens,
      List<Difference> differences) {}

  /**
   * The same question answered otherwise.
   *
   * @param asked what was asked, by the expression of the column
   * @param before the rows of the answer that was given
   * @param after the rows of the answer it would give
   * @param harm what the other answer would come to
   * @param easier what a wipe would need less of
   * @param situation what was asked, for people
   * @param count how often that was asked
   * @param cases some of the process instances that asked
   */
  record Difference(
      Map<String, @Nullable Object> asked,
      List<Map<String, @Nullable Object>> before,
      List<Map<String, @Nullable Object>> after,
      Harm harm,
      List<String> easier,
      String situation,
      int count,
      Instant first,
      Instant last,
      List<String> cases) {
    /** The same for whoever may not see which cases asked. */
    Difference withoutCases() {
      return new Difference(
          asked, before, after, harm, easier, situation, count, first, last, List.of());
    }
  }

  /**
   * Replays the decisions of the last days.
   *
   * @throws UnknownTable if no such table is live
   * @throws RefusedDeployment if the gate would refuse the table
   */
  Replay replay(String table, byte[] edited, Duration period) {
    if (repository.createDecisionDefinitionQuery().decisionDefinitionKey(table).count() == 0) {
      throw new UnknownTable(table);
    }
    var problems = new ArrayList<>(gate.check(Map.of("table.dmn", edited), Set.of(), Map.of()));
    if (problems.isEmpty() && !TableRules.inputs(Xml.read(edited)).containsKey(table)) {
      problems.add(
          new Problem(
              "table.dmn",
              "the file",
              "holds no table '%s'".formatted(table),
              "keep the id of the decision"));
    }
    if (!problems.isEmpty()) {
      throw new RefusedDeployment(problems);
    }
    var since = clock.instant().minus(period);
    return new Run(table, edited).over(since, recorded.of(table, since, MOST));
  }

  private byte[] live(String table) {
    var now =
        repository
            .createDecisionDefinitionQuery()
            .decisionDefinitionKey(table)
            .withoutTenantId()
            .latestVersion()
            .singleResult();
    try (var file = repository.getDecisionModel(now.getId())) {
      return file.readAllBytes();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** No table of that key is live. */
  static final class UnknownTable extends RuntimeException {
    UnknownTable(String table) {
      super("No table '%s' is live; GET /api/models names those that are.".formatted(table));
    }
  }

  /** One table asked again and again. */
  private final class Run {
    private final String table;
    private final byte[] edited;
    private final Map<String, String> columns = new TreeMap<>();
    private final DmnDecision decision;
    private final Optional<AnswerOrder> order;
    private final Map<List<Object>, Tally> tallies = new LinkedHashMap<>();

    /** The same question has the same answer; most are asked again and again. */
    private final Map<Map<String, @Nullable Object>, List<Map<String, @Nullable Object>>> answers =
        new HashMap<>();

    private final Set<String> missing = new TreeSet<>();
    private int looked;
    private int same;
    private int unanswered;

    /** Each column asks for a variable of its own, which holds what was recorded. */
    Run(String table, byte[] edited) {
      this.table = table;
      this.edited = edited;
      var model = Dmn.readModelFromStream(new ByteArrayInputStream(edited));
      for (var one : model.getModelElementsByType(DecisionTable.class)) {
        for (var input : one.getInputs()) {
          var expression = RecordedDecisions.expression(input);
          var name = columns.computeIfAbsent(expression, it -> "recorded_" + columns.size());
          input.getInputExpression().getText().setTextContent(name);
        }
      }
      this.decision = engine.parseDecision(table, model);
      this.order = orders.stream().filter(one -> one.decision().equals(table)).findFirst();
    }

    Replay over(Instant since, List<Recorded> decisions) {
      var latest = System.nanoTime() + LONGEST.toNanos();
      for (var one : decisions) {
        if (System.nanoTime() > latest) {
          break;
        }
        looked++;
        ask(one);
      }
      var truncated = looked < decisions.size() || decisions.size() == MOST;
      var differences =
          tallies.entrySet().stream()
              .map(entry -> entry.getValue().difference(order))
              .sorted(WORST_FIRST)
              .toList();
      return new Replay(
          table,
          since,
          looked,
          same,
          unanswered,
          missing,
          truncated,
          order.map(this::loosens).orElse(List.of()),
          differences);
    }

    private List<String> loosens(AnswerOrder known) {
      return TableComparison.loosens(
          TableComparison.Version.of(live(table), table),
          TableComparison.Version.of(edited, table),
          known);
    }

    private void ask(Recorded one) {
      var unknown =
          columns.keySet().stream().filter(column -> !one.asked().containsKey(column)).toList();
      if (!unknown.isEmpty()) {
        missing.addAll(unknown);
        unanswered++;
        return;
      }
      var after = answers.computeIfAbsent(one.asked(), this::answer);
      if (isSame(one.answered(), after)) {
        same++;
      } else {
        tallies
            .computeIfAbsent(
                List.of(one.asked(), one.answered(), after),
                first -> new Tally(one.asked(), one.answered(), after, one.at()))
            .add(one);
      }
    }

    private List<Map<String, @Nullable Object>> answer(Map<String, @Nullable Object> asked) {
      VariableMap variables = Variables.createVariables();
      asked.forEach(variables::putValue); // for answers that are worked out
      columns.forEach((column, name) -> variables.putValue(name, asked.get(column)));
      try {
        return engine.evaluateDecision(decision, variables).getResultList().stream()
            .<Map<String, @Nullable Object>>map(TreeMap::new)
            .toList();
      } catch (DmnEngineException noAnswer) {
        return List.of(); // several rows fit where one may, or a value is of another type
      }
    }
  }

  /** A number is the same however it is kept. */
  private static boolean isSame(
      List<Map<String, @Nullable Object>> before, List<Map<String, @Nullable Object>> after) {
    return before.size() == after.size()
        && IntStream.range(0, before.size())
            .allMatch(row -> isSame(before.get(row), after.get(row)));
  }

  private static boolean isSame(
      Map<String, @Nullable Object> before, Map<String, @Nullable Object> after) {
    return before.keySet().equals(after.keySet())
        && before.entrySet().stream()
            .allMatch(
                cell ->
                    Objects.toString(cell.getValue())
                        .equals(Objects.toString(after.get(cell.getKey()))));
  }

  /** How often one question was answered so. */
  private static final class Tally {
    private final Map<String, @Nullable Object> asked;
    private final List<Map<String, @Nullable Object>> before;
    private final List<Map<String, @Nullable Object>> after;
    private final Set<String> cases = new TreeSet<>();
    private final Instant last;
    private Instant first;
    private int count;

    /** The newest is told first. */
    Tally(
        Map<String, @Nullable Object> asked,
        List<Map<String, @Nullable Object>> before,
        List<Map<String, @Nullable Object>> after,
        Instant last) {
      this.asked = asked;
      this.before = before;
      this.after = after;
      this.last = last;
      this.first = last;
    }

    void add(Recorded one) {
      count++;
      first = one.at();
      if (cases.size() < CASES_NAMED) {
        cases.add(one.caseId());
      }
    }

    Difference difference(Optional<AnswerOrder> order) {
      var was = first(before);
      var is = first(after);
      var easier = order.map(it -> it.loosens(was, is)).orElse(List.of());
      return new Difference(
          asked,
          before,
          after,
          harm(order, easier),
          easier,
          order.map(it -> it.situation(asked)).orElseGet(() -> words(asked)),
          count,
          first,
          last,
          List.copyOf(cases));
    }

    private Harm harm(Optional<AnswerOrder> order, List<String> easier) {
      if (!easier.isEmpty()) {
        return Harm.EASIER;
      }
      if (after.isEmpty()) {
        return Harm.UNANSWERED;
      }
      return order.filter(it -> !it.loosens(first(after), first(before)).isEmpty()).isPresent()
          ? Harm.STRICTER
          : Harm.OTHER;
    }

    private static @Nullable Map<String, @Nullable Object> first(
        List<Map<String, @Nullable Object>> rows) {
      return rows.isEmpty() ? null : rows.get(0);
    }
  }

  /** One row, for people. */
  static String words(Map<String, @Nullable Object> row) {
    return row.entrySet().stream()
        .map(
            cell ->
                "%s: %s"
                    .formatted(
                        cell.getKey(), cell.getValue() == null ? "nothing" : cell.getValue()))
        .collect(Collectors.joining(", "));
  }
}
