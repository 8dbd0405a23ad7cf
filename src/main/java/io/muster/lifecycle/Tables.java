package io.muster.lifecycle;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.camunda.bpm.model.dmn.instance.Output;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.springframework.stereotype.Component;

/** What the decision tables that are live can answer: the names they give to things elsewhere. */
@Component
public class Tables {
  private static final Pattern TEXT = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

  private final RepositoryService repository;

  Tables(RepositoryService repository) {
    this.repository = repository;
  }

  /** Every group the directories are expected to have. */
  public Set<String> groups() {
    return named("expectedGroups", "group");
  }

  /** Every connection that new people may be routed to. */
  public Set<String> connections() {
    return named("connectionRouting", "connection");
  }

  /** Every policy the fleet is expected to have. */
  public Set<String> policies() {
    var policies = named("policyAssignment", "policy");
    policies.addAll(named("accessDeployment", "accessPolicy"));
    return policies;
  }

  /** The texts that this column of the newest version of the table can give. */
  private Set<String> named(String decision, String column) {
    var names = new TreeSet<String>();
    var newest =
        repository
            .createDecisionDefinitionQuery()
            .decisionDefinitionKey(decision)
            .latestVersion()
            .singleResult();
    if (newest == null) {
      return names;
    }
    var model = repository.getDmnModelInstance(newest.getId());
    for (var table : model.getModelElementsByType(DecisionTable.class)) {
      var columns = table.getOutputs().stream().map(Output::getName).toList();
      var at = columns.indexOf(column);
      for (var rule : at < 0 ? Set.<Rule>of() : table.getRules()) {
        var cell = TEXT.matcher(rule.getOutputEntries().stream().toList().get(at).getTextContent());
        while (cell.find()) {
          names.add(cell.group(1).replaceAll("\\\\(.)", "$1"));
        }
      }
    }
    return names;
  }
}
