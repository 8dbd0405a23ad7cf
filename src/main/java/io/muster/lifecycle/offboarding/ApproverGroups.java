package io.muster.lifecycle.offboarding;

import io.muster.guard.Signatories;
import io.muster.preflight.Expectations;
import io.muster.preflight.Finding;
import io.muster.preflight.Preflight;
import io.muster.preflight.PreflightSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.camunda.bpm.model.dmn.instance.Output;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Whether the groups that the live table asks about wipes have as many members as must agree. */
@Component
class ApproverGroups implements Preflight, PreflightSource {
  private static final String PEOPLE = Offboarding.APPROVAL.name();
  private static final String GROUPS = Offboarding.APPROVERS.name();
  private static final Map<String, Integer> NEEDED = Map.of("one", 1, "two", 2);

  private final ObjectProvider<RepositoryService> engine;
  private final ObjectProvider<Signatories> people;

  ApproverGroups(ObjectProvider<RepositoryService> engine, ObjectProvider<Signatories> people) {
    this.engine = engine;
    this.people = people;
  }

  @Override
  public List<Preflight> preflights() {
    return List.of(this);
  }

  @Override
  public String connection() {
    return "approvers";
  }

  @Override
  public String kind() {
    return "groups";
  }

  @Override
  public List<Finding> check(Expectations expected) {
    var table =
        engine
            .getObject()
            .createDecisionDefinitionQuery()
            .decisionDefinitionKey(WipeDecisionWords.WORDS.decision())
            .latestVersion()
            .singleResult();
    if (table == null) {
      return List.of(); // the bundle is missing, which is said elsewhere
    }
    var missing = tooFew(engine.getObject().getDmnModelInstance(table.getId()));
    return missing.isEmpty()
        ? List.of(Finding.good("Every group that is asked about wipes has enough members."))
        : missing.stream()
            .map(
                what ->
                    Finding.warns(
                        what,
                        "Put somebody into the group in Admin, or ask another group in the table; otherwise nobody can agree to these wipes."))
            .toList();
  }

  /** What the table asks of groups that have too few members for it, in words. */
  List<String> tooFew(DmnModelInstance table) {
    var asked = new TreeMap<Set<String>, Integer>(Comparator.comparing(Object::toString));
    table
        .getModelElementsByType(DecisionTable.class)
        .forEach(one -> asked(one).forEach((groups, most) -> asked.merge(groups, most, Math::max)));
    var words = new ArrayList<String>();
    asked.forEach(
        (groups, needed) -> {
          var members = members(groups);
          if (members < needed) {
            words.add(
                "The table '%s' asks %d of %s to agree to a wipe, and %s."
                    .formatted(
                        WipeDecisionWords.WORDS.decision(),
                        needed,
                        String.join(" or ", groups),
                        members == 0 ? "nobody there can" : "only one person there can"));
          }
        });
    return words;
  }

  /** Accounts that were changed and not agreed to yet do not count. */
  private long members(Set<String> groups) {
    var known = people.getObject();
    return known.members(groups).stream()
        .filter(name -> known.find(name).groups().stream().anyMatch(groups::contains))
        .count();
  }

  private static Map<Set<String>, Integer> asked(DecisionTable table) {
    var names = table.getOutputs().stream().map(Output::getName).toList();
    var asked = new HashMap<Set<String>, Integer>();
    for (var rule : table.getRules()) {
      var needed = NEEDED.getOrDefault(said(rule, names.indexOf(PEOPLE)), 0);
      var groups =
          Stream.of(said(rule, names.indexOf(GROUPS)).split(",", -1))
              .map(String::strip)
              .filter(group -> !group.isEmpty())
              .collect(Collectors.toCollection(TreeSet::new));
      if (needed > 0 && !groups.isEmpty()) {
        asked.merge(groups, needed, Math::max);
      }
    }
    return asked;
  }

  private static String said(Rule rule, int column) {
    var entries = List.copyOf(rule.getOutputEntries());
    return column < 0 || column >= entries.size()
        ? ""
        : entries.get(column).getText().getTextContent().strip().replace("\"", "");
  }
}
