package io.muster.deployment;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A {@code wipe-decision} table as a test sees it: rows of cells, read by a few lines of its own,
 * so that nothing of what is tested is asked what a table says.
 */
record RowsOfWipeTable(List<List<String>> rows) {
  static final List<String> INPUTS =
      List.of(
          "legalHold",
          "ownership",
          "claim",
          "shared",
          "reassigned",
          "recoveryKey",
          "platform",
          "reason",
          "immediate");
  static final List<String> OUTPUTS =
      List.of(
          "wipeKind", "approval", "approvers", "approvalTimeout", "approvalReminder", "onSilence");
  private static final Set<String> FLAGS = Set.of("legalHold", "reassigned", "immediate");

  static final Map<String, List<String>> WORDS =
      Map.of(
          "wipeKind", List.of("none", "corporate", "complete"),
          "approval", List.of("none", "one", "two"),
          "approvers", List.of("approver", "operator", "administrator", "approver, operator"),
          "approvalTimeout", List.of("PT4H", "P1D", "P3D", "P7D"),
          "approvalReminder", List.of("R2/PT8H", "R3/PT8H", "R1/P1D", "R2/P1D"),
          "onSilence", List.of("keepLocked", "escalate", "wipe"));

  private static final Map<String, List<String>> CELLS =
      Map.of(
          "legalHold", List.of("", "true", "false"),
          "ownership",
              List.of("", "\"corporate\"", "\"personal\"", "\"unknown\"", "not(\"corporate\")"),
          "claim", List.of("", "\"theirs\"", "\"notTheirs\"", "\"wasTheirs\", \"theirs\""),
          "shared", List.of("", "\"yes\"", "\"no\""),
          "reassigned", List.of("", "true", "false"),
          "recoveryKey", List.of("", "\"no\""),
          "platform", List.of("", "\"windows\"", "\"macos\", \"ios\""),
          "reason",
              List.of(
                  "",
                  "\"DEATH\"",
                  "\"INVOLUNTARY\", \"UNKNOWN\"",
                  "\"UNKNOWN\"",
                  "not(\"DEATH\", \"INVOLUNTARY\")"),
          "immediate", List.of("", "true", "false"));

  private static final Map<String, Map<String, Boolean>> FITS = new HashMap<>();

  static final Map<String, List<@Nullable Object>> GRID = grid();

  static RowsOfWipeTable shipped() throws IOException {
    var file = Files.readAllBytes(Path.of("processes/offboarding/wipe-decision.dmn"));
    var rows = new ArrayList<List<String>>();
    for (var rule : Xml.all(Xml.read(file), "rule")) {
      var row = new ArrayList<String>();
      for (var cell : Xml.children(rule)) {
        if (!"description".equals(cell.getLocalName())) {
          row.add(Xml.text(Xml.children(cell).get(0)).replaceAll("^\"([^\"]*)\"$", "\"$1\""));
        }
      }
      rows.add(row);
    }
    return new RowsOfWipeTable(rows);
  }

  /** The same with one to three things changed by chance. */
  RowsOfWipeTable mutant(Random chance) {
    var mutant = new ArrayList<>(rows.stream().map(ArrayList::new).toList());
    for (var change = chance.nextInt(3); change >= 0; change--) {
      var at = chance.nextInt(mutant.size());
      switch (chance.nextInt(8)) {
        case 0, 1, 2 -> answer(mutant.get(at), chance);
        case 3, 4 -> ask(mutant.get(at), chance);
        case 5 -> {
          if (mutant.size() > 2) {
            mutant.remove(at);
          }
        }
        case 6 -> mutant.add(chance.nextInt(mutant.size()), mutant.remove(at));
        default -> {
          var copy = new ArrayList<>(mutant.get(at));
          ask(copy, chance);
          answer(copy, chance);
          mutant.add(chance.nextInt(mutant.size()), copy);
        }
      }
    }
    return new RowsOfWipeTable(mutant.stream().map(List::copyOf).toList());
  }

