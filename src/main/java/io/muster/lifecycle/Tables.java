package io.muster.lifecycle;

import io.muster.people.Worker;
import io.muster.process.DecisionTables;
import io.muster.process.DecisionTables.TableRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** What the decision tables that are live can answer: the names they give to things elsewhere. */
@Component
public class Tables {
  private static final String GROUPS = "expectedGroups";
  private static final Pattern TEXT = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

  private final DecisionTables tables;

  Tables(DecisionTables tables) {
    this.tables = tables;
  }

  /** Every group the directories are expected to have. */
  public Set<String> groups() {
    return groupRules().keySet();
  }

  /** Every group the directories are expected to have, with the rules that expect it. */
  public Map<String, List<TableRule>> groupRules() {
    return byGroup(tables.rules(GROUPS));
  }

  /** The groups this person is expected in, with the rules that say so. */
  public Map<String, List<TableRule>> groupsOf(Worker worker) {
    return byGroup(
        tables.fitting(
            GROUPS,
            Map.of(
                "department", worker.department(),
                "location", worker.location(),
                "title", worker.title())));
  }

  /** Every connection that new people may be routed to. */
  public Set<String> connections() {
    return named("connectionRouting", "connection");
  }

  /** Where the table routes this person as it is now; empty if no rule fits. */
  public Optional<String> connectionOf(Worker worker) {
    var address = worker.workEmail();
    var facts =
        Map.<String, Object>of(
            "mailDomain",
            address.substring(address.indexOf('@') + 1).toLowerCase(Locale.ROOT),
            "department",
            worker.department(),
            "location",
            worker.location());
    return tables.fitting("connectionRouting", facts).stream()
        .findFirst()
        .flatMap(rule -> texts(rule.answers().getOrDefault("connection", "")).stream().findFirst());
  }

  /** Every policy the fleet is expected to have. */
  public Set<String> policies() {
    var policies = named("policyAssignment", "policy");
    policies.addAll(named("accessDeployment", "accessPolicy"));
    return policies;
  }

  /** The policy that brings the login window to such a machine; empty if it keeps its own. */
  Optional<String> accessPolicy(String platform, String connection) {
    var facts = Map.<String, Object>of("machine", platform + ":", "directory", connection);
    return tables.fitting("accessDeployment", facts).stream()
        .findFirst()
        .flatMap(
            rule -> texts(rule.answers().getOrDefault("accessPolicy", "")).stream().findFirst());
  }

  private static Map<String, List<TableRule>> byGroup(List<TableRule> rules) {
    var groups = new TreeMap<String, List<TableRule>>();
    for (var rule : rules) {
      texts(rule.answers().getOrDefault("group", ""))
          .forEach(group -> groups.computeIfAbsent(group, any -> new ArrayList<>()).add(rule));
    }
    return groups;
  }

  /** The texts that this column of the table can give. */
  private Set<String> named(String decision, String column) {
    var names = new TreeSet<String>();
    tables
        .rules(decision)
        .forEach(rule -> names.addAll(texts(rule.answers().getOrDefault(column, ""))));
    return names;
  }

  private static List<String> texts(String cell) {
    return TEXT.matcher(cell)
        .results()
        .map(text -> text.group(1).replaceAll("\\\\(.)", "$1"))
        .toList();
  }
}
