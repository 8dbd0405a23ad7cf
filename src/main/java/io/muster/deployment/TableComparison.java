package io.muster.deployment;

import static io.muster.deployment.Xml.all;
import static io.muster.deployment.Xml.children;

import io.muster.deployment.TablePoints.NotComparable;
import io.muster.process.AnswerOrder;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.camunda.bpm.dmn.engine.DmnEngineException;
import org.camunda.bpm.model.xml.ModelException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * Compares two versions of one decision table. Both are asked about every combination of the values
 * that make a difference, by the engine that asks them in a case too; nothing is judged by eye.
 */
final class TableComparison {
  /** Beyond that many combinations nobody waits, and the change counts as one that loosens. */
  static final int MOST = 20_000;

  private static final int NAMED = 8;

  /** What of a file the engine does not act upon. */
  private static final Set<String> NOT_READ =
      Set.of("description", "extensionElements", "DMNDI", "question", "allowedAnswers");

  private final DmnEngine engine =
      DmnEngineConfiguration.createDefaultDmnEngineConfiguration().buildEngine();
  private final Version before;
  private final Version after;
  private final AnswerOrder order;

  /**
   * One version of a table.
   *
   * @param decision its element
   * @param file the file it is in
   */
  record Version(Element decision, byte[] file) {
    static Version of(byte[] file, String id) {
      return all(Xml.read(file), "decision").stream()
          .filter(decision -> decision.getAttribute("id").equals(id))
          .findFirst()
          .map(decision -> new Version(decision, file))
          .orElseThrow(() -> new IllegalArgumentException("holds no decision '%s'".formatted(id)));
    }
  }

  private TableComparison(Version before, Version after, AnswerOrder order) {
    this.before = before;
    this.after = after;
    this.order = order;
  }

  /** What the later version makes easier, in plain words; empty if nothing. */
  static List<String> loosens(Version before, Version after, AnswerOrder order) {
    if (content(root(before)).equals(content(root(after)))) {
      return List.of();
    }
    try {
      return new TableComparison(before, after, order).compare();
    } catch (NotComparable unknown) {
      return List.of(
          "the table '%s' cannot be compared with the one before: %s"
              .formatted(order.decision(), unknown.getMessage()));
    } catch (DmnEngineException | ModelException unreadable) {
      return List.of(
          "the table '%s' cannot be compared with the one before, as the engine cannot read it"
              .formatted(order.decision()));
    }
  }

  /** A decision may look at others of its file, so that the whole file has to be the same. */
  private static Element root(Version version) {
    return version.decision().getOwnerDocument().getDocumentElement();
  }

  private List<String> compare() {
    var points = new TablePoints();
    points.read(before.decision());
    points.read(after.decision());
    var values = new LinkedHashMap<String, List<@Nullable Object>>();
    var count = 1L;
    for (var name : points.types().keySet()) {
      var different = different(name, points);
      values.put(name, different);
      count = Math.multiplyExact(Math.min(count, MOST + 1L), different.size());
    }
    if (count > MOST) {
      throw new NotComparable(
          "there are more than %d combinations of what it looks at".formatted(MOST));
    }
    var was = engine.parseDecision(order.decision(), new ByteArrayInputStream(before.file()));
    var is = engine.parseDecision(order.decision(), new ByteArrayInputStream(after.file()));
    var found = new LinkedHashMap<String, List<Map<String, @Nullable Object>>>();
    combinations(values)
        .forEach(
            inputs ->
                order
                    .loosens(answer(was, inputs), answer(is, inputs))
                    .forEach(
                        what -> found.computeIfAbsent(what, key -> new ArrayList<>()).add(inputs)));
    var words = new ArrayList<String>();
    found.forEach(
        (what, where) ->
            words.add("%s: %s".formatted(order.situation(common(where, points)), what)));
    if (words.size() > NAMED) {
      var more = words.size() - NAMED;
      words.subList(NAMED, words.size()).clear();
      words.add("and %d more of this kind".formatted(more));
    }
    return words;
  }

  /** What is the same wherever the answer is easier, but for values that no cell names. */
  private static Map<String, @Nullable Object> common(
      List<Map<String, @Nullable Object>> where, TablePoints points) {
    var common = new LinkedHashMap<String, @Nullable Object>();
    where
        .get(0)
        .forEach(
            (name, value) -> {
              if (!points.isAnythingElse(name, value)
                  && where.stream().allMatch(each -> Objects.equals(each.get(name), value))) {
                common.put(name, value);
              }
            });
    return common;
  }

