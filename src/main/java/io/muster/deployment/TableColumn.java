package io.muster.deployment;

import io.muster.deployment.TablePoints.NotComparable;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.jspecify.annotations.Nullable;

/** The cells that look at one variable, of which the engine says which a value fulfils. */
final class TableColumn {
  private final String name;
  private final String type;
  private final DmnEngine engine;
  private final TreeSet<String> tests = new TreeSet<>();
  private @Nullable DmnDecision asked;

  TableColumn(String name, @Nullable String type, DmnEngine engine) {
    this.name = name;
    this.type = type == null ? "string" : type;
    this.engine = engine;
  }

  void add(Collection<String> cells) {
    tests.addAll(cells);
    asked = null;
  }

  /** The cells that this value fulfils. */
  Set<String> fulfilled(@Nullable Object value) {
    var table = asked == null ? table() : asked;
    asked = table;
    var inputs = new HashMap<String, @Nullable Object>();
    inputs.put(name, value);
    var rows = List.copyOf(tests);
    var fulfilled = new HashSet<String>();
    for (var row : engine.evaluateDecisionTable(table, inputs).collectEntries("row")) {
      fulfilled.add(rows.get(((Number) row).intValue()));
    }
    return fulfilled;
  }

  private DmnDecision table() {
    var rules = new ArrayList<String>();
    for (var test : tests) {
      if (test.contains("]]>")) {
        throw new NotComparable("the cell '%s' cannot be read".formatted(test));
      }
      rules.add(
          """
          <rule id="r%1$d"><inputEntry id="i%1$d"><text><![CDATA[%2$s]]></text></inputEntry>
          <outputEntry id="o%1$d"><text>%1$d</text></outputEntry></rule>
          """
              .formatted(rules.size(), test));
    }
    var table =
        """
        <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">
          <decision id="column" name="column"><decisionTable id="t" hitPolicy="COLLECT">
            <input id="in"><inputExpression id="e" typeRef="%s"><text>%s</text></inputExpression></input>
            <output id="out" name="row" typeRef="integer" />
            %s</decisionTable></decision>
        </definitions>
        """
            .formatted(type, name, String.join("", rules));
    return engine.parseDecision(
        "column", new ByteArrayInputStream(table.getBytes(StandardCharsets.UTF_8)));
  }
}
