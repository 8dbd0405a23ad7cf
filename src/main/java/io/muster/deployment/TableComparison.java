package io.muster.deployment;

import static io.muster.deployment.Xml.all;
import static io.muster.deployment.Xml.children;

import io.muster.deployment.TablePoints.NotComparable;
import io.muster.process.AnswerOrder;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.camunda.bpm.dmn.engine.DmnEngineException;
import org.camunda.bpm.model.xml.ModelException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * Compares two versions of one decision table. Every combination of the values that make a
 * difference is looked at, and what each version answers is asked of the engine that answers in a
 * case too; nothing is judged by eye.
 */
final class TableComparison {
  /** Beyond that many combinations of rules nobody waits, and the change counts as loosening. */
  static final int MOST = 100_000;

  private static final int NAMED = 8;

  /** What of a file the engine does not act upon. */
  private static final Set<String> NOT_READ =
      Set.of("description", "extensionElements", "DMNDI", "question", "allowedAnswers");

  private static final DmnEngine ENGINE =
      DmnEngineConfiguration.createDefaultDmnEngineConfiguration().buildEngine();

  private final Version before;
  private final Version after;
  private final AnswerOrder order;

  private final Map<String, List<Fit>> fits = new LinkedHashMap<>();

  private TableComparison(Version before, Version after, AnswerOrder order) {
    this.before = before;
    this.after = after;
    this.order = order;
  }

  /** One version of a table, and the file it is in. */
  static final class Version {
    private final Element decision;
    private final byte[] file;

    private Version(Element decision, byte[] file) {
      this.decision = decision;
      this.file = file;
    }

    Element decision() {
      return decision;
    }

    byte[] file() {
      return file;
    }

    static Version of(byte[] file, String id) {
      return all(Xml.read(file), "decision").stream()
          .filter(decision -> decision.getAttribute("id").equals(id))
          .findFirst()
          .map(decision -> new Version(decision, file))
          .orElseThrow(() -> new IllegalArgumentException("holds no decision '%s'".formatted(id)));
    }

    private boolean isFirst() {
      return "FIRST".equals(TablePoints.table(decision).getAttribute("hitPolicy"));
    }
  }

  /**
   * A value of one variable, and which rules of each version it does not stand in the way of.
   *
   * @param value the value, for all that fit the same
   */
  private record Fit(@Nullable Object value, BitSet before, BitSet after) {}

  /**
   * Where two sets of rules fit.
   *
   * @param inputs one place of them
   * @param common what is the same in all of them
   */
  private record Where(Map<String, @Nullable Object> inputs, Map<String, @Nullable Object> common) {
    Where and(String name, @Nullable Object value) {
      return new Where(with(inputs, name, value), with(common, name, value));
    }

    private static Map<String, @Nullable Object> with(
        Map<String, @Nullable Object> values, String name, @Nullable Object value) {
      var more = new LinkedHashMap<>(values);
      more.put(name, value);
      return more;
    }

    Where or(Where other) {
      var shared = new LinkedHashMap<>(common);
      shared.entrySet().retainAll(other.common.entrySet());
      return new Where(inputs, shared);
    }
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
    points.types().keySet().forEach(name -> fits.put(name, fits(name, points)));
    return words(points);
  }

  private List<String> words(TablePoints points) {
    var was = ENGINE.parseDecision(order.decision(), new ByteArrayInputStream(before.file()));
    var is = ENGINE.parseDecision(order.decision(), new ByteArrayInputStream(after.file()));
    var said = new LinkedHashSet<String>();
    for (var where : found().values()) {
      where
          .common()
          .entrySet()
          .removeIf(each -> points.isAnythingElse(each.getKey(), each.getValue()));
      order
          .loosens(answer(was, where.inputs()), answer(is, where.inputs()))
          .forEach(what -> said.add("%s: %s".formatted(order.situation(where.common()), what)));
    }
    var words = new ArrayList<>(said);
    if (words.size() > NAMED) {
      var more = words.size() - NAMED;
      words.subList(NAMED, words.size()).clear();
      words.add("and %d more of this kind".formatted(more));
    }
    return words;
  }

