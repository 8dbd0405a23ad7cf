package io.muster.deployment;

import io.muster.process.GuardedDeed;
import io.muster.process.ModelCatalog;
import io.muster.process.TaskForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.w3c.dom.Element;

/** Everything that diagrams must not do about the step that cannot be called back. */
final class DeedRules {
  private DeedRules() {}

  /** What is wrong with the deployed diagrams and tables. */
  static List<Problem> check(
      GuardedDeed deed,
      ModelCatalog palette,
      ProcessSet set,
      Map<String, TaskForm> forms,
      Map<String, Element> tables) {
    var problems = new ArrayList<Problem>();
    if (set.processes().values().stream()
        .anyMatch(process -> Xml.all(process).size() > DiagramRules.MOST)) {
      return problems; // refused for that, and walking it could take for ever
    }
    problems.addAll(WipePaths.check(deed, set, forms));
    problems.addAll(Promptness.check(deed, set, palette));
    problems.addAll(AnswerForms.check(deed, set, forms));
    problems.addAll(KeptVariables.check(deed, set, forms));
    problems.addAll(OwnOnTheWay.check(deed, set));
    problems.addAll(HistoryRules.check(deed, set));
    problems.addAll(WipeTable.check(deed, tables));
    return problems;
  }
}