  private static void answer(List<String> row, Random chance) {
    var column = chance.nextInt(OUTPUTS.size());
    var words = requireNonNull(WORDS.get(OUTPUTS.get(column)));
    row.set(INPUTS.size() + column, "\"%s\"".formatted(words.get(chance.nextInt(words.size()))));
  }

  private static void ask(List<String> row, Random chance) {
    var column = chance.nextInt(INPUTS.size());
    var cells = requireNonNull(CELLS.get(INPUTS.get(column)));
    row.set(column, cells.get(chance.nextInt(cells.size())));
  }

  /** The answer of the first row that fits; null if none does. */
  @Nullable List<String> answer(List<@Nullable Object> inputs) {
    for (var row : rows) {
      var fits = true;
      for (var column = 0; fits && column < INPUTS.size(); column++) {
        fits = fits(row.get(column), inputs.get(column));
      }
      if (fits) {
        return row.subList(INPUTS.size(), row.size()).stream()
            .map(cell -> cell.substring(1, cell.length() - 1))
            .toList();
      }
    }
    return null;
  }

  private static boolean fits(String cell, @Nullable Object value) {
    return cell.isEmpty()
        || FITS.computeIfAbsent(cell, key -> new HashMap<>())
            .computeIfAbsent(String.valueOf(value), key -> reads(cell, value));
  }

  private static boolean reads(String cell, @Nullable Object value) {
    if (cell.isEmpty()) {
      return true;
    }
    if (cell.startsWith("not(")) {
      // of nothing nobody knows that it is not one of these
      return !reads(cell.substring(4, cell.length() - 1), value);
    }
    return List.of(cell.split(", ", -1))
        .contains(value instanceof String ? "\"" + value + "\"" : String.valueOf(value));
  }

  String dmn() {
    var dmn =
        new StringBuilder(
            """
            <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">
              <decision id="wipeDecision" name="w" xmlns:camunda="http://camunda.org/schema/1.0/dmn"
                  camunda:historyTimeToLive="180"><decisionTable id="t" hitPolicy="FIRST">
            """);
    for (var input : INPUTS) {
      dmn.append(
          "<input id='i_%1$s'><inputExpression id='e_%1$s' typeRef='%2$s'><text>%1$s</text></inputExpression></input>%n"
              .formatted(input, FLAGS.contains(input) ? "boolean" : "string"));
    }
    for (var output : OUTPUTS) {
      dmn.append("<output id='o_%1$s' name='%1$s' typeRef='string' />%n".formatted(output));
    }
    for (var row = 0; row < rows.size(); row++) {
      dmn.append("<rule id='r%d'>".formatted(row));
      for (var column = 0; column < rows.get(row).size(); column++) {
        dmn.append(
            "<%1$s id='c%2$d_%3$d'><text>%4$s</text></%1$s>"
                .formatted(
                    column < INPUTS.size() ? "inputEntry" : "outputEntry",
                    row,
                    column,
                    rows.get(row).get(column)));
      }
      dmn.append("</rule>\n");
    }
    return dmn.append("</decisionTable></decision></definitions>").toString();
  }

  TableComparison.Version version() {
    return TableComparison.Version.of(dmn().getBytes(StandardCharsets.UTF_8), "wipeDecision");
  }

  private static Map<String, List<@Nullable Object>> grid() {
    var grid = new HashMap<String, List<@Nullable Object>>();
    grid.put("legalHold", values(true, false, null));
    grid.put("ownership", values("corporate", "personal", "unknown", "leased", null));
    grid.put("claim", values("theirs", "notTheirs", "wasTheirs", "named"));
    grid.put("shared", values("yes", "no", "unknown"));
    grid.put("reassigned", values(true, false));
    grid.put("recoveryKey", values("yes", "no"));
    grid.put("platform", values("windows", "macos", "ios"));
    grid.put("reason", values("DEATH", "INVOLUNTARY", "UNKNOWN", "VOLUNTARY", null));
    grid.put("immediate", values(true, false));
    return grid;
  }

  private static List<@Nullable Object> values(@Nullable Object... values) {
    return Arrays.asList(values);
  }
}