  private @Nullable Map<String, @Nullable Object> answer(
      DmnDecision decision, Map<String, @Nullable Object> inputs) {
    try {
      var result = engine.evaluateDecisionTable(decision, inputs);
      return result.size() == 1 ? result.getSingleResult().getEntryMap() : null;
    } catch (DmnEngineException none) {
      return null; // a case would wait for a person here, and nothing is erased
    }
  }

  /** One of the values of a variable for each set of cells that they fulfil, in both versions. */
  private List<@Nullable Object> different(String name, TablePoints points) {
    var cells = new TreeSet<String>();
    cells(before.decision(), name, cells);
    cells(after.decision(), name, cells);
    var tests = List.copyOf(cells);
    var column = engine.parseDecision("column", column(name, points.types().get(name), tests));
    var seen = new LinkedHashMap<Set<Object>, List<@Nullable Object>>();
    for (var value : points.values(name)) {
      var inputs = new HashMap<String, @Nullable Object>();
      inputs.put(name, value);
      var fulfilled =
          new LinkedHashSet<Object>(
              engine.evaluateDecisionTable(column, inputs).collectEntries("row"));
      seen.computeIfAbsent(fulfilled, key -> new ArrayList<>()).add(value);
    }
    return seen.values().stream().map(same -> same.get(0)).collect(Collectors.toList());
  }

  private static void cells(Element decision, String name, Set<String> cells) {
    var table = TablePoints.table(decision);
    var inputs =
        children(table).stream().filter(child -> "input".equals(child.getLocalName())).toList();
    for (var rule : all(table, "rule")) {
      var row = all(rule, "inputEntry");
      for (var at = 0; at < inputs.size(); at++) {
        var looksAt = all(inputs.get(at), "inputExpression").stream().findFirst();
        if (looksAt.map(TableComparison::text).orElse("").equals(name)) {
          cells.add(text(row.get(at)));
        }
      }
    }
  }

  /** A table that says which of these tests a value fulfils. */
  private static ByteArrayInputStream column(String name, String type, List<String> tests) {
    var rules = new StringBuilder();
    for (var row = 0; row < tests.size(); row++) {
      rules.append(
          """
          <rule id="r%1$d"><inputEntry id="i%1$d"><text><![CDATA[%2$s]]></text></inputEntry>
          <outputEntry id="o%1$d"><text>%1$d</text></outputEntry></rule>
          """
              .formatted(row, tests.get(row)));
    }
    return new ByteArrayInputStream(
        """
        <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">
          <decision id="column" name="column"><decisionTable id="t" hitPolicy="COLLECT">
            <input id="in"><inputExpression id="e" typeRef="%s"><text>%s</text></inputExpression></input>
            <output id="out" name="row" typeRef="integer" />
            %s</decisionTable></decision>
        </definitions>
        """
            .formatted(type, name, rules)
            .getBytes(StandardCharsets.UTF_8));
  }

  private static List<Map<String, @Nullable Object>> combinations(
      Map<String, List<@Nullable Object>> values) {
    List<Map<String, @Nullable Object>> all = List.of(new LinkedHashMap<>());
    for (var variable : values.entrySet()) {
      var longer = new ArrayList<Map<String, @Nullable Object>>();
      for (var begun : all) {
        for (var value : variable.getValue()) {
          var one = new LinkedHashMap<>(begun);
          one.put(variable.getKey(), value);
          longer.add(one);
        }
      }
      all = longer;
    }
    return all;
  }

  /** What the engine reads of it, without descriptions and labels. */
  private static String content(Element element) {
    var name = String.valueOf(element.getLocalName());
    if (NOT_READ.contains(name)) {
      return "";
    }
    var content = new StringBuilder("<").append(name);
    Xml.attributes(element).stream()
        .filter(attribute -> !"http://www.w3.org/2000/xmlns/".equals(attribute.getNamespaceURI()))
        .filter(attribute -> !isForPeople(name, String.valueOf(attribute.getLocalName())))
        .map(attribute -> " %s='%s'".formatted(attribute.getLocalName(), attribute.getValue()))
        .sorted()
        .forEach(content::append);
    content.append(">").append(Xml.text(element));
    children(element).forEach(child -> content.append(content(child)));
    return content.append("</>").toString();
  }

  private static boolean isForPeople(String element, String attribute) {
    return element.equals("definitions")
        || attribute.equals("label")
        || attribute.equals("width")
        || (attribute.equals("id") && !element.equals("decision"))
        || (attribute.equals("name") && !element.equals("output"));
  }

  private static String text(Element owner) {
    return children(owner).stream()
        .filter(child -> "text".equals(child.getLocalName()))
        .map(Xml::text)
        .findFirst()
        .orElse("");
  }
}
