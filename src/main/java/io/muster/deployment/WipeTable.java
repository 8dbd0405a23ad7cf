package io.muster.deployment;

import static io.muster.deployment.Xml.all;
import static io.muster.deployment.Xml.children;

import io.muster.process.GuardedDeed;
import io.muster.process.GuardedDeed.Guard;
import io.muster.process.GuardedDeed.Question;
import io.muster.process.OwnVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.w3c.dom.Element;

/** What the table that decides about the step that cannot be called back may not say. */
final class WipeTable {
  private static final Pattern OWN =
      Pattern.compile("(?<![A-Za-z0-9_])" + OwnVariable.PREFIX + "\\w*");

  private final GuardedDeed deed;
  private final String file;
  private final List<Problem> problems = new ArrayList<>();

  private WipeTable(GuardedDeed deed, String file) {
    this.deed = deed;
    this.file = file;
  }

  /** What is wrong with the table, if it is among these files. */
  static List<Problem> check(GuardedDeed deed, Map<String, Element> files) {
    var problems = new ArrayList<Problem>();
    files.forEach(
        (file, definitions) -> {
          var rules = new WipeTable(deed, file);
          var decisions = all(definitions, "decision");
          var guards =
              decisions.stream()
                  .filter(
                      decision ->
                          deed.of(decision.getAttribute("id"))
                              .filter(Guard.DECISION::equals)
                              .isPresent())
                  .toList();
          guards.forEach(rules::decision);
          if (!guards.isEmpty()) {
            decisions.forEach(rules::ownVariables); // it may ask the others of its file
          }
          problems.addAll(rules.problems);
        });
    return problems;
  }

  private void decision(Element decision) {
    Xml.attributes(decision).stream()
        .filter(attribute -> "historyTimeToLive".equals(attribute.getLocalName()))
        .flatMap(
            days -> HistoryRules.complaint(days.getValue(), deed.terms().leastHistory()).stream())
        .forEach(complaint -> problem(decision, complaint.what(), complaint.remedy()));
    for (var table : all(decision, "decisionTable")) {
      var rules = all(table, "rule");
      for (var row = 0; row < rules.size(); row++) {
        silence(table, rules.get(row), row + 1);
        approvers(table, rules.get(row), row + 1);
      }
    }
  }

  /** What people write down for a reason of their own says nothing about a device. */
  private void ownVariables(Element decision) {
    all(decision, "text").stream()
        .flatMap(text -> OWN.matcher(Xml.text(text)).results())
        .map(MatchResult::group)
        .distinct()
        .forEach(
            name ->
                problem(
                    decision,
                    "looks at '%s', a variable of your own".formatted(name),
                    "let only facts that steps write down decide on a wipe; ask for more with a step before it"));
  }

  /** Silence may stand for a yes where it matters how fast, and not for whoever leaves. */
  private void silence(Element table, Element rule, int row) {
    var silence = deed.questions().get(Question.SILENCE);
    var erases = deed.questions().get(Question.ERASES);
    if (silence == null
        || erases == null
        || !says(table, rule, silence.variable()).equals(String.valueOf(silence.value()))
        || says(table, rule, erases.variable()).equals(String.valueOf(erases.value()))) {
      return;
    }
    var isForAll =
        deed.terms().silence().stream().allMatch(input -> asks(table, rule, input).isEmpty());
    if (isForAll) {
      problem(
          rule,
          "row %d lets silence mean yes for whoever leaves".formatted(row),
          "say in %s for whom, or let silence keep or escalate"
              .formatted(Expressions.sorted(deed.terms().silence())));
    }
  }

  private void approvers(Element table, Element rule, int row) {
    var groups = deed.terms().agreement().groups();
    Arrays.stream(says(table, rule, groups.variable()).split(",", -1))
        .map(String::strip)
        .filter(group -> !group.isEmpty() && !groups.allowed().contains(group))
        .forEach(
            group ->
                problem(
                    rule,
                    "row %d asks '%s', which may not agree here".formatted(row, group),
                    "choose among %s (muster.safety.approver-groups)"
                        .formatted(Expressions.sorted(groups.allowed()))));
  }

  /** The text in the column of this name, without its quotes. */
  private static String says(Element table, Element rule, String output) {
    var names =
        children(table).stream()
            .filter(child -> "output".equals(child.getLocalName()))
            .map(child -> child.getAttribute("name"))
            .toList();
    return cell(all(rule, "outputEntry"), names.indexOf(output)).replace("\"", "");
  }

  private static String asks(Element table, Element rule, String input) {
    var names =
        children(table).stream()
            .filter(child -> "input".equals(child.getLocalName()))
            .map(child -> text(all(child, "inputExpression").get(0)))
            .toList();
    var cell = cell(all(rule, "inputEntry"), names.indexOf(input));
    return cell.equals("-") ? "" : cell;
  }

  private static String cell(List<Element> cells, int column) {
    return column < 0 || column >= cells.size() ? "" : text(cells.get(column));
  }

  private static String text(Element owner) {
    return all(owner, "text").stream().map(Xml::text).findFirst().orElse("");
  }

  private void problem(Element element, String what, String remedy) {
    problems.add(new Problem(file, "'%s'".formatted(element.getAttribute("id")), what, remedy));
  }
}