  private static @Nullable Map<String, @Nullable Object> answer(
      DmnDecision decision, Map<String, @Nullable Object> inputs) {
    try {
      var result = ENGINE.evaluateDecisionTable(decision, inputs);
      return result.size() == 1 ? result.getSingleResult().getEntryMap() : null;
    } catch (DmnEngineException none) {
      return null; // a case would wait for a person here, and nothing is erased
    }
  }

  /**
   * Goes through all combinations, variable by variable. Those that fit the same rules so far go on
   * as one, so that the work grows with the rules and not with the combinations.
   */
  private Map<List<BitSet>, Where> found() {
    Map<List<BitSet>, Where> open = new LinkedHashMap<>();
    open.put(List.of(every(before), every(after)), new Where(Map.of(), Map.of()));
    for (var each : fits.entrySet()) {
      var next = new LinkedHashMap<List<BitSet>, Where>();
      open.forEach(
          (rules, where) ->
              each.getValue()
                  .forEach(
                      fit ->
                          next.merge(
                              List.of(
                                  and(rules.get(0), fit.before()), and(rules.get(1), fit.after())),
                              where.and(each.getKey(), fit.value()),
                              Where::or)));
      open = next;
      if (open.size() > MOST) {
        throw new NotComparable("there are more than %d combinations of its rules".formatted(MOST));
      }
    }
    var found = new LinkedHashMap<List<BitSet>, Where>();
    open.forEach(
        (rules, where) ->
            found.merge(
                List.of(hit(before, rules.get(0)), hit(after, rules.get(1))), where, Where::or));
    return found;
  }

  private static BitSet and(BitSet one, BitSet other) {
    var both = (BitSet) one.clone();
    both.and(other);
    return both;
  }

  /** Of the rules that fit, those the engine answers by. */
  private static BitSet hit(Version version, BitSet fitting) {
    if (version.isFirst() && !fitting.isEmpty()) {
      var first = new BitSet();
      first.set(fitting.nextSetBit(0));
      return first;
    }
    return fitting;
  }

  /** One value of a variable for each set of rules, of both versions, that it fits. */
  private List<Fit> fits(String name, TablePoints points) {
    var column = new TableColumn(name, points.types().get(name), ENGINE);
    var was = cells(before, name);
    var is = cells(after, name);
    was.forEach(column::add);
    is.forEach(column::add);
    var seen = new LinkedHashMap<List<BitSet>, Fit>();
    for (var value : points.values(name)) {
      var fulfilled = column.fulfilled(value);
      var fit = new Fit(value, rules(was, fulfilled), rules(is, fulfilled));
      seen.putIfAbsent(List.of(fit.before(), fit.after()), fit);
    }
    return List.copyOf(seen.values());
  }

  private static BitSet rules(List<List<String>> cells, Set<String> fulfilled) {
    var rules = new BitSet();
    for (var rule = 0; rule < cells.size(); rule++) {
      rules.set(rule, fulfilled.containsAll(cells.get(rule)));
    }
    return rules;
  }

  private static BitSet every(Version version) {
    var every = new BitSet();
    every.set(0, all(version.decision(), "rule").size());
    return every;
  }

  /** The cells of each rule that look at this variable. */
  private static List<List<String>> cells(Version version, String name) {
    var table = TablePoints.table(version.decision());
    var inputs =
        children(table).stream().filter(child -> "input".equals(child.getLocalName())).toList();
    var cells = new ArrayList<List<String>>();
    for (var rule : all(table, "rule")) {
      var row = all(rule, "inputEntry");
      var tests = new ArrayList<String>();
      for (var at = 0; at < inputs.size(); at++) {
        var looksAt = all(inputs.get(at), "inputExpression").stream().findFirst();
        if (looksAt.map(TablePoints::text).orElse("").equals(name)) {
          tests.add(TablePoints.text(row.get(at)));
        }
      }
      cells.add(tests);
    }
    return cells;
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
}
